import type { Pointer } from '../kernels.ts';
import { addScaled, at, dot, type Views } from './views.ts';

export function tridiagonalize(
  { f64: m }: Views,
  matrixPointer: Pointer,
  n: number,
  diagonalPointer: Pointer,
  offDiagonalPointer: Pointer,
  scratchPointer: Pointer,
  vectors: 0 | 1,
): void {
  const [matrix, diagonal] = [at(matrixPointer), at(diagonalPointer)];
  const [offDiagonal, scratch] = [at(offDiagonalPointer), at(scratchPointer)];
  const reflectorNorms = new Float64Array(n);
  for (let k = 0; k + 2 < n; k++) {
    const first = k + 1;
    const length = n - first;
    const v = matrix + k * n + first;
    const head = m[v]!;
    const norm = Math.sqrt(dot(m, v, v, length));
    const beta = head > 0 ? -norm : norm;
    m[offDiagonal + k] = beta;
    const h = norm * norm - head * beta;
    reflectorNorms[k] = h;
    if (h === 0) continue;
    m[v] = head - beta;
    const p = scratch + first;
    for (let i = first; i < n; i++) m[scratch + i] = dot(m, matrix + i * n + first, v, length) / h;
    addScaled(m, p, v, -dot(m, v, p, length) / (h + h), length);
    for (let i = first; i < n; i++) {
      addScaled(m, matrix + i * n + first, p, -m[matrix + k * n + i]!, length);
      addScaled(m, matrix + i * n + first, v, -m[scratch + i]!, length);
    }
  }
  if (n > 1) m[offDiagonal + n - 2] = m[matrix + (n - 2) * n + n - 1]!;

  for (let i = n - 1; i >= 0; i--) {
    const row = matrix + i * n;
    m[diagonal + i] = m[row + i]!;
    if (!vectors) continue;
    const h = reflectorNorms[i]!;
    if (i + 2 < n && h !== 0) {
      const length = n - i - 1;
      for (let r = i + 1; r < n; r++) {
        const target = matrix + r * n + i + 1;
        addScaled(m, target, row + i + 1, -dot(m, target, row + i + 1, length) / h, length);
      }
    }
    m.fill(0, row, row + n);
    for (let j = i + 1; j < n; j++) m[matrix + j * n + i] = 0;
    m[row + i] = 1;
  }
}

export function diagonalize(
  { f64: m }: Views,
  matrixPointer: Pointer,
  n: number,
  diagonal: Pointer,
  offDiagonal: Pointer,
  vectors: 0 | 1,
): 0 | 1 {
  const matrix = at(matrixPointer);
  const d = m.subarray(at(diagonal), at(diagonal) + n);
  const e = m.subarray(at(offDiagonal), at(offDiagonal) + n);
  let sweeps = 60 * n;
  for (let l = 0; l < n; l++) {
    for (;;) {
      let end = l;
      for (; end + 1 < n; end++) {
        const neighbours = Math.abs(d[end]!) + Math.abs(d[end + 1]!);
        if (neighbours + Math.abs(e[end]!) === neighbours) break;
      }
      if (end === l) break;
      if (sweeps-- === 0) return 1;
      let g = (d[l + 1]! - d[l]!) / (e[l]! + e[l]!);
      let r = Math.sqrt(g * g + 1);
      g = d[end]! - d[l]! + e[l]! / (g + (g < 0 ? -r : r));
      let sine = 1;
      let cosine = 1;
      let p = 0;
      let underflow = false;
      for (let i = end - 1; i >= l; i--) {
        const f = sine * e[i]!;
        const b = cosine * e[i]!;
        r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          underflow = true;
          break;
        }
        sine = f / r;
        cosine = g / r;
        g = d[i + 1]! - p;
        r = (d[i]! - g) * sine + 2 * cosine * b;
        p = sine * r;
        d[i + 1] = g + p;
        g = cosine * r - b;
        if (vectors) rotate(m, matrix + i * n, matrix + (i + 1) * n, n, cosine, sine);
      }
      if (!underflow) {
        d[l]! -= p;
        e[l] = g;
      }
      e[end] = 0;
    }
  }
  for (let i = 0; i + 1 < n; i++) {
    let least = i;
    for (let j = i + 1; j < n; j++) if (d[j]! < d[least]!) least = j;
    if (least === i) continue;
    const value = d[i]!;
    d[i] = d[least]!;
    d[least] = value;
    if (vectors) rotate(m, matrix + i * n, matrix + least * n, n, 0, 1);
  }
  return 0;
}

function rotate(m: Float64Array, x: number, y: number, count: number, c: number, s: number): void {
  for (let i = 0; i < count; i++) {
    const a = m[x + i]!;
    const b = m[y + i]!;
    m[x + i] = c * a - s * b;
    m[y + i] = s * a + c * b;
  }
}
