// Node: the library from one package, the rows from another.
import { readFileSync } from 'node:fs';
import { fit } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';

const { columns } = parseCsv(
  readFileSync(new URL(import.meta.resolve('gd-trainer/dist/data/penguins.csv')), 'utf8'),
);
const features = ['flipper_length_mm', 'bill_depth_mm'];
const { weights } = await fit(columns, { target: 'body_mass_g', features, missing: 'drop' });
console.log(JSON.stringify([...weights]));
