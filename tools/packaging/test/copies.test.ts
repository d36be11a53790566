import { cpSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { openProject } from '../project.ts';

type Sdk = typeof import('@gd-trainer/sdk');
type View = typeof import('@gd-trainer/sdk/view');
type Csv = typeof import('@gd-trainer/sdk/csv');
type Export = typeof import('@gd-trainer/sdk/export');

const project = openProject();
let ours: Sdk;
let theirs: Sdk;
const load = <Module>(copy: string, file: string): Promise<Module> =>
  import(pathToFileURL(project.path(copy, '@gd-trainer/sdk/dist', file)).href);

beforeAll(async () => {
  // as npm installs the sdk of an app whose own dependency wants another version of it
  cpSync(project.path('node_modules'), project.path('app/node_modules'), { recursive: true });
  ours = await load('node_modules', 'index.js');
  theirs = await load('app/node_modules', 'index.js');
});

const columns = { x: [1, 2, 3, 4], y: [3, 5, 7, 9] };

describe('two copies of the sdk in one process', () => {
  it('are two', () => {
    expect(ours.Trainer).not.toBe(theirs.Trainer);
    expect(ours.GdError).not.toBe(theirs.GdError);
  });

  it('recognise the errors of each other, and nothing else', async () => {
    const { parseCsv } = await load<Csv>('app/node_modules', 'csv.js');
    const thrown = [
      () => theirs.fitSync(columns, { learningRate: Number.NaN }),
      () => parseCsv('x,y\n"1'),
      () => theirs.Trainer.fromState({}),
    ].map(errorOf);
    for (const error of thrown) expect(error).toBeInstanceOf(ours.GdError);
    const others = [new Error('x'), { name: 'GdError' }, Object.assign(new Error('x'), { code: 'DATA' })];
    for (const other of [...others, null, undefined, 'GdError'])
      expect(other).not.toBeInstanceOf(ours.GdError);
  });

  it('take the moments of each other', async () => {
    const moments = await theirs.moments(columns, { target: 'y' });
    expect((await ours.fit(moments)).weights[0]).toBeCloseTo(2, 9);
    const own = await ours.moments(columns, { target: 'y' });
    expect(own.merge(moments).n).toBe(8);
  });

  it('follow the sessions of each other, and refuse what needs their insides by name', async () => {
    const { courseOf } = await load<View>('node_modules', 'view.js');
    const { toCode, toSql } = await load<Export>('node_modules', 'export.js');
    const trainer = new theirs.Trainer(columns, { target: 'y' });
    expect(courseOf(trainer).converges).toBeDefined();
    expect(toSql(theirs.fitSync(columns, { target: 'y' }), 'duckdb')).toContain('"x"');
    for (const act of [() => toCode(trainer, 'numpy'), () => new ours.Trainer(trainer)]) {
      expect(act).toThrow(
        expect.objectContaining({ code: 'OPTION', hint: expect.stringContaining('fromState') }),
      );
    }
    const adopted = ours.Trainer.fromState(trainer.toState());
    expect(toCode(adopted, 'numpy')).toContain('numpy');
  });
});

function errorOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
