// Eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then the implicit QL
// method (Wilkinson & Reinsch 1971, contributions II/2 and II/4). Only + − × ÷ √, so every engine returns the same bits.
// Scale A to entries near 1 beforehand: squares must not overflow.
//
// ‖AV − VΛ‖ ≤ 4n·2⁻⁵³·‖A‖ and ‖VᵀV − I‖ ≤ 8n·2⁻⁵³ in Frobenius norms, so each eigenvalue is off by 4n·2⁻⁵³·‖A‖ at
// most (Weyl). About 4n orthogonal transformations follow one another, n reflections and the rotations of some 2n
// overlapping sweeps, and each is orthogonal to a few roundings. What is proved for every input has another factor
// n, for reflections of length n (Higham 2002, Lemmas 19.3 and 19.9); it would take roundings that all err the same
// way.

import { addScaled, dot } from './lanes';

/**
 * Reduces A (n × n, row-major, row i at matrix + 8·n·i, both triangles filled) to tridiagonal form T = QᵀAQ.
 * diagonal[n] and offDiagonal[n] (the first n − 1) receive T; `matrix` is overwritten: with Qᵀ when `vectors` is 1,
 * else with scratch. `scratch` holds n f64.
 */
export function tridiagonalize(
  matrix: usize,
  n: i32,
  diagonal: usize,
  offDiagonal: usize,
  scratch: usize,
  vectors: i32,
): void {
  const size = <usize>n;
  const rowBytes = size << 3;
  for (let k: usize = 0; k + 2 < size; k++) {
    // the reflector of column k lies in row k, right of the diagonal: symmetric, so row and column are the same
    const v = matrix + k * rowBytes + ((k + 1) << 3);
    const length = <i32>(size - k - 1);
    const head = load<f64>(v);
    const norm = Math.sqrt(dot(v, v, length));
    const beta = head > 0 ? -norm : norm;
    store<f64>(offDiagonal + (k << 3), beta);
    // H = I − v·vᵀ/h with v = x − beta·e₁ and h = ½vᵀv = norm² − head·beta
    const h = norm * norm - head * beta;
    store<f64>(diagonal + (k << 3), h);
    if (h === 0) continue;
    store<f64>(v, head - beta);

    // A ← HAH = A − v·wᵀ − w·vᵀ with p = A·v/h, w = p − (vᵀp/2h)·v
    const first = k + 1;
    const p = scratch + (first << 3);
    for (let i = first; i < size; i++) {
      store<f64>(scratch + (i << 3), dot(matrix + i * rowBytes + (first << 3), v, length) / h);
    }
    addScaled(p, v, -dot(v, p, length) / (h + h), length);
    for (let i = first; i < size; i++) {
      const row = matrix + i * rowBytes + (first << 3);
      addScaled(row, p, -load<f64>(matrix + k * rowBytes + (i << 3)), length);
      addScaled(row, v, -load<f64>(scratch + (i << 3)), length);
    }
  }
  if (n > 1) {
    store<f64>(offDiagonal + rowBytes - 16, load<f64>(matrix + (size - 2) * rowBytes + rowBytes - 8));
  }
  collect(matrix, n, diagonal, vectors);
}

/** Moves the diagonal of T to its place and, if asked, multiplies the reflectors out to Qᵀ, row by row from the end. */
function collect(matrix: usize, n: i32, diagonal: usize, vectors: i32): void {
  const size = <usize>n;
  const rowBytes = size << 3;
  for (let i = size; i-- > 0; ) {
    const row = matrix + i * rowBytes;
    const h = load<f64>(diagonal + (i << 3));
    store<f64>(diagonal + (i << 3), load<f64>(row + (i << 3)));
    if (!vectors) continue;
    if (i + 2 < size && h !== 0) {
      const v = row + ((i + 1) << 3);
      const length = <i32>(size - i - 1);
      for (let r = i + 1; r < size; r++) {
        const target = matrix + r * rowBytes + ((i + 1) << 3);
        addScaled(target, v, -dot(target, v, length) / h, length);
      }
    }
    // row and column i of Qᵀ are those of the identity until an earlier reflector mixes them
    memory.fill(row, 0, rowBytes);
    // zeros as integers, here and below: a constant f64 takes 9 bytes of the 8 KB
    for (let j = i + 1; j < size; j++) store<u64>(matrix + j * rowBytes + (i << 3), 0);
    store<f64>(row + (i << 3), 1);
  }
}

/**
 * Eigenvalues of the tridiagonal T in place of its diagonal, ascending; `offDiagonal` is used up. When `vectors` is
 * 1, `matrix` holds Qᵀ on entry and the eigenvectors as rows on return. Returns 0, or 1 if 60·n sweeps
 * did not suffice (not seen with finite input).
 */
export function diagonalize(matrix: usize, n: i32, diagonal: usize, offDiagonal: usize, vectors: i32): i32 {
  const size = <usize>n;
  const rowBytes = size << 3;
  let sweeps = 60 * n;
  for (let l: usize = 0; l < size; l++) {
    for (;;) {
      // split where an off-diagonal entry is negligible beside its two neighbours
      let m = l;
      for (; m + 1 < size; m++) {
        const neighbours =
          Math.abs(load<f64>(diagonal + (m << 3))) + Math.abs(load<f64>(diagonal + (m << 3), 8));
        if (neighbours + Math.abs(load<f64>(offDiagonal + (m << 3))) === neighbours) break;
      }
      if (m === l) break;
      if (sweeps-- === 0) return 1;

      // one implicit QL sweep from m up to l, shifted by the eigenvalue of the leading 2 × 2 block nearer to d[l]
      const dl = load<f64>(diagonal + (l << 3));
      const el = load<f64>(offDiagonal + (l << 3));
      let g = (load<f64>(diagonal + (l << 3), 8) - dl) / (el + el);
      let r = Math.sqrt(g * g + 1);
      g = load<f64>(diagonal + (m << 3)) - dl + el / (g + (g < 0 ? -r : r));
      let sine = 1.0;
      let cosine = 1.0;
      let p = 0.0;
      let underflow = false;
      for (let i = m; i-- > l; ) {
        const f = sine * load<f64>(offDiagonal + (i << 3));
        const b = cosine * load<f64>(offDiagonal + (i << 3));
        r = Math.sqrt(f * f + g * g);
        store<f64>(offDiagonal + (i << 3), r, 8);
        if (r === 0) {
          store<f64>(diagonal + (i << 3), load<f64>(diagonal + (i << 3), 8) - p, 8);
          underflow = true;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = load<f64>(diagonal + (i << 3), 8) - p;
        r = (load<f64>(diagonal + (i << 3)) - g) * sine + 2 * cosine * b;
        p = sine * r;
        store<f64>(diagonal + (i << 3), g + p, 8);
        g = cosine * r - b;
        if (vectors) rotate(matrix + i * rowBytes, matrix + (i + 1) * rowBytes, n, cosine, sine);
      }
      if (!underflow) {
        store<f64>(diagonal + (l << 3), load<f64>(diagonal + (l << 3)) - p);
        store<f64>(offDiagonal + (l << 3), g);
      }
      store<u64>(offDiagonal + (m << 3), 0);
    }
  }
  sort(matrix, n, diagonal, vectors);
  return 0;
}

/** Ascending eigenvalues by selection, their vectors with them. */
function sort(matrix: usize, n: i32, diagonal: usize, vectors: i32): void {
  const size = <usize>n;
  for (let i: usize = 0; i + 1 < size; i++) {
    let least = i;
    for (let j = i + 1; j < size; j++) {
      if (load<f64>(diagonal + (j << 3)) < load<f64>(diagonal + (least << 3))) least = j;
    }
    if (least === i) continue;
    const value = load<f64>(diagonal + (i << 3));
    store<f64>(diagonal + (i << 3), load<f64>(diagonal + (least << 3)));
    store<f64>(diagonal + (least << 3), value);
    if (vectors) rotate(matrix + ((i * size) << 3), matrix + ((least * size) << 3), n, 0, 1);
  }
}

/** (x, y) ← (c·x − s·y, s·x + c·y) over n entries; with c = 0, s = 1 it swaps the rows, up to a sign. */
function rotate(x: usize, y: usize, n: i32, c: f64, s: f64): void {
  const cosines = f64x2.splat(c);
  const sines = f64x2.splat(s);
  let p = x;
  let q = y;
  for (let pairs = n >> 1; pairs > 0; pairs--) {
    const a = v128.load(p);
    const b = v128.load(q);
    v128.store(p, f64x2.sub(f64x2.mul(cosines, a), f64x2.mul(sines, b)));
    v128.store(q, f64x2.add(f64x2.mul(sines, a), f64x2.mul(cosines, b)));
    p += 16;
    q += 16;
  }
  if (n & 1) {
    const a = load<f64>(p);
    const b = load<f64>(q);
    store<f64>(p, c * a - s * b);
    store<f64>(q, s * a + c * b);
  }
}
