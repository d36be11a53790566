import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { core } from '@gd-trainer/core';
import { fitSync, forecast, Model, Moments, moments, solveSync, Trainer } from '@gd-trainer/sdk';
import { toCode, toCsv, toOnnx, toSource, toSql, toWorksheet } from '@gd-trainer/sdk/export';
import { narrate } from '@gd-trainer/sdk/narrate';
import { readExperiment, toLink } from '@gd-trainer/sdk/view';
import { expectNothingShared, oursOr, oursOrAsync } from '@gd-trainer/testing/hostile';
import { damagedJson, damagedText } from '@gd-trainer/testing/mutations';
import { fc, PATIENCE, runs } from '@gd-trainer/testing/properties';
import { describe, expect, it } from 'vitest';

const ROWS = { a: [0, 1, 2, 3, 5], b: [2, 0.1, 7, 3, 3], y: [1, 3.1, 4.9, 7.2, 9.3] };
const target = 'y';
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const MODELS = [
  fitSync(ROWS, { target }),
  fitSync(ROWS, { target, optimizer: 'adam', learningRate: 0.1, epochs: 9, scale: 'none' }),
  fitSync(ROWS, { target, batchSize: 2, epochs: 5, initial: { weights: [1, 2], bias: 3 } }),
  solveSync(ROWS, { target, l2: 0.5 }),
].map(asJson);

const MOMENTS = [await moments(ROWS, { target }), (await moments(ROWS, { target })).select(['a', 'y'])].map(
  asJson,
);

function played(options: object): Trainer {
  const trainer = new Trainer(ROWS, { target, learningRate: 0.3, ...options });
  trainer.step('epoch', 5);
  trainer.set({ learningRate: 0.1 });
  trainer.step('batch', 2);
  return trainer;
}
const STATES = [
  played({}),
  played({ optimizer: 'momentum', momentum: 0.4 }),
  played({ batchSize: 2, initial: { weights: [1, 2], bias: 3 } }),
  played({ optimizer: 'adam', l2: 0.1, scale: 'none' }),
  new Trainer(await moments(ROWS, { target })),
].map((trainer) => asJson(trainer.toState()));

const finite = (...numbers: readonly number[]): void => expect(numbers.every(Number.isFinite)).toBe(true);

/** Everything a model that was accepted can be asked. */
function useModel(model: Model): void {
  const row = model.features.map((_, j) => j + 0.5);
  oursOr(() => finite(model.predict(row)));
  oursOr(() => finite(...model.predictAll({ a: [1, 2], b: [3, 4] })));
  oursOr(() => finite(...Object.values(model.score(ROWS))));
  oursOr(() => model.summary());
  oursOr(() => model.forecast.epochsTo(1e-6));
  oursOr(() => {
    const { weights, bias, loss } = model.at(3);
    finite(...weights, bias, loss);
  });
  oursOr(() => finite(...model.update(ROWS).weights));
  oursOr(() => toSql(model, 'duckdb'));
  oursOr(() => toOnnx(model));
  for (const language of ['js', 'python', 'c'] as const) oursOr(() => toSource(model, language));
  expect(asJson(Model.fromJSON(asJson(model)))).toEqual(asJson(model));
}

function useMoments(found: Moments): void {
  oursOr(() => forecast(found).epochsTo(1e-6));
  oursOr(() => {
    const model = fitSync(found, { epochs: 50 });
    finite(...model.weights, model.bias, model.loss);
  });
  oursOr(() => {
    const model = solveSync(found);
    finite(...model.weights, model.bias, model.loss);
    model.summary();
  });
  oursOr(() => found.merge(found).subtract(found));
  expect(asJson(Moments.fromJSON(asJson(found)))).toEqual(asJson(found));
}

/** Everything a session that was taken up can be asked. */
function useTrainer(trainer: Trainer): void {
  const look = () => {
    const { weights, bias, loss } = trainer.snapshot;
    finite(...weights, bias, loss);
  };
  look();
  oursOr(() => trainer.facts.map((fact) => narrate(fact, 'en') + narrate(fact, 'zh-CN')));
  oursOr(() => trainer.forecast.epochsTo(1e-6));
  oursOr(() => trainer.branch().step('batch', 3));
  oursOr(() => trainer.step('epoch', 2));
  oursOr(() => trainer.step('sample', 2));
  look();
  oursOr(() => trainer.contour(trainer.features[0]!, 'bias'));
  oursOr(() => toCsv(trainer));
  oursOr(() => toWorksheet(trainer, 'en'));
  oursOr(() => toCode(trainer, 'typescript'));
  oursOr(() => toCode(trainer, 'numpy'));
  oursOr(() => trainer.reset());
  oursOr(() => Trainer.fromState(asJson(trainer.toState()), ROWS));
}

describe('damaged JSON is our own error, or works in every use', { timeout: PATIENCE }, () => {
  it('as a model', () => {
    fc.assert(
      fc.property(damagedJson(...MODELS), (json) => {
        const before = core().memory.usedBytes;
        const model = oursOr(() => Model.fromJSON(json));
        if (model) useModel(model);
        expect(core().memory.usedBytes).toBe(before);
      }),
      { numRuns: runs(1500) },
    );
  });

  it('as moments', () => {
    fc.assert(
      fc.property(damagedJson(...MOMENTS), (json) => {
        const before = core().memory.usedBytes;
        const found = oursOr(() => Moments.fromJSON(json));
        if (found) useMoments(found);
        expect(core().memory.usedBytes).toBe(before);
      }),
      { numRuns: runs(1500) },
    );
  });

  it('as the state of a session', () => {
    fc.assert(
      fc.property(damagedJson(...STATES), (json) => {
        const trainer = oursOr(() => Trainer.fromState(json, undefined));
        if (trainer) useTrainer(trainer);
      }),
      { numRuns: runs(1500) },
    );
  });

  it('as a link, or as the text of one', async () => {
    const link = await toLink({ state: played({}).toState(), name: 'five.csv', language: 'en' });
    const texts = [
      link,
      `https://example.org/lesson?a=b#${link}`,
      JSON.stringify({ state: STATES[0], name: 'five' }),
    ];
    const take = async (text: string) => {
      const experiment = await oursOrAsync(() => readExperiment(text));
      if (experiment) oursOr(() => Trainer.fromState(experiment.state));
    };
    await fc.assert(fc.asyncProperty(damagedText(...texts), take), { numRuns: runs(500) });
    const rewritten = damagedJson(
      ...STATES.map((state) => ({ state, name: 'five', language: 'en', view: 'fit' })),
    );
    await fc.assert(
      fc.asyncProperty(rewritten, async (json) => {
        await take(JSON.stringify(json));
      }),
      { numRuns: runs(500) },
    );
  });
});

describe('what was found once', () => {
  const corpus = new URL('corpus/', import.meta.url);
  const files = readdirSync(corpus).filter((name) => name.endsWith('.json'));

  it.each(files)('%s', (name) => {
    const json: unknown = JSON.parse(readFileSync(new URL(name, corpus), 'utf8'));
    for (const [read, use] of [
      [Model.fromJSON, useModel],
      [Moments.fromJSON, useMoments],
      [Trainer.fromState, useTrainer],
    ] as const) {
      const found = oursOr(() => read(json));
      if (found) (use as (found: unknown) => void)(found);
    }
  });

  it('a model that asks for endless epochs predicts, but does not begin them', () => {
    const endless = JSON.parse(
      readFileSync(new URL('model-of-endless-epochs.json', corpus), 'utf8'),
    ) as unknown;
    // one that was solved is solved again, however many epochs it was allowed
    const model = Model.fromJSON({ ...(endless as object), status: 'exhausted' });
    expect(model.predict([1, 2])).toBeCloseTo(3.7);
    expect(() => model.update(ROWS)).toThrow('asks for up to 10000000000000 epochs');
  });
});

it('nothing of ours goes through __proto__: all works where touching it throws', () => {
  const script = `
    import { fitSync, Model, Trainer } from '@gd-trainer/sdk';
    import { parseCsv } from '@gd-trainer/sdk/csv';
    import { readExperiment, toLink } from '@gd-trainer/sdk/view';
    const { columns } = parseCsv('__proto__,constructor,y\\n1,2,3\\n4,5,7\\n5,1,2\\n3,3,3\\n');
    const model = Model.fromJSON(JSON.parse(JSON.stringify(fitSync(columns, { target: 'y' }))));
    const trainer = new Trainer(columns, { target: 'y' });
    trainer.step('epoch', 5);
    const { state } = await readExperiment(await toLink({ state: trainer.toState() }));
    const again = Trainer.fromState(state);
    console.log(model.features.join(), again.snapshot.loss === trainer.snapshot.loss);
  `;
  const flags = ['--disable-proto=throw', '--input-type=module', '--eval', script];
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  expect(execFileSync(process.execPath, flags, { cwd, encoding: 'utf8' })).toBe(
    '__proto__,constructor true\n',
  );
});

it('leaves all prototypes as they were', expectNothingShared);
