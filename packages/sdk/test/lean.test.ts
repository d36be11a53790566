import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as sdk from '@gd-trainer/sdk';
import * as lean from '@gd-trainer/sdk/lean';
import { describe, expect, it } from 'vitest';

const rows = { a: [1, 2, 3, 4, 6, 7], b: [2, 1, 4, 3, 9, 5], y: [3, 4, 7, 8, 12, 12] };

/** Runs of every kind: on moments, by batches, with rows held out, on chunks. */
const RUNS: readonly (readonly [string, sdk.FitOptions])[] = [
  ['gd', {}],
  ['momentum', { optimizer: 'momentum' }],
  ['batches', { batchSize: 2, epochs: 20 }],
  ['validation', { validation: 0.34, epochs: 50 }],
  ['lasso', { l1: 0.1 }],
];

describe('lean fitting', () => {
  it.each(RUNS)('gives the numbers of the main entry as plain data: %s', async (_, more) => {
    const options = { target: 'y', ...more };
    const { training, ...model } = await lean.fit(rows, options);
    const { training: expected, ...full } = await sdk.fit(rows, options);
    expect(Object.getPrototypeOf(model)).toBe(Object.prototype);
    expect({ ...model }).toEqual({ ...full });
    expect(training).toEqual(expected);
    expect({ ...lean.fitSync(rows, options) }).toEqual({ training, ...model });
  });

  it('takes streams', async () => {
    const chunks = async function* () {
      yield { a: [1, 2, 3], b: [2, 1, 4], y: [3, 4, 7] };
      yield { a: [4, 6, 7], b: [3, 9, 5], y: [8, 12, 12] };
    };
    for (const options of [{ target: 'y' }, { target: 'y', batchSize: 2, epochs: 5 }]) {
      expect(await lean.fit(chunks, options)).toEqual(lean.fitSync(rows, options));
    }
    expect((await lean.solve(chunks, { target: 'y' })).weights).toHaveLength(2);
  });

  it('solves as the main entry does', async () => {
    const solution = await lean.solve(rows, { target: 'y' });
    expect({ ...sdk.solveSync(rows, { target: 'y' }) }).toEqual(solution);
    expect(lean.solveSync(rows, { target: 'y' })).toEqual(solution);
  });
});

describe('functions beside lean models', () => {
  const model = lean.fitSync(rows, { target: 'y', epochs: 40, learningRate: 0.3 });
  const full = new sdk.Model(model);

  it('answer as the methods of the main entry do', () => {
    expect(lean.predict(model, { a: 2, b: 5 })).toBe(full.predict([2, 5]));
    expect(lean.predictAll(model, rows)).toEqual(full.predictAll(rows));
    expect(lean.score(model, rows)).toEqual(full.score(rows));
    expect(lean.summaryOf(model)).toEqual(full.summary());
    expect(lean.stateAt(model, 7)).toEqual(full.at(7));
    expect(lean.forecastOf(model).eigenvalues).toEqual(full.forecast.eigenvalues);
    expect({ ...full.update(rows) }).toEqual(lean.updated(model, rows));
    expect(lean.toJSON(model)).toEqual(full.toJSON());
    expect(lean.fromJSON(JSON.parse(JSON.stringify(lean.toJSON(model))))).toEqual(model);
  });

  it('know of a run by batches what was known before it', () => {
    const options = { target: 'y', batchSize: 2, epochs: 9, optimizer: 'momentum' } as const;
    const { epochsTo, ...known } = sdk.forecast(rows, options);
    expect(lean.forecastOf(lean.fitSync(rows, options))).toMatchObject(known);
  });
});

describe('without WebAssembly', () => {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  /** What a program of the lean entry prints; without a compiler V8 has no WebAssembly either. */
  const print = (program: string): string =>
    execFileSync(
      process.execPath,
      [
        '--jitless',
        '--input-type=module',
        '--eval',
        `import { fit, fitSync, init, solve } from '@gd-trainer/sdk/lean';
const rows = ${JSON.stringify(rows)};
const options = { target: 'y' };
${program}`,
      ],
      { cwd, encoding: 'utf8' },
    ).trim();
  const weights = [...lean.fitSync(rows, { target: 'y' }).weights].join();

  it('what is waited for loads the other kernels, to the same bits', () => {
    expect(print('console.log((await fit(rows, options)).weights.join())')).toBe(weights);
    expect(print('console.log((await solve(rows, options)).status)')).toBe('exact');
    const batches = { target: 'y', batchSize: 2, epochs: 5 };
    expect(print(`console.log((await fit(rows, ${JSON.stringify(batches)})).weights.join())`)).toBe(
      lean.fitSync(rows, batches).weights.join(),
    );
  });

  it('what is not waited for says that it needs init, and works after it', () => {
    const refused =
      'try { fitSync(rows, options) } catch ({ name, code, hint }) { console.log(name, code, hint) }';
    expect(print(refused)).toMatch(/^GdError UNSUPPORTED await init\(\) first/);
    expect(print('await init(); console.log(fitSync(rows, options).weights.join())')).toBe(weights);
  });
});
