// What a link or a state asks of its reader: refused before it is done, or done within a bound.
import { deflateRawSync } from 'node:zlib';
import { moments, Trainer, type TrainerState } from '@gd-trainer/sdk';
import { openTrainer, readExperiment, Session, toLink } from '@gd-trainer/sdk/view';
import { randomNumbers } from '@gd-trainer/testing/random-numbers';
import { describe, expect, it } from 'vitest';

const wide = (features: number, rows = 3) => {
  const draw = randomNumbers(features, rows * (features + 1));
  const row = (i: number) => Array.from(draw.subarray(i * features, (i + 1) * features));
  return { x: Array.from({ length: rows }, (_, i) => row(i)), y: Array.from(draw.subarray(-rows)) };
};
const linkOf = (state: object): string =>
  `gd1.${deflateRawSync(JSON.stringify({ state }), { level: 9 }).toString('base64url')}`;

const rows = {
  x: Array.from({ length: 40 }, (_, i) => i % 7),
  y: Array.from({ length: 40 }, (_, i) => i % 5),
};
const options = { target: 'y', batchSize: 1, learningRate: 1e-3, epochs: 1e9 } as const;
/** A walk through rows of so many stretches, each left after so many steps. */
function walked(legs: number, steps: number): TrainerState {
  const { features, target, ...plain } = { ...options, features: ['x'] };
  return {
    ...new Trainer(rows, options).toState(),
    legs: Array.from({ length: legs }, (_, i) => ({
      options: { ...plain, seed: i % 2 },
      ...(i > 0 ? { arrival: { anchor: 0, steps } } : {}),
    })),
    current: legs - 1,
    position: { anchor: 0, steps: 0 },
  };
}

/** Fails unless a link is refused by one error of ours, without much memory, and before a test has taken its time. */
async function expectRefused(link: string, message: RegExp): Promise<void> {
  const memory = process.memoryUsage().rss;
  const opened = readExperiment(link).then(({ state }) => openTrainer(state));
  await expect(opened).rejects.toThrow(expect.objectContaining({ name: 'GdError', code: 'MODEL' }));
  await expect(opened).rejects.toThrow(message);
  expect(process.memoryUsage().rss - memory).toBeLessThan(2e8);
}

describe('a link is refused', () => {
  it('that asks in a few characters for billions of steps, each stretch of it for what one may', async () => {
    const link = linkOf(walked(4, 503_316_480));
    expect(link.length).toBeLessThan(600);
    await expectRefused(link, /steps to be made again, which would take too long/);
    const allowed = { ...walked(2, 2e8), current: 0 };
    await expect(readExperiment(linkOf(allowed))).resolves.toBeDefined();
    await expectRefused(linkOf(walked(20, 2e8)), /steps to be made again, which would take too long/);
  });

  it('of thousands of stretches', async () => {
    await expectRefused(linkOf(walked(5000, 0)), /at most 1000 stretches/);
    await expectRefused(linkOf(walked(5000, 1e6)), /at most 1000 stretches/);
  });

  it('with more numbers than links hold, whatever they are called', async () => {
    const columns = Array.from({ length: 9001 }, () => [1, 2]);
    const features = Array.from({ length: 9000 }, (_, j) => String(j));
    await expectRefused(linkOf({ ...walked(1, 0), features, columns }), /at most 200 numbers in a link/);
    const empty = linkOf({ ...walked(1, 0), features, columns: columns.map(() => []) });
    await expectRefused(empty, /at most 200 numbers in a link, got 9001/);
    const sums = { ...(await moments(wide(20))).toJSON() };
    await expectRefused(
      linkOf({ ...walked(1, 0), columns: undefined, moments: sums }),
      /at most 200 numbers/,
    );
  });

  it('that decomposes the curvature again and again', async () => {
    const state = new Trainer(wide(198, 1)).toState();
    const legs = Array.from({ length: 1000 }, (_, i) => ({
      options: { l2: i },
      ...(i > 0 ? { arrival: { anchor: 1, steps: 0 } } : {}),
    }));
    await expectRefused(
      linkOf({ ...state, legs, current: 999 }),
      /steps to be made again, which would take too long/,
    );
  });
});

it('a link that changes the rate again and again decomposes nothing again, and may begin', async () => {
  const state = new Trainer(wide(198, 1)).toState();
  const legs = Array.from({ length: 1000 }, (_, i) => ({
    options: { learningRate: (1 + (i % 2)) * 1e-3 },
    ...(i > 0 ? { arrival: { anchor: 0, steps: 0 } } : {}),
  }));
  const { state: read } = await readExperiment(linkOf({ ...state, legs, current: 999 }));
  // the bound is kept or broken before anything is computed: what stops this one is its reader's patience
  await expect(openTrainer(read, undefined, AbortSignal.timeout(5))).rejects.toThrow(/timeout/i);
});

describe('a state is refused', () => {
  it.each([
    [{ columns: [Array(2000).fill(1), Array(2000).fill(2)] }, 'at most 2000 numbers, got 4000'],
    [{ columns: [[1, 2, 3], [4]] }, 'expected 1 row'],
    [{ fingerprint: '0' }, 'the data is not the data of this session'],
    [{ legs: [{ options: { innerHTML: '<b>' } }] }, 'options by their names, got "innerHTML"'],
    [{ legs: [{ options: { seed: [] } }] }, '"legs.0.options.seed" expected a whole number'],
    [{ legs: [{ options: { sampleWeight: [1] } }] }, '"legs.0.options.sampleWeight" expected text'],
    [{ legs: [{ options: { onEpoch: 1 } }] }, 'options by their names, got "onEpoch"'],
  ])('before anything is computed: %j', (part, message) => {
    const state = { ...walked(1, 0), ...part };
    expect(() => Trainer.fromState(state)).toThrow(message);
  });

  it('for its data before its steps', () => {
    expect(() => Trainer.fromState({ ...walked(9, 1e9), fingerprint: '0' })).toThrow('not the data');
  });
});

describe('a long run is opened in pieces', () => {
  it('to the bits of the run, and lets others work meanwhile', async () => {
    for (const plain of [
      { batchSize: 3, learningRate: 1e-3 },
      { optimizer: 'adam', learningRate: 1e-4 },
      { optimizer: 'momentum', learningRate: 1e-4 },
    ] as const) {
      const trainer = new Trainer(rows, { target: 'y', epochs: 1e9, ...plain });
      trainer.seek(30_000);
      trainer.step('epoch', 20_001);
      trainer.set({ seed: 2, learningRate: 2e-4 });
      trainer.step('sample', 7);
      let turns = 0;
      const clock = setInterval(() => turns++, 1);
      const shares: number[] = [];
      const opened = await openTrainer(trainer.toState(), undefined, undefined, ({ share }) =>
        shares.push(share),
      );
      const { points } = await Session.open(opened);
      clearInterval(clock);
      expect(opened.snapshot).toEqual(trainer.snapshot);
      expect(points).toEqual(new Session(Trainer.fromState(trainer.toState())).points);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      if (plain.batchSize) expect(turns).toBeGreaterThan(1);
    }
  });

  it('until the signal says no', async () => {
    const trainer = new Trainer(rows, options);
    trainer.seek(60_000);
    const opened = openTrainer(trainer.toState(), undefined, AbortSignal.timeout(5));
    await expect(opened).rejects.toThrow(/timeout/i);
  });
});

describe('of any number of features', () => {
  it.each([350, 400, 2000])(
    '%i: a run is saved, linked and taken up again',
    async (features) => {
      const source = wide(features);
      const trainer = new Trainer(source, { learningRate: 1e-5 });
      trainer.step('epoch', 3);
      const { state } = await readExperiment(await toLink({ state: trainer.toState() }));
      expect(Trainer.fromState(state, source).snapshot.loss).toBe(trainer.snapshot.loss);
    },
    60_000,
  );

  it('the fingerprint is FNV-1a, as it was', async () => {
    const { n, mean, comoment } = await moments(wide(5));
    let hash = 0xcbf29ce484222325n;
    for (const byte of new Uint8Array(Float64Array.of(n, ...mean, ...comoment).buffer)) {
      hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    }
    expect(new Trainer(wide(5)).toState().fingerprint).toBe(hash.toString(16).padStart(16, '0'));
  });
});
