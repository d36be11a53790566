import { gzipSync } from 'node:zlib';
import { GdError, Trainer } from '@gd-trainer/sdk';
import { columnsOf, type Experiment, readExperiment, toLink } from '@gd-trainer/sdk/view';
import { fc, runs } from '@gd-trainer/testing/properties';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const lecture = dataSet('lecture');

function played(): Trainer {
  const trainer = new Trainer(lecture.columns, lecture.options);
  trainer.step('epoch', 3);
  trainer.set({ learningRate: 0.02, optimizer: 'momentum', momentum: 0.5 });
  trainer.step('sample', 2);
  return trainer;
}

describe('a link', () => {
  it('replays the run to its bits', async () => {
    const trainer = played();
    const link = await toLink({
      state: trainer.toState(),
      name: 'lecture',
      view: 'descent',
      language: 'zh-CN',
    });
    const { state, ...rest } = await readExperiment(link);
    expect(rest).toEqual({ name: 'lecture', view: 'descent', language: 'zh-CN' });
    expect(Trainer.fromState(state).snapshot).toEqual(trainer.snapshot);
  });

  it('is short, and needs no escaping in an address', async () => {
    const link = await toLink({ state: played().toState() });
    expect(link).toMatch(/^gd1\.[\w-]+$/);
    expect(link.length).toBeLessThan(600);
  });

  it('brings the raw columns of terms along, so that a run has its curve and its levels again', async () => {
    const source = {
      size: [1, 2.5, 3, null, 5, 6, 7],
      kind: ['a', 'b', 'c', 'a', 'b', 'c', '"d"'],
      zip: [7, 10, 7, 10, 7, 10, 200],
      sold: [
        '2024-03-01',
        '2024-03-02T12:30:00Z',
        '2024-04-03',
        '2024-05-01',
        '2024-01-01',
        null,
        '2024-01-07',
      ],
      y: [1, 3, 2, 5, 4, 7, 9],
    };
    const features = ['poly(size, 2)', 'kind', 'category(zip)', 'day(sold)', 'size*kind'];
    const trainer = new Trainer(source, {
      target: 'y',
      features,
      missing: 'drop',
      scale: 'none',
      learningRate: 1e-9,
    });
    trainer.step('epoch', 3);
    const { state } = await readExperiment(await toLink({ state: trainer.toState() }));
    expect(state.inputs).toEqual(['size', 'kind', 'zip', 'sold']);
    const again = Trainer.fromState(state);
    expect(again.snapshot).toEqual(trainer.snapshot);
    expect([again.features, again.inputs]).toEqual([trainer.features, trainer.inputs]);
    expect(again.toModel().terms).toEqual(trainer.toModel().terms);
    expect(columnsOf(state)!.columns.kind).toEqual(source.kind);
  });

  it.each([
    ['inputs', { inputs: 'size' }],
    ['inputs', { inputs: [1] }],
    ['columns', { inputs: ['size', 'kind'] }],
  ])('is refused by the name of what is wrong: %s', (name, wrong) => {
    const trainer = new Trainer(
      { size: [1, 2, 3, 4], y: [2, 1, 4, 3] },
      { target: 'y', features: ['size^2'] },
    );
    const state = { ...JSON.parse(JSON.stringify(trainer.toState())), ...wrong };
    expect(() => Trainer.fromState(state)).toThrow(new RegExp(`"?${name}`));
    const other = { ...trainer.toState(), inputs: ['__proto__'] };
    expect(() => Trainer.fromState(other)).toThrow(GdError);
  });

  it('is found behind the # of an address', async () => {
    const link = await toLink({ state: played().toState(), name: 'lecture' });
    expect(await readExperiment(`  https://example.org/lesson?a=1#${link}\n`)).toEqual(
      await readExperiment(link),
    );
  });

  it('leaves many rows at home, and knows them again', async () => {
    const { columns, options } = dataSet('penguins');
    const source = { target: 'body_mass_g', missing: 'drop', ...options } as const;
    const trainer = new Trainer(columns, source);
    trainer.seek(12);
    const { state, name } = await readExperiment(
      await toLink({ state: trainer.toState(), name: 'penguins' }),
    );
    expect(state.columns).toBeUndefined();
    expect(name).toBe('penguins');
    expect(Trainer.fromState(state, columns).snapshot).toEqual(trainer.snapshot);
    expect(() => Trainer.fromState(state)).toThrow(/holds no data/);
    expect(() => Trainer.fromState(state, { ...columns, bill_depth_mm: columns.flipper_length_mm! })).toThrow(
      /not the data/,
    );
  });
});

describe('a file', () => {
  it('holds the same as JSON', async () => {
    const experiment = { state: played().toState(), name: 'lecture' };
    expect(await readExperiment(JSON.stringify(experiment))).toMatchObject(experiment);
  });

  it('may hold a bare state', async () => {
    const trainer = played();
    const { state } = await readExperiment(JSON.stringify(trainer.toState()));
    expect(Trainer.fromState(state).snapshot).toEqual(trainer.snapshot);
  });
});

/** What is wrong ends in a typed error, here or when the run is taken up. */
async function takeUp(text: string): Promise<void> {
  const experiment: Experiment = await readExperiment(text);
  Trainer.fromState(experiment.state);
}
const refused = expect.objectContaining({ name: 'GdError', code: 'MODEL' });

describe('what no one wrote', () => {
  it.each([
    ['', 'an experiment expected "gd1.…", got ""'],
    ['gd1.', 'the link is damaged'],
    ['gd1.!!!', 'the link is damaged'],
    ['gd1.AAA', 'the link is damaged'],
    ['gd1.AAAAA', 'the link is damaged'],
    ['gd1.AAAA', 'the link is damaged'],
    ['gd2.AAAA', 'an experiment expected "gd1.…"'],
    ['{', 'the experiment is no JSON'],
    ['{"state":7}', '"state" expected an object, got 7'],
    ['{"state":{}}', '"format" expected'],
    ['{"__proto__":{"state":{}}}', '"state" expected an object, got nothing'],
  ])('%j is refused', async (text, message) => {
    await expect(takeUp(text)).rejects.toThrow(refused);
    await expect(takeUp(text)).rejects.toThrow(message);
  });

  it('a link that unpacks without end is refused before it fills the memory', async () => {
    // gzip's body is what deflate-raw reads: ten bytes of header, eight of trailer
    const bomb = gzipSync(Buffer.alloc(200e6, 'a')).subarray(10, -8).toString('base64url');
    const before = process.memoryUsage().arrayBuffers;
    await expect(readExperiment(`gd1.${bomb}`)).rejects.toThrow('the link is damaged');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50e6);
  });

  it('any damage to a link is a GdError, or the same run', async () => {
    const link = await toLink({ state: played().toState() });
    await fc.assert(
      fc.asyncProperty(fc.nat(link.length - 1), fc.constantFrom(...'AZaz09-_.#{ '), async (at, character) => {
        const damaged = link.slice(0, at) + character + link.slice(at + 1);
        await takeUp(damaged).catch((error: unknown) => expect(error).toBeInstanceOf(GdError));
      }),
      { numRuns: runs(150) },
    );
  });
});
