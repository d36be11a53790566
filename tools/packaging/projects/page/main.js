// The element trains by itself; the library on the same rows.
import { fit } from '@gd-trainer/sdk';
import { parseCsv } from '@gd-trainer/sdk/csv';
import '@gd-trainer/web';

const rows = await fetch('/penguins.csv');
const { columns } = parseCsv(await rows.text());
const features = ['flipper_length_mm', 'bill_depth_mm'];
const { weights } = await fit(columns, { target: 'body_mass_g', features, missing: 'drop' });
document.querySelector('output').value = JSON.stringify([...weights]);
