import { fit, fitSync, GdError, moments, Trainer } from '@gd-trainer/sdk';
import { toCode, toWorksheet } from '@gd-trainer/sdk/export';
import { narrate } from '@gd-trainer/sdk/narrate';
import { drawnRows, fitOver, Session, validationFact } from '@gd-trainer/sdk/view';
import { describe, expect, it } from 'vitest';

/** Rows with more columns of noise than tell anything: a run that goes on learns their noise. */
function rowsOf(rows = 40, columns = 20): Record<string, number[]> {
  let state = 11;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
  const features = Array.from({ length: columns }, () => Array.from({ length: rows }, next));
  const y = features[0]!.map((value) => value + next());
  return { ...Object.fromEntries(features.map((column, j) => [`x${j}`, column])), y };
}

const NOISY = rowsOf();
const OPTIONS = { target: 'y', validation: 0.3, patience: 5, optimizer: 'gd', epochs: 2000 } as const;
const sessionOf = (options: object = OPTIONS): Session => new Session(new Trainer(NOISY, options));

/** Mean of ½(y − ŷ)² over some rows, by their numbers from 1, one by one. */
function lossOn(rows: readonly number[], { weights, bias }: { weights: Float64Array; bias: number }): number {
  const losses = rows.map((row) => {
    const prediction = weights.reduce((sum, weight, j) => sum + weight * NOISY[`x${j}`]![row - 1]!, bias);
    return (NOISY.y![row - 1]! - prediction) ** 2 / 2;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / rows.length;
}

describe('a run with rows held out', () => {
  it('learns from the others alone, and every row keeps its number', () => {
    const { trainer, validation } = sessionOf();
    const held = Array.from(validation!.rows);
    expect(held).toHaveLength(12);
    expect(held).toEqual([...new Set(held)].sort((a, b) => a - b));
    const learned = Array.from({ length: trainer.rows }, (_, i) => trainer.sample(i));
    expect([...held, ...learned.map(({ row }) => row)].sort((a, b) => a - b)).toEqual(
      NOISY.y!.map((_, i) => i + 1),
    );
    for (const { row, x, y } of learned) {
      expect([x[0], y]).toEqual([NOISY.x0![row - 1], NOISY.y![row - 1]]);
    }
    const others = Object.fromEntries(
      Object.entries(NOISY).map(([name, column]) => [name, column.filter((_, i) => !held.includes(i + 1))]),
    );
    const alone = fitSync(others, { target: 'y', optimizer: 'gd', learningRate: 0.1, epochs: 30 });
    const run = sessionOf({ ...OPTIONS, learningRate: 0.1 });
    run.seek(30);
    for (const [j, weight] of alone.weights.entries())
      expect(run.snapshot.weights[j]).toBeCloseTo(weight, 12);
  });

  it('has their loss along its course, as a sum over them row by row', () => {
    const session = sessionOf();
    const rows = Array.from(session.validation!.rows);
    for (const [i, { epoch, loss }] of session.validation!.points.entries()) {
      expect(epoch).toBe(session.points[i]!.epoch);
      expect(loss / lossOn(rows, session.points[i]!)).toBeCloseTo(1, 10);
    }
    session.step('epoch', 3);
    expect(session.snapshot.validationLoss! / lossOn(rows, session.snapshot)).toBeCloseTo(1, 10);
  });

  it.each([
    {},
    { optimizer: 'momentum' },
    { batchSize: 7, learningRate: 0.02 },
    { patience: 1 },
    { seed: 5 },
  ])('is stopped early where fit stops it, %j', async (given) => {
    const options = { ...OPTIONS, ...given } as typeof OPTIONS;
    const losses: number[] = [];
    const model = await fit(NOISY, {
      ...options,
      onEpoch: ({ validationLoss }) => losses.push(validationLoss!),
    });
    const { early } = sessionOf(options).validation!;
    expect(model.status).toBe('stopped');
    expect(early!.best.epoch).toBe(model.epochs);
    expect(early!.best.loss).toBeCloseTo(Math.min(...losses), 9);
    expect(early!.epoch).toBe(model.epochs + options.patience);
    expect(early!.epoch).toBe(losses.length - 1);
  });

  it('says which rows those are, and when it would stop, in both languages', () => {
    const session = sessionOf();
    const { rows, early } = session.validation!;
    session.seek(3);
    const fact = validationFact(session.validation!, session.trainer);
    expect(narrate(fact, 'en')).toMatch(
      new RegExp(
        `^30 % of the rows are held out, drawn by seed 1: 12 rows \\(${rows[0]}, ${rows[1]}, ${rows[2]} …\\)\\..* least at epoch ${early!.best.epoch}, .* for 5 epochs then: early stopping`,
      ),
    );
    expect(narrate(fact, 'zh-CN')).toMatch(
      new RegExp(`共 12 行：第 ${rows[0]}、.*第 ${early!.best.epoch} 轮时它最小`),
    );
    const x = Array.from({ length: 50 }, (_, i) => i);
    const line = new Session(new Trainer({ x, y: x.map((v) => 2 * v) }, { target: 'y', validation: 0.1 }));
    expect(line.validation!.early).toBeUndefined();
    expect(narrate(validationFact(line.validation!, line.trainer), 'en')).toContain(
      'nothing for early stopping',
    );
  });

  it('is written down and taken up again with the same rows held out', () => {
    const { trainer, validation } = sessionOf();
    trainer.step('epoch', 4);
    const again = Trainer.fromState(JSON.parse(JSON.stringify(trainer.toState())));
    expect(again.snapshot).toEqual(trainer.snapshot);
    expect(new Session(again).validation!.rows).toEqual(validation!.rows);
    expect(new Session(trainer.branch()).validation!.rows).toEqual(validation!.rows);
  });

  it('keeps its rows: another share or seed is another run', () => {
    const { trainer } = sessionOf();
    for (const options of [{ validation: 0.2 }, { seed: 9 }]) {
      expect(() => trainer.set(options)).toThrow(GdError);
      expect(() => trainer.set(options)).toThrow(/chooses the rows held out, which a run keeps/);
    }
    expect(trainer.set({ patience: 3, learningRate: 0.01 }).validationLoss).toBeGreaterThan(0);
    const all = new Trainer(NOISY, { target: 'y' });
    expect(() => all.set({ validation: 0.2 })).toThrow(/which a run keeps/);
    expect(new Session(all).validation).toBeUndefined();
    expect(all.snapshot).not.toHaveProperty('validationLoss');
    all.set({ seed: 3 });
  });

  it('takes rows of their own as well, which have no numbers and no place in a saved state', () => {
    const part = (from: number, to: number) =>
      Object.fromEntries(Object.entries(NOISY).map(([name, column]) => [name, column.slice(from, to)]));
    const trainer = new Trainer(part(0, 30), { ...OPTIONS, validation: part(30, 40) } as never);
    const session = new Session(trainer);
    session.step('epoch', 2);
    const rows = Array.from({ length: 10 }, (_, i) => i + 31);
    expect(session.snapshot.validationLoss! / lossOn(rows, session.snapshot)).toBeCloseTo(1, 10);
    expect(session.validation).toMatchObject({ share: undefined, rows: new Int32Array() });
    expect(narrate(validationFact(session.validation!, trainer), 'en')).toMatch(
      /^Rows of their own are held out/,
    );
    expect(() => trainer.toState()).toThrow(/validation rows cannot be saved/);
  });

  it('counts the gaps of all rows, and cannot be of sums', async () => {
    const y = NOISY.y!.map((value, i) => (i % 4 === 1 ? null : value));
    const options = { ...OPTIONS, missing: 'drop' } as const;
    const session = new Session(new Trainer({ ...NOISY, y }, options));
    expect(session.trainer.skippedRows).toBe(10);
    expect(session.trainer.rows + session.validation!.rows.length).toBe(30);
    expect((await fit({ ...NOISY, y }, options)).skippedRows).toBe(10);
    const sums = await moments(NOISY, { target: 'y' });
    expect(() => new Trainer(sums, { validation: 0.2 })).toThrow('moments hold no rows to hold out');
    await expect(fit(sums, { validation: 0.2 })).rejects.toThrow('moments hold no rows to hold out');
  });

  it('is drawn over the columns of the rows that it learns from', () => {
    const x = Array.from({ length: 30 }, (_, i) => (7 * i) % 30);
    const group = x.map((value) => (value % 3 === 0 ? 'p' : 'q'));
    const source = { x, group, y: x.map((value) => 2 * value) };
    for (const features of [['x'], ['x^2'], ['x', 'group']]) {
      const trainer = new Trainer(source, { target: 'y', features, validation: 0.4 });
      const drawn = drawnRows(trainer, 100);
      const { columns, category } = fitOver(trainer, drawn)!;
      expect(drawn.samples.map(({ y }) => y)).toEqual(Array.from(columns[0]!.values, (value) => 2 * value));
      const levels = drawn.samples.map(({ row }) => group[row - 1]);
      if (category) expect(Array.from(category.of, (level) => category.levels[level])).toEqual(levels);
    }
  });

  it('is written as worksheet and code of the rows that it learns from; a file would bring the others back', () => {
    const x = Array.from({ length: 30 }, (_, i) => ((7 * i) % 30) + 0.5);
    const source = { x, y: x.map((value) => 2 * value) };
    const options = { target: 'y', features: ['x^2'], validation: 0.4, batchSize: 1, scale: 'none' } as const;
    const trainer = new Trainer(source, { ...options, learningRate: 1e-7 });
    const first = trainer.branch();
    first.step('sample');
    const { x: squares } = trainer.sample(first.batch[0]!);
    const worksheet = toWorksheet(trainer, 'en');
    expect(worksheet).toContain(`${Math.sqrt(squares[0]!)}^{2} = ${squares[0]}`);
    const code = toCode(trainer, 'typescript');
    expect(code.match(/\d+\.5\b/g)!.length).toBeLessThan(2 * 30);
    const many = Array.from({ length: 300 }, (_, i) => i);
    const large = new Trainer({ x: many, y: many }, { target: 'y', validation: 0.4 });
    expect(() => toCode(large, 'numpy', { file: 'rows.csv' })).toThrow(
      /a file has the rows that are held out/,
    );
  });

  it('is followed for a moment, however many epochs it may take', () => {
    const options = { ...OPTIONS, learningRate: 1e-6, tolerance: 0, epochs: 1e7, patience: 1e6 } as never;
    const session = sessionOf(options);
    const before = process.cpuUsage();
    const { early } = session.validation!;
    const { user, system } = process.cpuUsage(before);
    expect(early).toBeUndefined();
    // some 25 ms; without a limit half a minute
    expect((user + system) / 1000).toBeLessThan(500);
  });
});
