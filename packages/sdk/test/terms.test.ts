// Terms against a reading of their own: formulas are drawn as structures, written down in the test, and their columns come
// from the structure; weights are those of least squares on these columns.
import {
  crossValidate,
  type FitOptions,
  fit,
  fitSync,
  Model,
  Moments,
  moments,
  solve,
  solveSync,
  Trainer,
} from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import * as lean from '@gd-trainer/sdk/lean';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import {
  csvOf,
  type Drawn,
  drawFeature,
  drawn,
  drawTable,
  leastSquares,
  momentsDiffer,
  plainName,
  weightsDiffer,
} from '@gd-trainer/testing/drawn-terms';
import { tableFromArrays } from 'apache-arrow';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';
import { errorOf } from './error-of.ts';

const target = 'y';

/** Several ways to give the same rows. */
const DOORS: readonly ((table: Drawn) => Parameters<typeof fitSync>[0])[] = [
  (table) => table,
  (table) =>
    table.y.map((_, row) =>
      Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column[row]])),
    ),
  (table) =>
    tableFromArrays({
      ...table,
      size: Float64Array.from(table.size),
      y: Float64Array.from(table.y),
    }) as never,
  (table) => parseCsv(csvOf(table)).columns,
];

describe('a term', () => {
  it('is the column that its text says, for 750 drawn formulas, by whatever door its rows come', () => {
    const random = drawn(17);
    for (let run = 0; run < 750; run++) {
      const table = drawTable(random, 24);
      const { text, columns } = drawFeature(table, random);
      for (const [door, source] of DOORS.entries()) {
        const trainer = new Trainer(source(table), { target, features: [text] });
        expect(trainer.features, text).toEqual(columns.map(({ name }) => plainName(name)));
        for (const row of [0, 7, 23]) {
          for (const [j, value] of trainer.sample(row).x.entries()) {
            const wanted = columns[j]!.values[row]!;
            expect(Math.abs(value - wanted), `door ${door}, ${text}`).toBeLessThanOrEqual(
              1e-12 * Math.abs(wanted),
            );
          }
        }
      }
    }
  });

  it('has the weight of least squares on its columns, in the lean entry and of a stream, too', async () => {
    const random = drawn(18);
    let solved = 0;
    for (let run = 0; run < 200; run++) {
      const table = drawTable(random);
      const { text, columns } = drawFeature(table, random);
      const options = { target, features: [text] };
      const values = [...columns.map((column) => column.values), table.y];
      const rows = table.y.map((_, row) =>
        Object.fromEntries(Object.entries(table).map(([name, column]) => [name, column[row]])),
      );
      async function* chunks() {
        for (let start = 0; start < rows.length; start += 15) yield rows.slice(start, start + 15);
      }
      const streamed = await moments(chunks, options);
      expect(streamed.names, text).toEqual([...columns.map(({ name }) => plainName(name)), target]);
      expect(momentsDiffer(streamed, values), text).toBeLessThan(1e-11);
      const wanted = leastSquares(values);
      if (!wanted) continue;
      solved++;
      const model = solveSync(table, options);
      expect(weightsDiffer(model.weights, wanted, values), text).toBeLessThan(1e-6);
      const light = await lean.solve(table, options);
      expect([...light.weights]).toEqual([...model.weights]);
    }
    expect(solved).toBeGreaterThan(100);
  });

  it('is told from a column of exactly its text', () => {
    const source = { 'size^2': [1, 2, 4], size: [5, 6, 9], 'log(size)': [3, 1, 1], y: [1, 2, 3] };
    const trainer = new Trainer(source, { target, features: ['size^2', '"log(size)"*size', 'size^3'] });
    expect(trainer.features).toEqual(['size^2', '"log(size)"*size', 'size^3']);
    expect([...trainer.sample(1).x]).toEqual([2, 6, 216]);
    const error = errorOf(() =>
      fitSync({ a: ['p', 'q', 'p'], 'a=q': [1, 2, 3], y: [1, 2, 3] }, { target, features: ['a'] }),
    );
    expect([error.code, error.message]).toEqual([
      'DATA',
      'a term comes to a weight called "a=q", and a column is called so',
    ]);
  });

  it.each([
    ['lob(size)', 'OPTION', 'character 1: no function "lob"', 'did you mean log?'],
    ['lgo(size)', 'OPTION', 'character 1: no function "lgo"', 'did you mean log?'],
    ['size*log(sise)', 'DATA', 'character 10: no column "sise"', 'did you mean "size"?'],
    ['size^1', 'OPTION', 'character 6: expected a power', ''],
    ['size^2.5', 'OPTION', 'character 6: expected a power', 'sqrt'],
    ['size**2', 'OPTION', 'character 6: expected a name, got "*2"', ''],
    ['(size', 'OPTION', 'character 6: expected ), got the end', ''],
    ['size)', 'OPTION', 'character 5: expected * or ^', ''],
    ['"size', 'OPTION', 'character 1: the quotes do not end', 'twice'],
    ['', 'OPTION', 'character 1: expected a name', ''],
    ['kind^2', 'OPTION', 'character 1: a power expected one number a row, got a category', 'size*species'],
    [
      'log(poly(size, 2))',
      'OPTION',
      'character 5: log expected one number a row, got several columns',
      'one term for each',
    ],
    ['poly(size)', 'OPTION', 'character 1: poly expected a column and a degree', 'poly(size, 3)'],
    ['poly(size, 0)', 'OPTION', 'degree from 1 to 20, got "0"', 'poly(size, 3)'],
    ['bin(size, 3, 1)', 'OPTION', 'marks that rise', 'bin(age, 0, 18, 65)'],
    ['month(kind)', 'DATA', 'character 7: column "kind" holds text, and month expected dates', '2025-03-04'],
    ['month(size*2)', 'OPTION', 'character 7: month expected a column of dates', 'month(sold)'],
    ['category(kind, ref: c)', 'OPTION', 'no level "c" in "kind"', 'there are "a", "b"'],
    ['log(y)', 'DATA', 'column "y" is the target and a feature', ''],
  ])('that is none is refused with its place: %s', (text, code, message, hint) => {
    const source = { size: [1, 2, 3, 4], kind: ['a', 'b', 'a', 'b'], y: [1, 2, 3, 4] };
    const error = errorOf(() => fitSync(source, { target, features: [text] }));
    expect([error.code, error.message]).toEqual([code, expect.stringContaining(message)]);
    expect(error.hint).toContain(hint);
    expect(error.hint).not.toBe('');
  });

  it.each([
    [{ target: 'zz' }, 'no column "zz"', 'there are "size", "kind", "y"'],
    [{}, '"target" expected a column name, got nothing', 'there are "size", "kind", "y"'],
    [{ target, sampleWeight: 'zz' }, 'no column "zz"', 'there are "size", "kind", "y"'],
    [
      { target: 'kind', features: ['size'] },
      'column "kind", row 1: expected a number, got "a"',
      'name one of "size", "y"',
    ],
  ])('are no columns that could be meant by another name: %o', (options, message, hint) => {
    const source = { size: [1, 2, 3, 4], kind: ['a', 'b', 'a', 'b'], y: [1, 2, 3, 4] };
    const error = errorOf(() => fitSync(source, { features: ['size', 'kind'], ...options } as FitOptions));
    expect([error.message, error.hint]).toEqual([message, hint]);
  });

  it('without a value where its inputs have one is an error with column and row, whatever may be dropped', () => {
    for (const [feature, x, row] of [
      ['log(x)', [1, 0, 2, null], 2],
      ['log(x)', [1, null, -2, 3], 3],
      ['sqrt(x)', [1, 2, 3, -1], 4],
      ['x^3', [1, 1e200, 2, 3], 2],
      ['x*x', [1, 2, 3, -1e200], 4],
      ['exp(x)', [1, 2, 710, 3], 3],
      ['sin(x)', [1, 2, 1e7, 3], 3],
      ['exp(x^9)', [1, 1, 1, -1e40], 4],
    ] as const) {
      const error = errorOf(() =>
        fitSync({ x, y: [1, 2, 3, 4] }, { target, features: [feature], missing: 'drop' }),
      );
      expect([error.code, error.details], feature).toEqual(['DATA', { column: feature, row }]);
      expect(error.message).toContain(`"x" ${x[row - 1]}`);
    }
    const model = fitSync(
      { x: [1, null, 4], y: [1, 2, 3] },
      { target, features: ['log(x)'], missing: 'drop' },
    );
    expect(model.skippedRows).toBe(1);
  });
});

describe('features unasked', () => {
  const source = {
    id: ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'],
    name: ['Ann', 'Bob', 'Cid', 'Dan', 'Eve', 'Fay'],
    kind: ['a', 'b', 'a', 'b', 'a', 'b'],
    smoker: [true, false, true, true, false, false],
    size: [1, 2, 3, 5, 8, 13],
    price: ['1,000.5', '20.25', '300', '4', '5', '6'],
    sold: ['2024-01-01', '2024-01-02', '2024-01-03', '2024-01-04', '2024-01-05', '2024-01-08'],
    y: [1, 2, 3, 4, 5, 6],
  };
  it('are numbers, truth and categories, and neither labels nor dates nor other text', () => {
    const trainer = new Trainer(source, { target });
    expect(trainer.features).toEqual(['kind=b', 'smoker', 'size', 'price']);
    expect([...trainer.sample(0).x]).toEqual([0, 1, 1, 1000.5]);
  });
  it('are categories of 20 levels, and not of 21, which may be named', () => {
    const column = (levels: number) => Array.from({ length: 3 * levels }, (_, i) => `level ${i % levels}`);
    for (const levels of [20, 21]) {
      const table = {
        kind: column(levels),
        x: column(levels).map((_, i) => i ** 2),
        y: column(levels).map((_, i) => i),
      };
      const features = new Trainer(table, { target }).features;
      expect(features).toHaveLength(levels === 20 ? 20 : 1);
      expect(new Trainer(table, { target, features: ['kind'] }).features).toHaveLength(levels - 1);
    }
    const many = { kind: column(51), y: column(51).map((_, i) => i) };
    expect(errorOf(() => fitSync(many, { target, features: ['kind'] })).message).toContain('50');
  });
});

it('a column whose text comes late is judged as a whole all the same', () => {
  const late = [
    ...Array.from({ length: 100 }, (_, i) => i % 3),
    ...Array.from({ length: 100 }, (_, i) => 'xy'[i % 2]!),
  ];
  const source = { late, y: late.map((_, i) => i) };
  expect(fitSync(source, { target }).features).toEqual(['late=1', 'late=2', 'late=x', 'late=y']);
  const written = late.map((value) => (value === 'x' ? '4' : value === 'y' ? '5' : value));
  const numbers = written.map(Number);
  expect([...fitSync({ ...source, late: written }, { target }).weights]).toEqual([
    ...fitSync({ ...source, late: numbers }, { target }).weights,
  ]);
});

describe('a model of terms', () => {
  const { columns } = dataSet('penguins');
  const options = {
    target: 'body_mass_g',
    features: ['flipper_length_mm', 'species', 'sex'],
    missing: 'drop',
  } as const;
  const model = solveSync(columns, options);

  it("agrees with R's lm on penguins with species and sex", () => {
    // summary(lm(body_mass_g ~ flipper_length_mm + species + sex, palmerpenguins::penguins)), R 4.3, as printed in
    // https://allisonhorst.github.io/palmerpenguins and many courses: to five and more digits
    const wanted = {
      flipper_length_mm: 20.025,
      'species=Chinstrap': -87.634,
      'species=Gentoo': 836.26,
      'sex=male': 530.381,
    };
    expect(model.features).toEqual(Object.keys(wanted));
    for (const [j, weight] of Object.values(wanted).entries())
      expect(model.weights[j]).toBeCloseTo(weight, 2);
    expect(model.bias).toBeCloseTo(-365.817, 2);
    expect([model.rows, model.summary().freedom]).toEqual([333, 328]);
    expect(String(model)).toContain('species: Adelie is the reference');
  });

  it('predicts from raw columns, and names the levels it knows', () => {
    const [a, b, c, d] = model.weights as unknown as [number, number, number, number];
    const penguin = { flipper_length_mm: 200, species: 'Gentoo', sex: 'male' };
    expect(model.inputs).toEqual(['flipper_length_mm', 'species', 'sex']);
    expect(digitsAgreed(model.predict(penguin), model.bias + 200 * a + c + d)).toBeGreaterThan(14);
    expect(
      digitsAgreed(model.predict({ ...penguin, species: 'Chinstrap' }), model.bias + 200 * a + b + d),
    ).toBeGreaterThan(14);
    expect(model.predict([200, 0, 1, 1])).toBe(model.predict(penguin));
    const unseen = errorOf(() => model.predict({ ...penguin, species: 'Emperor' }));
    expect([unseen.code, unseen.message, unseen.hint]).toEqual([
      'DATA',
      'column "species", row 1: no level "Emperor" among those known',
      'there are "Adelie", "Chinstrap", "Gentoo"',
    ]);
    expect(errorOf(() => model.predict({ ...penguin, species: null })).code).toBe('DATA');
    expect(errorOf(() => model.predict({ flipper_length_mm: 200, sex: 'male' })).message).toBe(
      'no column "species"',
    );
    const two = [penguin, { ...penguin, sex: 'female' }];
    expect([...model.predictAll(two)]).toEqual(two.map((row) => model.predict(row)));
    expect(model.score(solveRows()).n).toBe(333);
  });

  function solveRows() {
    const names = [...model.inputs, 'body_mass_g'];
    const rows = Array.from(columns.species!).flatMap((_, row) => {
      const own = names.map((name) => columns[name]![row]);
      return own.includes(null) ? [] : [Object.fromEntries(names.map((name, j) => [name, own[j]]))];
    });
    return rows;
  }

  it('is saved and opened with its inputs and levels, and an old one without', () => {
    const json = JSON.parse(JSON.stringify(model));
    const opened = Model.fromJSON(json);
    const penguin = { flipper_length_mm: 190, species: 'Adelie', sex: 'female' };
    expect(opened.predict(penguin)).toBe(model.predict(penguin));
    expect(opened.terms).toEqual(model.terms);
    const plain = JSON.parse(JSON.stringify(solveSync({ 'a*b': [1, 2, 4], y: [1, 2, 5] }, { target })));
    expect(Model.fromJSON(plain).inputs).toEqual(['a*b']);
    expect(Model.fromJSON(plain).predict({ 'a*b': 3 })).toBeGreaterThan(2);
    for (const broken of [
      { ...json, terms: { ...json.terms, inputs: { ...json.terms.inputs, 'sex=male': [] } } },
      { ...json, terms: { ...json.terms, levels: { species: 'Adelie' } } },
    ]) {
      expect(errorOf(() => Model.fromJSON(broken)).code).toBe('MODEL');
    }
  });

  it('goes on: moments, update, cross-validation, states, streams', async () => {
    const rows = solveRows();
    const { weights } = solveSync(rows, { target: 'body_mass_g', features: options.features });
    const sums = await moments(rows, options);
    expect([...solveSync(sums).weights].map((w, j) => digitsAgreed(w, weights[j]!) > 9)).not.toContain(false);
    const read = Moments.fromJSON(JSON.parse(JSON.stringify(sums)));
    expect(solveSync(read).inputs).toEqual(model.inputs);
    expect(solveSync(read, { features: ['species=Gentoo'] }).inputs).toEqual(['species']);
    const half = solveSync(rows.slice(0, 300), { target: 'body_mass_g', features: options.features });
    const whole = half.update(rows.slice(300));
    expect([...whole.weights].map((w, j) => digitsAgreed(w, weights[j]!) > 9)).not.toContain(false);
    expect(whole.predict(rows[0]!)).toBeCloseTo(model.predict(rows[0]!), 6);
    expect((await crossValidate(rows, { ...options, folds: 5 })).r2).toBeGreaterThan(0.85);

    const trainer = new Trainer(columns, options);
    trainer.seek(20);
    const state = JSON.parse(JSON.stringify(trainer.toState()));
    expect(Trainer.fromState(state, columns).snapshot).toEqual(trainer.snapshot);

    async function* chunks() {
      for (let start = 0; start < rows.length; start += 50) yield rows.slice(start, start + 50);
    }
    const streamed = await solve(chunks as () => AsyncIterable<object>, options);
    expect(streamed.features).toEqual(model.features);
    expect([...streamed.weights].map((w, j) => digitsAgreed(w, weights[j]!) > 9)).not.toContain(false);
    const byBatches = { ...options, batchSize: 32, epochs: 3 };
    const [a, b] = [await fit(chunks as () => AsyncIterable<object>, byBatches), fitSync(rows, byBatches)];
    expect([...a.weights, a.bias]).toEqual([...b.weights, b.bias]);
    await expect(solve(chunks(), options)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    const declared = ['flipper_length_mm', 'category(species, Adelie, Chinstrap, Gentoo)', 'sex=male'];
    const once = await solve(chunks(), { ...options, features: declared });
    expect([...once.weights]).toEqual([...streamed.weights]);
  });

  it('takes the reference that it is told, and gives every level a slope where none is common', () => {
    const chosen = solveSync(columns, { ...options, features: ['category(species, ref: Gentoo)', 'sex'] });
    const first = solveSync(columns, { ...options, features: ['species', 'sex'] });
    expect(chosen.features).toEqual(['species=Adelie', 'species=Chinstrap', 'sex=male']);
    expect(digitsAgreed(chosen.weights[0]!, -first.weights[1]!)).toBeGreaterThan(10);
    const names = (features: string[]) => new Trainer(columns, { ...options, features }).features.slice(-3);
    expect(names(['flipper_length_mm*sex'])).toEqual([
      'flipper_length_mm*sex=female',
      'flipper_length_mm*sex=male',
    ]);
    expect(names(['species', 'flipper_length_mm', 'flipper_length_mm*species'])).toEqual([
      'flipper_length_mm',
      'flipper_length_mm*species=Chinstrap',
      'flipper_length_mm*species=Gentoo',
    ]);
    // all six cells, as R's lm has them for sex*species, whatever the columns are called
    const cells = solveSync(columns, { ...options, features: ['sex*species'] });
    const saturated = solveSync(columns, { ...options, features: ['sex', 'species', 'sex*species'] });
    expect([cells.weights.length, saturated.weights.length]).toEqual([5, 5]);
    expect(digitsAgreed(cells.r2, saturated.r2)).toBeGreaterThan(12);
  });
});
