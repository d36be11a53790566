import { type FitOptions, GdError, OPTIMIZERS, Trainer } from '@gd-trainer/sdk';
import { toCode, toCsv, toWorksheet } from '@gd-trainer/sdk/export';
import { narrate } from '@gd-trainer/sdk/narrate';
import {
  columnsOf,
  drawnRows,
  predictionsOf,
  readExperiment,
  Session,
  SHARED_WORDS,
  stepOf,
  textOf,
  walks,
} from '@gd-trainer/sdk/view';
import { describe, expect, it } from 'vitest';
import { fc, runs } from '../../../tools/testing/properties.ts';
import { dataSet } from './data-sets.ts';

const { columns, options: penguins } = dataSet('penguins');
const open = (options: FitOptions = {}): Session =>
  new Session(new Trainer(columns, { ...penguins, ...options }));

describe('a session', () => {
  it('says what its trainer says, after any commands', () => {
    const commands = fc.array(
      fc.oneof(
        fc.nat(30).map((epoch) => (session: Session) => session.seek(epoch)),
        fc.constantFrom('sample', 'epoch').map((unit) => (session: Session) => session.step(unit as 'epoch')),
        fc
          .constantFrom(...OPTIMIZERS)
          .map(
            (optimizer) => (session: Session) =>
              session.set({ optimizer, batchSize: 'full', learningRate: 'auto' }),
          ),
        fc
          .constantFrom<FitOptions[]>(
            { batchSize: 32, optimizer: 'gd' },
            { batchSize: 'full' },
            { scale: 'none', learningRate: 1e-6, optimizer: 'gd' },
          )
          .map((options) => (session: Session) => session.set(options)),
        fc.constant((session: Session) => session.reset()),
        fc.constant((session: Session) => session.place({ weights: [1, 2], bias: 3 })),
      ),
      { maxLength: 8 },
    );
    const check = (list: readonly ((session: Session) => void)[]): void => {
      const session = open();
      for (const command of list) command(session);
      const { trainer, points } = session;
      expect(session.snapshot).toEqual(trainer.snapshot);
      expect(session.forecast.growth).toBe(trainer.forecast.growth);
      expect(session.surface.scaledOptimum).toEqual(trainer.surface.scaledOptimum);
      expect(session.facts[0]).toMatchObject({ verdict: session.forecast.verdict });
      expect(session.course.end).toBeGreaterThanOrEqual(session.snapshot.epoch);
      expect(points.map(({ epoch }) => epoch)).toEqual(
        points.map(({ epoch }) => epoch).toSorted((a, b) => a - b),
      );
    };
    fc.assert(fc.property(commands, check), { numRuns: runs(40) });
  });

  it('remembers where a run by batches has been, between its epochs and before it was taken up', () => {
    const session = open({ batchSize: 32 });
    session.step('batch', 3);
    session.step('batch', 4);
    const seen = session.points.map(({ epoch }) => epoch);
    expect(seen).toContain((3 * 32) / 342);
    expect(seen).toContain((7 * 32) / 342);
    const trainer = new Trainer(columns, { ...penguins, batchSize: 32 });
    trainer.seek(5);
    expect(new Session(trainer).points[0]).toMatchObject({ epoch: 0, bias: 0 });
  });

  it('has a made update after one step, and none after a leap', () => {
    const session = open({ batchSize: 1 });
    const { next } = session;
    session.step('batch');
    expect(session.made).toEqual({ ...next, when: 'made' });
    session.seek(3);
    expect(session.made).toBeUndefined();
  });

  it('races from where a race under way began, and lets go of futures of a past that is given up', () => {
    const session = open();
    session.seek(4);
    session.startRace([{}, { optimizer: 'momentum' }]);
    session.seek(9);
    expect(session.race!.standings.map(({ epoch }) => epoch)).toEqual([9, 9]);
    session.startRace([{}, { learningRate: 0.1 }]);
    expect(session.race!.from).toBe(4);
    expect(() => session.startRace([{}])).toThrow(GdError);
    session.reset();
    expect(session.race).toBeUndefined();
    session.keep({});
    session.reset();
    expect(session.race!.contenders).toEqual([{}]);
    session.keep({ learningRate: 0.1 });
    session.place({ weights: [1, 1], bias: 0 });
    expect(session.race).toBeUndefined();
  });

  it('leaves rivals that walk behind when their time is up', () => {
    const session = new Session(new Trainer(columns, penguins), 0);
    session.startRace([{}, { batchSize: 1 }]);
    session.seek(50);
    expect(session.race!.isBehind(50)).toBe(true);
  });

  it('tells in a sentence where a step led and how the run ended', () => {
    const session = open();
    session.step('epoch');
    expect(narrate(stepOf(session, ['w₁'], 'b', session.lossBefore), 'en')).toMatch(
      /^Epoch 1: mean loss .* w₁ .* b /,
    );
    session.seek(100);
    expect(session.outcome).toMatchObject({ kind: 'outcome', status: 'converged', epoch: 42, now: 100 });
  });
});

it('an epoch walks the rows where batches, or so many features that moments fill the memory, ask for it', () => {
  expect(walks(new Trainer(columns, penguins))).toBe(false);
  expect(walks(new Trainer(columns, { ...penguins, batchSize: 8 }))).toBe(true);
  expect(walks(new Trainer(columns, { ...penguins, path: 'rows' }))).toBe(true);
});

it('rows to draw lie evenly among all of them; of moments there are none', () => {
  const trainer = new Trainer(columns, penguins);
  const drawn = drawnRows(trainer, 100);
  expect(drawn.rows).toHaveLength(100);
  expect(drawn.rows.slice(0, 3)).toEqual([0, 3, 6]);
  expect(drawn.columns.map(({ length }) => length)).toEqual([100, 100, 100]);
  expect(drawn.columns[2]![1]).toBe(trainer.sample(3).y);
  const [prediction] = predictionsOf(drawn, { weights: [2, 3], bias: 5 });
  expect(prediction).toBe(2 * drawn.columns[0]![0]! + 3 * drawn.columns[1]![0]! + 5);
});

describe('a run handed out', () => {
  const trainer = new Trainer(columns, { ...penguins, learningRate: 0.3 });
  trainer.seek(5);
  const run = { trainer, language: 'en', name: 'penguins', view: 'loss' } as const;

  it('as a link and as JSON is the run, and how its reader had it', async () => {
    const opened = await readExperiment(await textOf('link', run));
    expect(opened).toMatchObject({ name: 'penguins', view: 'loss', language: 'en' });
    expect(JSON.parse(await textOf('state', run))).toEqual({
      state: JSON.parse(JSON.stringify(trainer.toState())),
      name: 'penguins',
      view: 'loss',
      language: 'en',
    });
  });

  it('as a file is what the exports write, reading its rows from the file named', async () => {
    expect(await textOf('csv', run)).toBe(toCsv(trainer));
    expect(await textOf('worksheet', run)).toBe(toWorksheet(trainer, 'en'));
    expect(await textOf('numpy', { ...run, file: 'own.csv' })).toBe(
      toCode(trainer, 'numpy', { file: 'own.csv' }),
    );
  });

  it('has its rows in its state where they are few, by name', () => {
    const few = new Trainer({ x: [1, 2, null], y: [3, 5, 7] }, { target: 'y', missing: 'drop' });
    expect(columnsOf(few.toState())).toEqual({
      names: ['x', 'y'],
      columns: { x: [1, 2, null], y: [3, 5, 7] },
    });
  });
});

it('what both faces say is said in both languages', () => {
  const keys = (language: 'en' | 'zh-CN'): string[] => Object.keys(SHARED_WORDS[language]);
  expect(keys('zh-CN').sort()).toEqual(keys('en').sort());
  expect(SHARED_WORDS.en.perSecond('1', 'epoch')).toBe('1 epoch/s');
  expect(SHARED_WORDS['zh-CN'].perSecond('10', 'sample')).toBe('每秒 10 个样本');
});
