import { core } from '@gd-trainer/core';
import { crossValidate, fit, GdError, type Model, moments, solveSync, Trainer, train } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { openFile } from '@gd-trainer/sdk/duckdb';
import { toOnnx, toSql } from '@gd-trainer/sdk/export';
import { fit as fitLean, type LinearModel, predict } from '@gd-trainer/sdk/lean';
import { narrate } from '@gd-trainer/sdk/narrate';
import { momentsFromSql } from '@gd-trainer/sdk/sql';
import { courseOf, Race, toLink } from '@gd-trainer/sdk/view';

const { columns } = parseCsv('a,y\n1,2\n3,4\n');
const model: Model = await fit(columns, {
  target: 'y',
  validation: 0.5,
  onEpoch: ({ loss }) => loss.toFixed(),
});
for await (const epoch of train([{ a: 1, y: null }], { target: 'y' })) epoch.weights[0]?.toFixed();
const lean: LinearModel = await fitLean(columns, { target: 'y' });
const trainer = new Trainer({ x: [[1, 2]], y: Float32Array.of(1) });
const sentence: string = narrate(trainer.facts[0], 'zh-CN');
const words: string[] = [
  sentence,
  toSql(model, 'trino'),
  core().backend,
  (await moments(columns)).target,
  toLink.name,
];
const numbers: number[] = [
  solveSync(columns).digits,
  toOnnx(model).length,
  words.length,
  courseOf(trainer).end,
  predict(lean, [1]),
  predict(model, { a: 1 }),
];
(await crossValidate(columns, { folds: 2 })).folds[0]?.r2.toFixed();
if (new GdError('DATA', '').code === 'DATA')
  numbers.push(Race.length, openFile.length, momentsFromSql.length);
// @ts-expect-error: there is no such option
await fit(columns, { lr: 1 });
// @ts-expect-error: results are read, not written
model.bias = 1;
