import { moments, path, Trainer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  PENALTIES,
  type Penalty,
  type PenaltyPath,
  penaltyCells,
  penaltyCurves,
  penaltyFact,
  penaltyPath,
  Session,
  SHARED_WORDS,
} from '@gd-trainer/sdk/view';
import { describe, expect, it } from 'vitest';

type Found = Extract<PenaltyPath, { scaled: Float64Array }>;

/** The path of a session, once it is there. */
const pathIn = (session: Session, penalty: Penalty): Promise<PenaltyPath> =>
  new Promise((resolve) => {
    expect(
      penaltyPath(session.trainer, penalty, () => resolve(penaltyPath(session.trainer, penalty)!)),
    ).toBeUndefined();
  });

async function foundIn(source: object, penalty: Penalty): Promise<Found> {
  const session = new Session(new Trainer(source as Record<string, number[]>, { target: 'y' }));
  return (await pathIn(session, penalty)) as Found;
}

/** Two columns that are orthogonal to each other and to a constant, each of its own size, and what is none of theirs. */
const [A, B, REST] = [
  [1, 1, -1, -1, 1, 1, -1, -1],
  [1, -1, 1, -1, 1, -1, 1, -1],
  [1, 1, 1, 1, -1, -1, -1, -1],
].map((column) => Array(5).fill(column).flat() as number[]);
const ORTHOGONAL = {
  a: A!.map((value) => 3 * value + 20),
  b: B!.map((value) => value / 4),
  y: A!.map((value, i) => 5 + 2 * value - 0.5 * B![i]! + 0.3 * REST![i]!),
};

describe('weights over a penalty of orthogonal columns', () => {
  // of standardised columns that are orthogonal: w̃ = c shrunk by λ under l1, c/(1 + λ) under l2, with c = 2 and −0.5
  const expected: Readonly<Record<Penalty, (c: number, value: number) => number>> = {
    l1: (c, value) => Math.sign(c) * Math.max(0, Math.abs(c) - value),
    l2: (c, value) => c / (1 + value),
  };

  it.each(PENALTIES)('%s are those of the formula, from the weakest to the strongest', async (penalty) => {
    const curves = penaltyCurves(await foundIn(ORTHOGONAL, penalty));
    expect(curves.map(({ name }) => name)).toEqual(['a', 'b']);
    for (const [j, { x, y }] of curves.entries()) {
      for (const [i, value] of x.entries()) {
        if (i > 0) expect(value).toBeGreaterThan(x[i - 1]!);
        expect(y[i]).toBeCloseTo(expected[penalty]([2, -0.5][j]!, value), 9);
      }
    }
  });

  it('has a table with the weights, rising, whose last column names the choice', async () => {
    const found = await foundIn(ORTHOGONAL, 'l1');
    const { best, oneStandardError, values } = found.path;
    for (const { penalty: words } of Object.values(SHARED_WORDS)) {
      const [head, ...rows] = penaltyCells(found, words);
      expect(head).toEqual(['l1', ...words.head, '', 'a', 'b']);
      expect(rows).toHaveLength(values.length);
      expect(rows.at(-1)!.slice(4)).toEqual(['0', '0']);
      expect(rows.at(-1 - best)![3]).toContain(words.best);
      expect(rows.at(-1 - oneStandardError)![3]).toContain(words.simplest);
      const named = rows.filter((row) => row[3] !== '');
      expect(named.length).toBeLessThanOrEqual(2);
      const few = penaltyCells(found, words, 8).slice(1);
      expect(few.length).toBeLessThanOrEqual(9);
      expect(rows.filter((row) => few.some((other) => other.join() === row.join()))).toEqual(few);
      expect(few.filter((row) => row[3] !== '')).toEqual(named);
    }
  });
});

it('the path of a run is that of its rows, whatever the run is doing; another scale has another', async () => {
  const gap = { ...ORTHOGONAL, b: [null, ...ORTHOGONAL.b.slice(1)] };
  const complete = Object.fromEntries(Object.entries(gap).map(([key, column]) => [key, column.slice(1)]));
  const options = { target: 'y', missing: 'drop', batchSize: 4, l2: 0.1 } as const;
  const session = new Session(new Trainer(gap as Record<string, number[]>, options));
  session.step('batch', 3);
  const { path: own } = (await pathIn(session, 'l1')) as Found;
  const expected = await path(complete as Record<string, number[]>, { target: 'y', l1: 'auto' });
  expect([own.best, own.oneStandardError]).toEqual([expected.best, expected.oneStandardError]);
  for (const [k, value] of expected.weights.entries()) expect(own.weights[k]).toBeCloseTo(value, 9);
  for (const [k, value] of expected.error.entries()) expect(own.error[k]! / value).toBeCloseTo(1, 9);
  session.set({ scale: 'none' });
  expect(penaltyPath(session.trainer, 'l1')).toBeUndefined();
  session.set({ scale: 'standard' });
  expect((penaltyPath(session.trainer, 'l1') as Found).path).toBe(own);
});

/** Rows whose target is their first column and noise, beside columns of noise; a fixed sequence in [−1, 1]. */
function rowsOf(signal: number, noise: number, rows = 60, columns = 6) {
  let state = 7;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
  const features = Array.from({ length: columns }, () => Array.from({ length: rows }, next));
  const y = features[0]!.map((value) => signal * value + noise * next());
  return { ...Object.fromEntries(features.map((column, j) => [`x${j}`, column])), y };
}

describe('what is said of a path', () => {
  const told = async (source: object, penalty: Penalty) => {
    const found = await foundIn(source, penalty);
    return { found, en: narrate(penaltyFact(found), 'en'), zh: narrate(penaltyFact(found), 'zh-CN') };
  };

  it('names the simplest model that does as well, and what is left of it', async () => {
    const { found, en, zh } = await told(rowsOf(2, 1), 'l1');
    const { path: own } = found;
    const kept = own.features.filter((_, j) => own.weights[own.oneStandardError * 6 + j] !== 0).length;
    // one column of six has something to tell
    expect(kept).toBeLessThan(4);
    expect(en).toMatch(
      new RegExp(
        `^Of 50 strengths of l1, each tried on 10 parts .* there ${kept} of 6 weights are not 0: the simplest`,
      ),
    );
    expect(zh).toMatch(new RegExp(`分成 10 份.*6 个权重中有 ${kept} 个不为 0`));
    expect((await told(rowsOf(2, 1), 'l2')).en).toMatch(
      /there the weights are [\d.]+ % as long as at the weakest/,
    );
  });

  it('says where no penalty is asked for, and where features tell nothing', async () => {
    const { en: exact } = await told(rowsOf(2, 1e-6), 'l2');
    expect(exact).toContain('these rows ask for no penalty');
    const { en: hopeless, zh } = await told(rowsOf(0, 1), 'l1');
    expect(hopeless).toContain('the features hardly predict rows left out');
    expect(hopeless).not.toContain('simplest');
    expect(zh).toContain('几乎无法预测留出的行');
  });

  it('is the reason why there is none of sums and of too few rows', async () => {
    const sums = await moments(ORTHOGONAL, { target: 'y' });
    const { refusal } = await pathIn(new Session(new Trainer(sums)), 'l1');
    expect(narrate(refusal!, 'en')).toMatch(/^No path: only sums/);
    expect(narrate(refusal!, 'zh-CN')).toMatch(/^没有路径：这里只有各行的汇总/);
    const few = await pathIn(new Session(new Trainer({ x: [1, 2], y: [1, 3] }, { target: 'y' })), 'l2');
    expect(narrate(few.refusal!, 'en')).toMatch(/^No path: 2 rows are too few/);
  });
});
