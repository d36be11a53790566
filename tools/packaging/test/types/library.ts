import { core } from '@gd-trainer/core';
import { crossValidate, fit, GdError, type Model, moments, solveSync, Trainer, train } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import { openFile } from '@gd-trainer/sdk/duckdb';
import { toOnnx, toSql } from '@gd-trainer/sdk/export';
import { fit as fitLean, type LinearModel, predict } from '@gd-trainer/sdk/lean';
import { narrate } from '@gd-trainer/sdk/narrate';
import { momentsFromSql } from '@gd-trainer/sdk/sql';
import { courseOf, Race, toLink } from '@gd-trainer/sdk/view';

/** Rows as an app declares them: by an interface, with keys that may be absent and keys that are no numbers. */
interface House {
  readonly id?: string;
  area: number;
  rooms?: number | null;
  sold: Date;
  garden: boolean;
  tags: string[];
  price: number;
}
const houses: House[] = [];
const ofHouses = { target: 'price', features: ['area', 'rooms'], missing: 'drop' } as const;
async function* houseByHouse(): AsyncGenerator<House> {
  yield* houses;
}
if (houses.length > 0) {
  const [house] = houses as [House];
  const fitted = await fit(houses, ofHouses);
  fitted.predict(house).toFixed();
  fitted.predictAll(houses).at(0)?.toFixed();
  fitted.update(houses).score(houses).r2.toFixed();
  (await crossValidate(houses, { ...ofHouses, folds: 5, shuffle: false })).rmse.toFixed();
  new Trainer(houses, ofHouses).step();
  (await moments(houses.values(), ofHouses)).n.toFixed();
  predict(await fitLean(houseByHouse, ofHouses), house).toFixed();
  await fit(houseByHouse(), { ...ofHouses, validation: houses });
  solveSync(
    { a: [1, undefined, null], big: [1n, 2n, 3n], when: houses.map(({ sold }) => sold), y: [1, 2, 3] },
    { target: 'y' },
  );
}
// @ts-expect-error: text is no source
solveSync('houses.csv', ofHouses);
// @ts-expect-error: a promise of rows is to be awaited
solveSync(Promise.resolve(5), 5);

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
