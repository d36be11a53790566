import { fitSync, GdError, Model, Moments, type Summary, solveSync } from '@gd-trainer/sdk';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

// Expected values: summary(lm(…)), confint and pt of R 4.2.2, printed with 17 digits, on R's own data sets.
const MTCARS = {
  mpg: [
    21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4,
    30.4, 33.9, 21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
  ],
  wt: [
    2.62, 2.875, 2.32, 3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345,
    2.2, 1.615, 1.835, 2.465, 3.52, 3.435, 3.84, 3.845, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78,
  ],
  hp: [
    110, 110, 93, 110, 175, 105, 245, 62, 95, 123, 123, 180, 180, 180, 205, 215, 230, 66, 52, 65, 97, 150,
    150, 245, 175, 66, 91, 113, 264, 175, 335, 109,
  ],
};
const CARS = {
  speed: [
    4, 4, 7, 7, 8, 9, 10, 10, 10, 11, 11, 12, 12, 12, 12, 13, 13, 13, 13, 14, 14, 14, 14, 15, 15, 15, 16, 16,
    17, 17, 17, 18, 18, 18, 18, 19, 19, 19, 20, 20, 20, 20, 20, 22, 23, 24, 24, 24, 24, 25,
  ],
  dist: [
    2, 10, 4, 22, 16, 10, 18, 26, 34, 17, 28, 14, 20, 24, 28, 26, 34, 34, 46, 26, 36, 60, 80, 20, 26, 54, 32,
    40, 32, 40, 50, 42, 56, 76, 84, 36, 46, 68, 32, 48, 52, 56, 64, 66, 54, 70, 92, 93, 120, 85,
  ],
};
const STACKLOSS = {
  airFlow: [80, 80, 75, 62, 62, 62, 62, 62, 58, 58, 58, 58, 58, 58, 50, 50, 50, 50, 50, 56, 70],
  waterTemp: [27, 27, 25, 24, 22, 23, 24, 24, 23, 18, 18, 17, 18, 19, 18, 18, 19, 19, 20, 20, 20],
  acidConc: [89, 88, 90, 87, 87, 87, 93, 93, 87, 80, 89, 88, 82, 93, 89, 86, 72, 79, 80, 82, 91],
  loss: [42, 37, 37, 28, 18, 18, 19, 20, 15, 14, 14, 13, 11, 12, 8, 7, 8, 8, 9, 15, 15],
};

const { columns: penguins, options: penguinOptions } = dataSet('penguins');
const { columns: cars, options: carOptions } = dataSet('cars');
const ordinary = ({ target, features, missing }: typeof penguinOptions) =>
  ({ target, features, missing }) as never;

interface Expected {
  readonly sigma: number;
  readonly r2: number;
  readonly adjustedR2?: number;
  /** estimate, standard error, t, p, and the interval where R's is given; the bias last. */
  readonly rows: readonly (readonly number[])[];
  readonly digits?: number;
}

const CASES: [string, () => Summary, Expected][] = [
  [
    'penguins',
    () => fitSync(penguins, ordinary(penguinOptions)).summary(),
    {
      sigma: 393.17838048882004,
      r2: 0.7610400701368262,
      adjustedR2: 0.7596302770402883,
      rows: [
        [
          51.54144482381328, 1.8650594650500052, 27.63528230046615, 7.717159583664721e-89, 47.8728981073976,
          55.209991540228955,
        ],
        [
          22.634138498763544, 13.28034386891533, 1.7043337674216552, 0.08923502424682263, -3.488118086698279,
          48.75639508422537,
        ],
        [
          -6541.90749816047, 540.7508561081044, -12.097821805117295, 2.987832916829607e-28,
          -7605.557110812989, -5478.257885507951,
        ],
      ],
    },
  ],
  [
    'Auto MPG',
    () => fitSync(cars, ordinary(carOptions)).summary(),
    {
      sigma: 4.24016946764443,
      r2: 0.7063752737298348,
      adjustedR2: 0.7048656350343583,
      rows: [
        [-0.0473028630861917, 0.011085086484199222, -4.267252506655461, 2.488482039171455e-5],
        [-0.005794157364802922, 0.000502326996413777, -11.53463263206773, 1.1243623611373198e-26],
        [45.64021084017713, 0.7931958328884772, 57.539650295407085, 2.3171132316503682e-192],
      ],
    },
  ],
  [
    'mtcars',
    () => solveSync(MTCARS, { target: 'mpg', features: ['wt', 'hp'] }).summary(),
    {
      sigma: 2.593411777226567,
      r2: 0.8267854518827913,
      adjustedR2: 0.8148396209781562,
      rows: [
        [
          -3.8778307424046816, 0.6327334943773951, -6.128695219810415, 1.119647136200034e-6,
          -5.171916040675536, -2.583745444133827,
        ],
        [-0.031772946982160995, 0.00902970967585572, -3.518711910208781, 0.0014512285315694238],
        [37.227270116447194, 1.5987875379993937, 23.284688697930864, 2.56545851198374e-20],
      ],
    },
  ],
  [
    'stackloss',
    () => solveSync(STACKLOSS, { target: 'loss' }).summary(),
    {
      sigma: 3.2433639181852243,
      r2: 0.9135769044606816,
      adjustedR2: 0.898325769953743,
      rows: [
        [0.7156402004852835, 0.13485818535537217, 5.306613006837226, 5.7990247242527245e-5],
        [1.2952861243885716, 0.3680242652727037, 3.519567176987019, 0.0026300543964889625],
        [-0.15212251914865146, 0.15629404324862123, -0.9733097691168306, 0.34404609669643993],
        [-39.919674420124075, 11.89599685064425, -3.355723351419864, 0.003750306832260161],
      ],
    },
  ],
  [
    'cars through the origin',
    () => solveSync(CARS, { target: 'dist', intercept: false }).summary(),
    {
      sigma: 16.25923714668341,
      r2: 0.8962893058052057,
      adjustedR2: 0.8941727610257201,
      rows: [
        [
          2.909132143937103, 0.14136863749993694, 20.5783418117643, 9.227817027208597e-26, 2.6250412307105297,
          3.1932230571636766,
        ],
      ],
    },
  ],
  [
    'cars, later rows weighing more',
    () => {
      const sampleWeight = CARS.speed.map((_, i) => (i + 1) / 10);
      return solveSync(CARS, { target: 'dist', sampleWeight }).summary();
    },
    {
      sigma: 27.366827924115217,
      r2: 0.5538483850474362,
      rows: [
        [4.40862484567235, 0.5711212414942898, 7.719245101333581, 5.864021354151868e-10],
        [-25.97823570225023, 10.739545099870563, -2.418932595437709, 0.019406505209853982],
      ],
    },
  ],
];

describe('the summary agrees with R', () => {
  it.each(CASES)('on %s', (_, run, expected) => {
    const { parameters, sigma, r2, adjustedR2 } = run();
    expect(digitsAgreed(sigma, expected.sigma)).toBeGreaterThan(11);
    expect(digitsAgreed(r2, expected.r2)).toBeGreaterThan(13);
    if (expected.adjustedR2) expect(digitsAgreed(adjustedR2!, expected.adjustedR2)).toBeGreaterThan(13);
    for (const [i, [estimate, standardError, t, p, low, high]] of expected.rows.entries()) {
      const row = parameters[i]!;
      expect(digitsAgreed(row.estimate, estimate!), row.name).toBeGreaterThan(11);
      expect(digitsAgreed(row.standardError, standardError!), row.name).toBeGreaterThan(11);
      expect(digitsAgreed(row.t!, t!), row.name).toBeGreaterThan(11);
      expect(digitsAgreed(row.p!, p!), row.name).toBeGreaterThan(9);
      if (low !== undefined) expect(digitsAgreed(row.interval[0], low), row.name).toBeGreaterThan(10);
      if (high !== undefined) expect(digitsAgreed(row.interval[1], high), row.name).toBeGreaterThan(10);
    }
  });

  it('on how much two features inflate each other’s variance', () => {
    const { parameters } = solveSync(MTCARS, { target: 'mpg', features: ['wt', 'hp'] }).summary();
    expect(digitsAgreed(parameters[0]!.vif!, 1.7666245792682789)).toBeGreaterThan(12);
    expect(parameters[1]!.vif).toBeCloseTo(parameters[0]!.vif!, 12);
    expect(parameters[2]).toMatchObject({ name: 'bias', vif: null });
  });
});

/** The n × n inverse and the solution of a system of whole numbers, exact: numerators over one determinant (Bareiss). */
function exactly(
  matrix: readonly bigint[][],
  right: readonly bigint[],
): { inverse: bigint[][]; theta: bigint[]; determinant: bigint } {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, right[i]!, ...row.map((_, j) => (i === j ? 1n : 0n))]);
  let before = 1n;
  for (let k = 0; k < n; k++) {
    const pivot = rows[k]![k]!;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]!;
      rows[i] = rows[i]!.map((value, j) => (pivot * value - factor * rows[k]![j]!) / before);
    }
    before = pivot;
  }
  return {
    determinant: before,
    theta: rows.map((row) => row[n]!),
    inverse: rows.map((row) => row.slice(n + 1)),
  };
}

const DIGITS = 10n ** 40n;
const ratio = (a: bigint, b: bigint): number => Number((a * DIGITS) / b) / Number(DIGITS);

describe('the summary after solve is as precise as its weights', () => {
  const whole = Array.from({ length: 40 }, (_, i) => BigInt(i - 7));
  const y = whole.map((v, i) => 3n + 2n * v - v * v + BigInt((i * 7919) % 13));
  it.each([
    [8, true, false],
    [8, false, false],
    [6, true, true],
    [1, true, true],
  ])(
    'on polynomials of degree %d, intercept %s, weights %s, against exact rationals',
    (degree, intercept, weighted) => {
      const weights = whole.map((_, i) => (weighted ? BigInt(1 + (i % 5)) : 1n));
      const powers = Array.from({ length: degree }, (_, k) => whole.map((v) => v ** BigInt(k + 1)));
      const columns = intercept ? [...powers, whole.map(() => 1n)] : powers;
      const dot = (a: readonly bigint[], b: readonly bigint[]) =>
        a.reduce((sum, v, i) => sum + weights[i]! * v * b[i]!, 0n);
      const right = columns.map((column) => dot(column, y));
      const { determinant, theta, inverse } = exactly(
        columns.map((a) => columns.map((b) => dot(a, b))),
        right,
      );
      const squares = dot(y, y) * determinant - theta.reduce((sum, v, i) => sum + v * right[i]!, 0n);
      const sigma2 = ratio(squares, determinant) / (whole.length - columns.length);

      const source = Object.fromEntries(powers.map((column, k) => [`x${k + 1}`, column.map(Number)]));
      const model = solveSync(
        { ...source, y: y.map(Number) },
        { target: 'y', intercept, ...(weighted && { sampleWeight: weights.map(Number) }) },
      );
      const again = Model.fromJSON(JSON.parse(JSON.stringify(model)));
      for (const { parameters, sigma } of [model.summary(), again.summary()]) {
        expect(digitsAgreed(sigma, Math.sqrt(sigma2))).toBeGreaterThan(14);
        for (const [j, { name, estimate, standardError }] of parameters.entries()) {
          const expected = Math.sqrt(sigma2 * ratio(inverse[j]![j]!, determinant));
          expect(digitsAgreed(estimate, ratio(theta[j]!, determinant)), name).toBeGreaterThan(14);
          expect(digitsAgreed(standardError, expected), name).toBeGreaterThan(14);
        }
      }
    },
  );

  it('says to how many digits, of rows and of their sums alone, however nearly columns follow from one another', () => {
    const told: [promised: number, had: number][] = [];
    for (const [n, near] of [
      [12, 10n ** 3n],
      [40, 10n ** 2n],
      [40, 10n ** 4n],
      [40, 10n ** 6n],
      [200, 10n ** 5n],
    ] as const) {
      for (const far of [0n, 1000n, 10n ** 6n]) {
        const a = Array.from({ length: n }, (_, i) => far + BigInt((i * 7919) % 101));
        // but for one part in `near`, b is 3·a
        const b = a.map((value, i) => 3n * value * near + BigInt((i * 31) % 17));
        const target = a.map((value, i) => 2n * value + BigInt((i * 104729) % 23));
        const columns = [a, b, a.map(() => 1n)];
        const dot = (u: readonly bigint[], v: readonly bigint[]) =>
          u.reduce((sum, value, i) => sum + value * v[i]!, 0n);
        const right = columns.map((column) => dot(column, target));
        const { determinant, theta, inverse } = exactly(
          columns.map((u) => columns.map((v) => dot(u, v))),
          right,
        );
        const squares =
          dot(target, target) * determinant - theta.reduce((sum, v, i) => sum + v * right[i]!, 0n);
        const sigma2 = ratio(squares, determinant) / (n - 3);
        const source = { a: a.map(Number), b: b.map(Number), y: target.map(Number) };
        const { weight, mean, comoment, names } = solveSync(source, { target: 'y' }).moments!;
        // what a database or an older file gives: sums without what f64 leave out of them
        const sums = new Moments({ n, weight, mean, comoment, names, target: 'y' });
        for (const model of [solveSync(source, { target: 'y' }), solveSync(sums)]) {
          let summary: Summary;
          try {
            summary = model.summary();
          } catch {
            continue;
          }
          const had = summary.parameters.map(({ standardError }, j) =>
            digitsAgreed(standardError, Math.sqrt(sigma2 * ratio(inverse[j]![j]!, determinant))),
          );
          told.push([summary.digits, Math.min(...had)]);
        }
      }
    }
    expect(told.length).toBeGreaterThan(20);
    for (const [promised, had] of told) expect(had).toBeGreaterThan(Math.min(promised, 15) - 0.5);
    // a promise of nothing would be kept too
    expect(Math.max(...told.map(([promised]) => promised))).toBeGreaterThan(15.5);
    expect(Math.min(...told.map(([promised]) => promised))).toBeLessThan(9);
    for (const [promised, had] of told) expect(Math.min(had, 15)).toBeLessThan(promised + 4.5);
  });

  it('takes no longer than one factor, a few times what the fit takes: d⁴ took 500 times that for 200 features', () => {
    const [d, n] = [200, 400];
    const source = Object.fromEntries(
      Array.from({ length: d }, (_, j) => [`x${j}`, randomNumbers(j + 1, n)]),
    );
    const times = [performance.now()];
    const model = fitSync({ ...source, y: randomNumbers(0, n) }, { target: 'y', epochs: 1 });
    times.push(performance.now());
    expect(model.summary().parameters).toHaveLength(d + 1);
    times.push(performance.now());
    expect(times[2]! - times[1]!).toBeLessThan(20 * (times[1]! - times[0]!));
  });
});

describe('the t distribution', () => {
  // t values are reached by choosing data: y = slope·x ± 1 has its t from slope and n alone
  it.each([
    [1, 2.5, 0.2422378831816867],
    [2, 10, 0.009852457023325692],
    [5, 50, 6.047757626601234e-8],
    [29, 0.1, 0.9210324444873738],
    [29, 10, 6.599862576433477e-11],
  ])('with %d degrees of freedom gives t = %d its p', (freedom, t, p) => {
    const n = freedom + 1;
    // residuals orthogonal to x with Σr² = freedom, so that σ = 1 and t = slope·√Σx²
    const x = Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));
    const y = Array.from({ length: n }, (_, i) => (i === 0 ? t : 1));
    const { parameters } = solveSync({ x, y }, { target: 'y', intercept: false }).summary();
    expect(digitsAgreed(parameters[0]!.t!, t)).toBeGreaterThan(12);
    expect(digitsAgreed(parameters[0]!.p!, p)).toBeGreaterThan(10);
  });
});

describe('there is no summary', () => {
  const source = { a: [1, 2, 3, 4], b: [2, 4, 6, 8.5], y: [1, 2, 2, 4] };
  it.each<[string, () => unknown, RegExp]>([
    ['under a penalty', () => fitSync(source, { target: 'y', l2: 1 }).summary(), /penalised/],
    [
      'of collinear columns',
      () => fitSync({ ...source, b: [2, 4, 6, 8] }, { target: 'y' }).summary(),
      /collinear or constant/,
    ],
    [
      'without degrees of freedom',
      () => fitSync({ x: [[1], [2]], y: [1, 2] }).summary(),
      /no degree of freedom/,
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(GdError);
    expect(call).toThrow(message);
  });
});

it('a model written without its moments predicts the same, and cannot be summed up', () => {
  const data = { x: [1, 2, 3, 4, 5], y: [1, 3, 2, 5, 4] };
  const model = solveSync(data, { target: 'y' });
  const bare = model.toJSON({ moments: false });
  expect(bare).not.toHaveProperty('moments');
  expect({ ...bare, moments: model.toJSON().moments }).toEqual(model.toJSON());
  const read = Model.fromJSON(JSON.parse(JSON.stringify(bare)));
  expect(read.predict([7])).toBe(model.predict([7]));
  expect(() => read.summary()).toThrow('the model came without its moments');
  // the key that JSON.stringify passes is no option
  expect(JSON.parse(JSON.stringify({ moments: model })).moments).toHaveProperty('moments');
});
