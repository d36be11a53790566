// The fit as faces draw it over raw columns: curves, lines and steps are held to least squares and terms written here.
import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  differencesOf,
  drawnRows,
  type FitOver,
  fitLines,
  fitOver,
  nameAcross,
  offeredColumns,
  placesAcross,
  rangeAcross,
  termTexts,
} from '@gd-trainer/sdk/view';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it, test } from 'vitest';

const ROWS = 90;
const size = [...randomNumbers(1, ROWS)].map((u) => 1 + 4 * u);
const age = [...randomNumbers(2, ROWS)].map((u) => 70 * u);
const LEVELS = ['Adelie', 'Chinstrap', 'Gentoo'];
const species = [...randomNumbers(3, ROWS)].map((u) => LEVELS[Math.floor(3 * u)]!);
const day = [...randomNumbers(4, ROWS)].map((u) => Math.floor(900 * u));
const sold = day.map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const noise = [...randomNumbers(5, ROWS)];
const price = size.map((x, i) => 3 * x * x + 5 * LEVELS.indexOf(species[i]!) + age[i]! / 9 + noise[i]!);
const source = { size, age, species, sold, price };

/** A row as the test itself knows it. */
interface Row {
  readonly size: number;
  readonly age: number;
  readonly species: string;
  /** Days since 1970-01-01. */
  readonly day: number;
}

const rowOf = (i: number): Row => ({ size: size[i]!, age: age[i]!, species: species[i]!, day: day[i]! });
const is =
  (level: string) =>
  (row: Row): number =>
    Number(row.species === level);
const month = (row: Row): number => new Date(row.day * 86_400_000).getUTCMonth() + 1;

/** Terms as they are typed, and each column that they come to, in the words of this test. */
const MODELS: readonly [features: readonly string[], terms: readonly ((row: Row) => number)[]][] = [
  [['size'], [(row) => row.size]],
  [['size^2'], [(row) => row.size ** 2]],
  [['poly(size, 3)'], [(row) => row.size, (row) => row.size ** 2, (row) => row.size ** 3]],
  [['log(size)'], [(row) => Math.log(row.size)]],
  [
    ['sin(size)', 'size'],
    [(row) => Math.sin(row.size), (row) => row.size],
  ],
  [['bin(age, 0, 18, 65)'], [(row) => Number(row.age < 18), (row) => Number(row.age >= 18 && row.age < 65)]],
  [['species'], [is('Chinstrap'), is('Gentoo')]],
  [
    ['size', 'species'],
    [(row) => row.size, is('Chinstrap'), is('Gentoo')],
  ],
  [
    ['size', 'species', 'size*species'],
    [
      (row) => row.size,
      is('Chinstrap'),
      is('Gentoo'),
      (row) => row.size * is('Chinstrap')(row),
      (row) => row.size * is('Gentoo')(row),
    ],
  ],
  [
    ['poly(size, 2)', 'category(species, ref: Gentoo)'],
    [(row) => row.size, (row) => row.size ** 2, is('Adelie'), is('Chinstrap')],
  ],
  [['size*species'], LEVELS.map((level) => (row: Row) => row.size * is(level)(row))],
  [['day(sold)'], [(row) => row.day]],
  [
    ['day(sold)', 'month(sold)'],
    [
      (row) => row.day,
      // in the order of code points, 1 the reference
      ...[10, 11, 12, 2, 3, 4, 5, 6, 7, 8, 9].map((of) => (row: Row) => Number(month(row) === of)),
    ],
  ],
];

/** Solves A·x = b by elimination with pivots. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  for (let k = 0; k < rows.length; k++) {
    const pivot = rows.reduce(
      (best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best),
      k,
    );
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let i = 0; i < rows.length; i++) {
      if (i === k) continue;
      const factor = rows[i]![k]! / rows[k]![k]!;
      rows[i] = rows[i]!.map((value, j) => value - factor * rows[k]![j]!);
    }
  }
  return rows.map((row, k) => row.at(-1)! / row[k]!);
}

/** Least squares on centred columns: the weights, then the bias. */
function leastSquares(terms: readonly ((row: Row) => number)[]): { weights: number[]; bias: number } {
  const columns = terms.map((term) => size.map((_, i) => term(rowOf(i))));
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const centred = [...columns, price].map((values) => values.map((value) => value - mean(values)));
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const own = centred.slice(0, -1);
  const weights = solved(
    own.map((a) => own.map((b) => dot(a, b))),
    own.map((a) => dot(a, centred.at(-1)!)),
  );
  return { weights, bias: weights.reduce((sum, weight, j) => sum - weight * mean(columns[j]!), mean(price)) };
}

const open = (options: FitOptions): Trainer => new Trainer(source, { target: 'price', ...options });
const overOf = (trainer: Trainer): FitOver | undefined => fitOver(trainer, drawnRows(trainer, 1000));

describe('over what it is made of', () => {
  test.each(MODELS)('%j is drawn as least squares has it', (features, terms) => {
    const trainer = open({ features });
    const over = overOf(trainer)!;
    const exact = leastSquares(terms);
    const at = (row: Row): number =>
      terms.reduce((sum, term, j) => sum + exact.weights[j]! * term(row), exact.bias);
    // the optimum of the run, which the last epoch of a descent comes to
    const { weights, bias } = trainer.surface.optimum;
    const range = rangeAcross(over);
    const lines = fitLines(over, { weights, bias }, range);
    expect(lines).toHaveLength(over.category?.levels.length ?? 1);
    for (const { level, x, y } of lines) {
      expect([...x].every((value, i) => i === 0 || value >= x[i - 1]!)).toBe(true);
      for (const [i, value] of x.entries()) {
        const species = over.category?.levels[level] ?? '';
        const row = { size: value, age: value, day: value, species };
        expect(y[i]).toBeCloseTo(at(over.columns.length > 0 ? row : { ...rowOf(0), species }), 6);
      }
    }
    // a line over each row stands where the row is predicted
    const places = placesAcross(over);
    for (let i = 0; i < ROWS; i++) {
      const level = over.category?.of[i] ?? 0;
      const place = over.columns.length > 0 ? places[i]! : 0;
      const [predicted] = over.predict({ weights, bias }, [Float64Array.of(place)], level);
      expect(predicted).toBeCloseTo(at(rowOf(i)), 6);
    }
  });

  test.each([
    [['poly(size, 3)'], 'size', undefined],
    [['log(size)', 'species'], 'size', 'species'],
    [['species'], 'species', 'species'],
    [['poly(day(sold), 2)'], 'day(sold)', undefined],
    [['month(sold)'], 'month(sold)', 'month(sold)'],
    [['day(sold)', 'month(sold)'], 'day(sold)', undefined],
  ])('%j has %s across, and its lines by %s', (features, across, by) => {
    const over = overOf(open({ features }))!;
    expect([nameAcross(over), over.category?.name]).toEqual([across, by]);
  });

  it('shows the raw values of each row, and its level', () => {
    const over = overOf(open({ features: ['log(size)', 'species'] }))!;
    expect([...placesAcross(over)]).toEqual(size);
    expect([...over.category!.of].map((level) => over.category!.levels[level])).toEqual(species);
  });

  it('puts every row of a category beside its level, nearer to it than to any other', () => {
    const over = overOf(open({ features: ['species'] }))!;
    const { levels, of } = over.category!;
    expect(levels).toEqual(LEVELS);
    expect([...placesAcross(over)].map((place) => Math.round(place) + 0)).toEqual([...of]);
    expect(new Set(placesAcross(over)).size).toBe(ROWS);
    expect(rangeAcross(over)).toEqual([-0.5, 2.5]);
  });

  it('has the months in their order', () => {
    const { levels } = overOf(open({ features: ['month(sold)'] }))!.category!;
    expect(levels).toEqual(Array.from({ length: 12 }, (_, i) => String(i + 1)));
  });

  it('jumps at the marks of a bin, not before', () => {
    const trainer = open({ features: ['bin(age, 0, 18, 65)'] });
    const [line] = fitLines(overOf(trainer)!, { weights: [1, 2], bias: 0 }, [0, 70]);
    const value = (age: number): number => (age < 18 ? 1 : age < 65 ? 2 : 0);
    expect([...line!.y]).toEqual(Array.from(line!.x, value));
    for (const mark of [18, 65]) {
      const before = Math.max(...line!.x.filter((x) => x < mark));
      expect(mark - before).toBeLessThan(1e-9);
    }
  });

  it('follows a date through its months, and a straight line by its ends', () => {
    const places = (features: readonly string[]): number[] => [
      ...fitLines(overOf(open({ features }))!, { weights: Array(12).fill(1), bias: 0 }, [0, 900])[0]!.x,
    ];
    expect(places(['day(sold)'])).toEqual([0, 900]);
    const seen = places(['day(sold)', 'month(sold)']);
    expect(Math.max(...seen.slice(1).map((place, i) => place - seen[i]!))).toBeLessThan(28);
  });

  it('is a surface over two columns, and nothing over more', () => {
    const over = overOf(open({ features: ['size^2', 'size*age'] }))!;
    expect(over.columns.map(({ name }) => name)).toEqual(['size', 'age']);
    const heights = over.predict({ weights: [2, 3], bias: 1 }, [
      Float64Array.of(2, 3),
      Float64Array.of(5, 7),
    ]);
    expect([...heights]).toEqual([2 * 4 + 3 * 10 + 1, 2 * 9 + 3 * 21 + 1]);
    for (const features of [
      ['size', 'age', 'species'],
      ['size', 'age', 'day(sold)'],
      ['species', 'month(sold)'],
    ]) {
      expect(overOf(open({ features })), features.join()).toBeUndefined();
    }
  });

  it('breaks where a term has no value', () => {
    const [line] = fitLines(overOf(open({ features: ['log(size)'] }))!, { weights: [1], bias: 0 }, [-1, 4]);
    expect([...line!.y].map((y) => Number.isFinite(y))).toEqual(Array.from(line!.x, (x) => x > 0));
  });
});

test('a term is named as it stands in a formula', () => {
  const features = [
    'poly(size, 2)',
    'log(size)^3',
    'size*age',
    '(size*age)^2',
    'species=Gentoo',
    'bin(age, 0, 18)',
    'day(sold)',
  ];
  expect(termTexts(open({ features }))).toEqual([
    'size',
    'size²',
    'log(size)³',
    'size·age',
    '(size·age)²',
    '[species=Gentoo]',
    '[0 ≤ age < 18]',
    'day(sold)',
  ]);
  expect(termTexts(open({ features: ['size', 'age'] }))).toBeUndefined();
});

describe('the weight of a level', () => {
  const told = (features: readonly string[], language: 'en' | 'zh-CN' = 'en'): string[] => {
    const trainer = open({ features });
    const { weights } = trainer.surface.optimum;
    return differencesOf(trainer, { weights, bias: 0 }).map((difference) => narrate(difference, language));
  };
  const mean = (level: string): number => {
    const own = price.filter((_, i) => species[i] === level);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };

  it('is the difference of the means where there is nothing else', () => {
    const differences = differencesOf(
      open({ features: ['species'] }),
      open({ features: ['species'] }).surface.optimum,
    );
    expect(differences.map(({ level, reference }) => [level, reference])).toEqual([
      ['Chinstrap', 'Adelie'],
      ['Gentoo', 'Adelie'],
    ]);
    for (const { level, value } of differences) expect(value).toBeCloseTo(mean(level) - mean('Adelie'), 8);
  });

  it('is told in both languages, with what it is a difference from', () => {
    const by = Number((mean('Gentoo') - mean('Adelie')).toPrecision(4));
    expect(by).toBeGreaterThan(0);
    expect(told(['species'])[1]).toBe(`Gentoo: ${by} more price than Adelie, all else equal.`);
    expect(told(['species'], 'zh-CN')[1]).toBe(`Gentoo：其余特征相同时，price 比 Adelie 多 ${by}。`);
    expect(told(['category(species, ref: Gentoo)'])[0]).toMatch(/^Adelie: [\d.]+ less price than Gentoo/);
  });

  it('is one at 0 of what its slope is for, and a slope by itself', () => {
    const [, gentoo, , slope] = told(['size', 'species', 'size*species']).slice(0, 4);
    expect(gentoo).toMatch(/^Gentoo: [\d.]+ (more|less) price than Adelie at size = 0, all else equal\.$/);
    expect(slope).toMatch(/^Gentoo: [\d.]+ (more|less) price for each size than Adelie, all else equal\.$/);
  });

  it('is none where every level has its own', () => {
    expect(told(['size*species'])).toEqual([]);
    expect(told(['size', 'age'])).toEqual([]);
  });
});

test('every column is offered as what it is, and those that can be no feature as none', () => {
  const names = ['id', 'hp', 'left', 'maker', 'made', 'note', 'town'];
  const kinds = {
    id: 'label',
    hp: 'number',
    left: 'empty',
    maker: 'category',
    made: 'date',
    note: 'text',
    town: 'category',
  } as const;
  const note = (column: string, count: number) => ({ code: 'category', column, count, message: '' }) as const;
  const offered = offeredColumns({
    names,
    kinds,
    text: names.slice(3),
    notes: [note('maker', 20), note('town', 21)],
  });
  expect(offered.map(({ name, term, isDefault, levels }) => [name, term, isDefault, levels])).toEqual([
    ['id', 'id', false, undefined],
    ['hp', 'hp', true, undefined],
    ['left', undefined, false, undefined],
    ['maker', 'maker', true, 20],
    ['made', 'day(made)', false, undefined],
    ['note', undefined, false, undefined],
    ['town', 'town', false, 21],
  ]);
});
