import { readFileSync } from 'node:fs';
import {
  type Diagnosis,
  diagnose,
  type Finding,
  GdError,
  moments,
  solveSync,
  Trainer,
} from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  type Diagnosed,
  diagnosisCells,
  diagnosisCharts,
  diagnosisFacts,
  inferredOf,
  Session,
  SHARED_WORDS,
  summaryFacts,
} from '@gd-trainer/sdk/view';
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { describe, expect, it, test } from 'vitest';

interface FromR
  extends Record<
    'residual' | 'leverage' | 'standardized' | 'studentized' | 'cook' | 'quantile',
    readonly number[]
  > {
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly weights: readonly number[] | null;
  readonly target: string;
  readonly intercept: boolean;
  /** p of the farthest row, times the rows. */
  readonly outlier: number;
  /** Least p of a square, times the columns. */
  readonly square: number;
  /** p of the squared residuals over ŷ. */
  readonly spread: number;
}

// values of R 4.2.2, which the script beside them prints
const SETS = Object.entries(
  JSON.parse(readFileSync(new URL('corpus/inference/diagnose.json', import.meta.url), 'utf8')) as Record<
    string,
    FromR
  >,
);

function diagnosed({ columns, weights, target, intercept }: FromR): Diagnosis {
  const sampleWeight = weights && { sampleWeight: weights };
  const model = solveSync(columns, { target, intercept, ...sampleWeight });
  return diagnose(model, columns, { ...sampleWeight });
}

describe.each(SETS)('what R says of the rows of %s', (_, from) => {
  it.each(['residual', 'leverage', 'standardized', 'studentized', 'cook', 'quantile'] as const)(
    'is their %s',
    (column) => {
      const values = diagnosed(from)[column];
      expect(values).toHaveLength(from[column].length);
      for (const [i, value] of from[column].entries()) {
        // a quantile of 0 and a residual of next to none have no digits of their own
        const size = Math.abs(value) < 1e-9 ? Math.abs(values[i]! - value) : 0;
        if (size > 0) expect(size).toBeLessThan(1e-9);
        else expect(digitsAgreed(values[i]!, value)).toBeGreaterThan(8);
      }
    },
  );

  it('names the rows of the largest Cook’s distances, and claims what its tests are sure of', () => {
    const { most, findings } = diagnosed(from);
    const order = [...from.cook.keys()].sort((a, b) => from.cook[b]! - from.cook[a]!);
    expect(most).toEqual(order.slice(0, 3));
    const claims = { outlier: from.outlier, curvature: from.square, spread: from.spread };
    for (const [kind, p] of Object.entries(claims)) {
      const finding = findings.find((one) => one.kind === kind) as { p: number } | undefined;
      expect(finding !== undefined, kind).toBe(p < 0.01);
      if (finding) expect(digitsAgreed(finding.p, p)).toBeGreaterThan(7);
    }
  });
});

/** Uniform and normal numbers of a seed (mulberry32, Box–Muller). */
function randomOf(seed: number) {
  let state = seed;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

type Kind = Finding['kind'];
interface Made {
  readonly a: number[];
  readonly b: number[];
  readonly y: number[];
}

/** Rows on a plane with normal noise. */
function sound(seed: number, rows = 60): Made {
  const { uniform, normal } = randomOf(seed);
  const a = Array.from({ length: rows }, () => 10 * uniform());
  const b = Array.from({ length: rows }, () => 10 * uniform());
  return { a, b, y: a.map((value, i) => 2 * value - b[i]! + 3 + normal()) };
}

const MADE: Readonly<Record<Kind, (seed: number) => Made>> = {
  outlier: (seed) => {
    const { a, b, y } = sound(seed);
    return { a, b, y: y.with(seed % 60, y[seed % 60]! + (seed % 2 ? 8 : -8)) };
  },
  // far out in a, and far off the plane: it draws the plane to itself
  influence: (seed) => {
    const { a, b, y } = sound(seed);
    return { a: a.with(7, 60), b, y: y.with(7, 100) };
  },
  curvature: (seed) => {
    const { a, b, y } = sound(seed);
    return { a, b, y: y.map((value, i) => value + 0.15 * a[i]! ** 2) };
  },
  spread: (seed) => {
    const { normal } = randomOf(seed + 1e6);
    const { a, b } = sound(seed, 150);
    return {
      a,
      b,
      y: a.map((value, i) => 2 * value - b[i]! + 3 + 0.4 * Math.max(0, 10 + 2 * value - b[i]!) * normal()),
    };
  },
  inflated: (seed) => {
    const { normal } = randomOf(seed + 1e6);
    const { a, y } = sound(seed);
    return { a, b: a.map((value) => value + 0.3 * normal()), y };
  },
};

const TRIALS = 200;
const findingsIn = (data: Made): readonly Finding[] =>
  diagnose(solveSync(data as unknown as Record<string, number[]>, { target: 'y' }), data as never).findings;
const shareWith = (kind: Kind, make: (seed: number) => Made): number =>
  Array.from({ length: TRIALS }, (_, seed) => findingsIn(make(seed))).filter((findings) =>
    findings.some((finding) => finding.kind === kind),
  ).length / TRIALS;

test.each(Object.keys(MADE) as Kind[])(
  '%s is claimed of rows made so, and hardly of rows not made so',
  (kind) => {
    expect(shareWith(kind, MADE[kind])).toBeGreaterThan(0.9);
    // by its level one in a hundred, and four standard deviations of two hundred trials
    expect(shareWith(kind, sound)).toBeLessThan(0.01 + 4 * Math.sqrt((0.01 * 0.99) / TRIALS));
  },
);

it('names the row, the column and the direction', () => {
  expect(findingsIn(MADE.outlier(11))).toContainEqual(expect.objectContaining({ kind: 'outlier', row: 12 }));
  expect(findingsIn(MADE.influence(1))).toContainEqual(
    expect.objectContaining({ kind: 'influence', row: 8 }),
  );
  expect(findingsIn(MADE.curvature(1))).toContainEqual(
    expect.objectContaining({ kind: 'curvature', feature: 'a' }),
  );
  expect(findingsIn(MADE.spread(1))).toContainEqual(expect.objectContaining({ kind: 'spread', grows: true }));
  expect(findingsIn(MADE.inflated(1)).filter(({ kind }) => kind === 'inflated')).toHaveLength(2);
});

it.each([
  ['outlier', /^Row 12 lies .* standard deviations above the line.* recorded/, /^第 12 行高于拟合值/],
  ['influence', /^Row 8 alone moves the line/, /^仅第 8 行/],
  ['curvature', /bend with a.* a\^2, or log\(a\)/, /残差随 a 呈弯曲趋势.*a\^2/],
  ['spread', /spread more the larger .*HC3/, /离散程度越大.*HC3/],
  ['inflated', /^a all but follows .*VIF/, /^a 几乎可由其余各列线性表示/],
] as const)(
  '%s says what to do, in both languages, and stands in the summary of a run',
  (kind, english, chinese) => {
    const made = MADE[kind](11);
    const finding = findingsIn(made).find((one) => one.kind === kind)!;
    expect(narrate(finding, 'en')).toMatch(english);
    expect(narrate(finding, 'zh-CN')).toMatch(chinese);
    const session = new Session(new Trainer(made as unknown as Record<string, number[]>, { target: 'y' }));
    expect(summaryFacts(inferredOf(session.trainer), session.trainer)).toContainEqual(
      expect.objectContaining({ kind, ...('row' in finding && { row: finding.row }) }),
    );
  },
);

it('rows far from zero are judged as those near it', () => {
  const { a, b, y } = MADE.outlier(11);
  const near = diagnose(solveSync({ a, b, y }, { target: 'y' }), { a, b, y });
  const far = {
    a: a.map((value) => Math.round(value * 2 ** 20) / 2 ** 20 + 2 ** 30),
    b,
    y: y.map((value) => Math.round(value * 2 ** 20) / 2 ** 20 + 2 ** 30),
  };
  const moved = diagnose(solveSync(far, { target: 'y' }), far);
  for (const [i, value] of near.studentized.entries())
    expect(Math.abs(moved.studentized[i]! - value)).toBeLessThan(1e-4);
  expect(moved.findings.map(({ kind }) => kind)).toEqual(near.findings.map(({ kind }) => kind));
});

it('rows with gaps keep their numbers; other rows than those learned from are refused', () => {
  const data = { x: [1, null, 2, 3, 4, 5], y: [1, 9, 2, 3, 4.5, 5] };
  const model = solveSync(data, { target: 'y', missing: 'drop' });
  expect([...diagnose(model, data).row]).toEqual([1, 3, 4, 5, 6]);
  const refused = (() => {
    try {
      diagnose(model, { x: [1, 2], y: [1, 2] });
    } catch (error) {
      return error;
    }
  })();
  expect(refused).toBeInstanceOf(GdError);
  expect((refused as GdError).code).toBe('DATA');
});

it('a line without residuals has nothing wrong, and a row that nothing else tells of has no standardized residual', () => {
  const exact = { x: [1, 2, 3, 4], y: [2, 4, 6, 8] };
  expect(diagnose(solveSync(exact, { target: 'y' }), exact).findings).toEqual([]);
  const alone = { only: [1, 0, 0, 0, 0, 0], x: [1, 2, 3, 4, 5, 6], y: [9, 2, 3.5, 4, 5, 6.5] };
  const { leverage, standardized, cook, most } = diagnose(solveSync(alone, { target: 'y' }), alone);
  expect(leverage[0]).toBeCloseTo(1, 12);
  expect(standardized[0]).toBeNaN();
  expect(most).not.toContain(0);
  expect(cook.length).toBe(6);
});

it('a column of zeros and ones has no square to be tried, and does not count among those that were', () => {
  const [, { columns }] = SETS.find(([name]) => name === 'mtcars')!;
  // mtcars$am
  const am = [...'11100000000000000111000001111111'].map(Number);
  const data = { wt: columns.wt!, am, mpg: columns.mpg! };
  const { findings } = diagnose(solveSync(data, { target: 'mpg' }), data);
  // R 4.2.2: lm(mpg ~ wt + am + I((wt - mean(wt))^2), mtcars)
  expect(findings).toContainEqual({
    kind: 'curvature',
    feature: 'wt',
    p: expect.closeTo(0.00135941426931, 9),
  });
});

it('the rows that move the line most are named in the summary of a run, by their numbers in the source', () => {
  const { a, b, y } = MADE.influence(3);
  const gap = { a: [null, ...a], b: [1, ...b], y: [1, ...y] };
  const session = new Session(new Trainer(gap, { target: 'y', missing: 'drop' }));
  const [movers] = summaryFacts(inferredOf(session.trainer), session.trainer).filter(
    ({ kind }) => kind === 'movers',
  );
  // row 8 of the sixty, and one with a gap before it
  expect(narrate(movers!, 'en')).toMatch(/^Rows 9, \d+ and \d+ move the line most: Cook's distances \d/);
  expect(narrate(movers!, 'zh-CN')).toMatch(/^最能移动拟合线的是第 9、\d+ 和 \d+ 行：库克距离依次为/);
});

/** What both faces draw of a run. */
function diagnosedIn(session: Session): Diagnosed {
  const inferred = inferredOf(session.trainer);
  if (inferred.refusal) throw new Error('no inference');
  return inferred.diagnosed;
}

const sessionOf = (source: object, options: ConstructorParameters<typeof Trainer>[1]): Session =>
  new Session(new Trainer(source as Record<string, number[]>, options));

/** The run of a set of R's, its weights as a column. */
function runOf({ columns, weights, target, intercept }: FromR): Session {
  const features = Object.keys(columns).filter((name) => name !== target);
  const weighted = weights && { sampleWeight: 'of row' };
  return sessionOf({ ...columns, 'of row': weights ?? [] }, { target, features, intercept, ...weighted });
}

it.each(SETS)(
  'the charts of a run on %s are of R’s numbers, the three largest Cook’s distances named',
  (_, from) => {
    const diagnosed = diagnosedIn(runOf({ ...from, columns: from.columns }));
    const [overFitted, overNormal] = diagnosisCharts(diagnosed.diagnosis!);
    const y = from.columns[from.target]!;
    const points = (x: readonly number[], up: readonly number[]) => x.map((value, i) => [value, up[i]!]);
    const expected = [
      points(
        y.map((value, i) => value - from.residual[i]!),
        from.residual,
      ),
      points(from.quantile, from.standardized),
    ];
    const order = [...from.cook.keys()].sort((a, b) => from.cook[b]! - from.cook[a]!).slice(0, 3);
    for (const [k, chart] of [overFitted!, overNormal!].entries()) {
      const scale = Math.max(...expected[k]!.flat().map(Math.abs));
      for (const [i, [x, up]] of expected[k]!.entries()) {
        expect(Math.abs(chart.x[i]! - x!)).toBeLessThan(1e-8 * scale);
        expect(Math.abs(chart.y[i]! - up!)).toBeLessThan(1e-8 * scale);
      }
      expect(chart.named.map(({ name }) => name)).toEqual(order.map((i) => String(i + 1)));
      for (const [n, i] of order.entries()) expect(chart.named[n]!.y).toBe(chart.y[i]);
    }
    expect([overFitted!.line(7), overNormal!.line(7)]).toEqual([0, 7]);
  },
);

it('a table of rows has a head in each language, and a dash where nothing is known', () => {
  const alone = { only: [1, 0, 0, 0, 0, 0], x: [1, 2, 3, 4, 5, 6], y: [9, 2, 3.5, 4, 5, 6.5] };
  const { diagnosis } = diagnosedIn(sessionOf(alone, { target: 'y' }));
  for (const { diagnosis: words } of Object.values(SHARED_WORDS)) {
    const [head, first, second] = diagnosisCells(diagnosis!, [0, 1], words);
    expect(head).toEqual(words.head);
    expect(first!.slice(0, 2)).toEqual(['1', '9.000']);
    expect(first!.slice(3)).toEqual(['–', expect.stringMatching(/^1\.000$/), '–']);
    expect(second!).not.toContain('–');
  }
});

it('what is said of the rows is of the optimum, wherever the run stands: only how far it has come changes', () => {
  const made = MADE.curvature(5);
  const session = sessionOf(made, { target: 'y', epochs: 1e6 });
  const said = (): string[] =>
    diagnosisFacts(inferredOf(session.trainer), session.trainer).map((fact) => narrate(fact, 'en'));
  const [fitAtStart, ...atStart] = said();
  session.step('epoch', 2);
  const [fitUnderWay, ...underWay] = said();
  session.seek(1e6);
  const [fitAtEnd, ...atEnd] = said();
  expect(underWay).toEqual(atStart);
  expect(atEnd).toEqual(atStart);
  expect(atStart.some((text) => text.includes('bend with a'))).toBe(true);
  expect(atStart.at(-1)).toMatch(/^Rows \d+, \d+ and \d+ move the line most/);
  expect(fitAtStart).toMatch(/^At the optimum R² is .* The run now has R² −/);
  expect(fitUnderWay).toMatch(/The run now has R² 0\./);
  expect(fitAtEnd).not.toContain('now');
});

it('rows with nothing wrong are said to be so, in both languages', () => {
  // a seed of which no test of 1 % is sure
  const session = sessionOf(sound(4), { target: 'y' });
  const facts = diagnosisFacts(inferredOf(session.trainer), session.trainer);
  expect(facts.map(({ kind }) => kind)).toEqual(['fit', 'sound', 'movers']);
  expect(narrate(facts[1]!, 'en')).toMatch(
    /^Nothing is wrong with this fit that its rows can show: of the 60/,
  );
  expect(narrate(facts[1]!, 'zh-CN')).toMatch(/^就这 60 行数据来看，拟合没有问题/);
  expect(summaryFacts(inferredOf(session.trainer), session.trainer).map(({ kind }) => kind)).not.toContain(
    'sound',
  );
});

it('sums without rows, too many rows, rows on a line and a penalty are refused in a sentence', async () => {
  const told = (session: Session) => {
    const facts = diagnosisFacts(inferredOf(session.trainer), session.trainer);
    const refusal = facts.at(-1)!;
    expect(facts.length).toBe(refusal.kind === 'uninferred' ? 1 : 2);
    return [narrate(refusal, 'en'), narrate(refusal, 'zh-CN')];
  };
  const made = sound(4);
  const sums = await moments(made as unknown as Record<string, number[]>, { target: 'y' });
  const [english, chinese] = told(new Session(new Trainer(sums)));
  expect(english).toMatch(/only their sums are known here, and residuals take the rows themselves/);
  expect(chinese).toMatch(/这里只有各行的汇总/);
  const x = Array.from({ length: 2e5 }, (_, i) => Math.sin(i));
  const many = sessionOf({ x, y: x.map((value, i) => value + Math.sin(i * i)) }, { target: 'y' });
  const most = Number(/more than the ([\d,]+)/.exec(told(many)[0]!)![1]!.replaceAll(',', ''));
  const part = (rows: number) =>
    sessionOf(
      { x: x.slice(0, rows), y: x.slice(0, rows).map((v, i) => v + Math.sin(i * i)) },
      { target: 'y' },
    );
  expect(diagnosedIn(part(most)).diagnosis?.row).toHaveLength(most);
  expect(diagnosedIn(part(most + 1)).refusal).toEqual({
    kind: 'undiagnosed',
    reason: 'many',
    rows: most + 1,
    most,
  });
  expect(told(sessionOf({ x: [1, 2, 3, 4], y: [2, 4, 6, 8] }, { target: 'y' }))[0]).toMatch(
    /no residuals to judge/,
  );
  expect(told(sessionOf(made, { target: 'y', l2: 0.1 }))[0]).toMatch(/^No standard errors under a penalty/);
});

describe('the name of a row', () => {
  /** Rows of which the eighth moves the plane alone and lies far from it, with columns of text. */
  const named = (text: Readonly<Record<string, readonly unknown[]>>): Diagnosis => {
    const data = { ...text, ...MADE.influence(3) } as unknown as Record<string, number[]>;
    return diagnose(solveSync(data, { target: 'y', features: ['a', 'b'] }), data);
  };
  const all = (text: (row: number) => unknown) => Array.from({ length: 60 }, (_, row) => text(row + 1));
  const cars = all((row) => `car ${row}`);
  const towns = all((row) => `town ${row}`);

  it.each([
    ['is the text that is another in every row', { cars }, 'car 8'],
    ['is a label before other text', { cars, id: towns }, 'town 8'],
    ['is the first of several texts', { kind: all((row) => (row % 2 ? 'A' : 'B')), towns, cars }, 'town 8'],
    ['is none where a text comes twice', { cars: cars.with(3, 'car 1') }, undefined],
    ['is none of numbers, written as text or not', { id: all(String), n: all(Number) }, undefined],
    ['is none of dates', { made: all((row) => new Date(864e5 * row).toISOString().slice(0, 10)) }, undefined],
    ['may be missing in a few rows', { cars: cars.with(3, null).with(4, 'NA') }, 'car 8'],
    [
      'is none of a text that most rows lack',
      { cars: all((row) => (row > 7 ? null : `car ${row}`)) },
      undefined,
    ],
    ['is harmless', { cars: cars.with(7, '\u001b[2J\u202ecar\n\u200b 8 ') }, '[2J car 8'],
    ['has an end', { cars: cars.with(7, 'x'.repeat(500)) }, `${'x'.repeat(39)}…`],
    ['is never half a character', { cars: cars.with(7, '🚗'.repeat(50)) }, `${'🚗'.repeat(39)}…`],
  ])('%s', (_, text, name) => {
    const diagnosis = named(text);
    expect(diagnosis.name?.[7]).toBe(name);
    const influence = diagnosis.findings.find(({ kind }) => kind === 'influence')!;
    const beside = name === undefined ? {} : { name };
    expect(influence).toMatchObject({ row: 8, ...beside });
    expect('name' in influence).toBe(name !== undefined);
    expect(narrate(influence, 'en').startsWith(name ? `${name} (row 8) alone` : 'Row 8 alone')).toBe(true);
    const chinese = name === undefined ? '仅第 8 行就能' : `仅 ${name}（第 8 行）就能`;
    expect(narrate(influence, 'zh-CN').startsWith(chinese)).toBe(true);
  });

  it('goes with its row where others are left out, held out, or have no name', () => {
    const made = MADE.influence(3);
    const rows = made.y.map((y, i) => ({
      a: made.a[i]!,
      b: i % 7 === 0 ? null : made.b[i]!,
      y,
      car: cars[i]!,
    }));
    const options = { target: 'y', features: ['a', 'b'], missing: 'drop', validation: 0.2, seed: 5 } as const;
    const source = rows as unknown as Record<string, number | null>[];
    const inferred = inferredOf(new Trainer(source, options));
    const { diagnosis } = (inferred as { diagnosed: Diagnosed }).diagnosed;
    const { row, name } = diagnosis!;
    expect(row.length).toBeLessThan(48);
    expect(name).toEqual(Array.from(row, (number) => `car ${number}`));
    for (const { head, most } of [SHARED_WORDS.en.diagnosis, SHARED_WORDS['zh-CN'].diagnosis]) {
      const words = { ...SHARED_WORDS.en.diagnosis, head, most };
      const [, ...cells] = diagnosisCells(diagnosis!, diagnosis!.most, words);
      expect(cells.map(([cell]) => cell)).toEqual(
        diagnosis!.most.map((place) => `${row[place]} car ${row[place]}`),
      );
    }
    const charts = diagnosisCharts(diagnosis!);
    expect(charts[0]!.named.map((point) => point.name)).toEqual(
      diagnosis!.most.map((place) => `car ${row[place]}`),
    );
  });

  it('stands beside the number in a sentence on several rows, in both languages', () => {
    const rows = [
      { row: 32, name: 'Volvo 142E', cook: 2 },
      { row: 4, cook: 1 },
      { row: 5, name: '红旗', cook: 0.5 },
    ];
    expect(narrate({ kind: 'movers', rows }, 'en')).toMatch(
      /^Volvo 142E \(row 32\), row 4 and 红旗 \(row 5\) move the line most:/,
    );
    expect(narrate({ kind: 'movers', rows }, 'zh-CN')).toMatch(
      /^最能移动拟合线的是 Volvo 142E（第 32 行）、第 4 行和红旗（第 5 行）：/,
    );
  });
});
