// Writes penguins.csv, cars.csv and temperature.csv into packages/datasets/sets from the npm package vega-datasets 3.2.1,
// which carries the same tables as JSON and CSV. The package is no dependency: unpack it anywhere, then
//   node tools/datasets/convert.mjs path/to/vega-datasets
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, exit } from 'node:process';

const folder = argv[2];
if (!folder) {
  console.error('expected the folder of an unpacked vega-datasets 3.2.1, got nothing');
  exit(2);
}
const output = new URL('../../packages/datasets/sets/', import.meta.url);

const readJson = (file) => JSON.parse(readFileSync(join(folder, 'data', file), 'utf8'));
const write = (file, header, rows) => {
  const lines = [header, ...rows].map((cells) => cells.join(','));
  writeFileSync(new URL(file, output), `${lines.join('\n')}\n`);
};

/** A missing value is an empty cell. */
const cell = (value) => value ?? '';

// The order of palmerpenguins: Adelie, Gentoo, Chinstrap; vega-datasets has the last two the other way round.
// It also leaves out the year of the visit. Within a species the rows follow the years, so the number of rows per
// visit restores it (counted in palmerpenguins: island by island for Adelie).
const VISITS = {
  Adelie: { 2007: 50, 2008: 50, 2009: 52 },
  Gentoo: { 2007: 34, 2008: 46, 2009: 44 },
  Chinstrap: { 2007: 26, 2008: 18, 2009: 24 },
};
const SEX = { MALE: 'male', FEMALE: 'female' };

function penguins() {
  const all = readJson('penguins.json');
  const header = 'species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year';
  const rows = Object.entries(VISITS).flatMap(([species, visits]) => {
    const years = Object.entries(visits).flatMap(([year, count]) => Array(count).fill(year));
    return all
      .filter((bird) => bird.Species === species)
      .map((bird, i) => [
        species,
        bird.Island,
        cell(bird['Beak Length (mm)']),
        cell(bird['Beak Depth (mm)']),
        cell(bird['Flipper Length (mm)']),
        cell(bird['Body Mass (g)']),
        // one bird has "." for its sex: unknown, as in palmerpenguins
        cell(SEX[bird.Sex]),
        years[i],
      ]);
  });
  write('penguins.csv', header.split(','), rows);
}

// The 398 rows of UCI's Auto MPG: the StatLib table without the 8 cars whose consumption is unknown. vega-datasets
// books the models of 1981 under 1982; in the table 1982 begins with the Chevrolet Cavalier.
function cars() {
  const known = readJson('cars.json').filter((car) => car.Miles_per_Gallon !== null);
  const first1982 = known.findIndex((car) => car.Name === 'chevrolet cavalier');
  const header = 'mpg,cylinders,displacement,horsepower,weight,acceleration,model_year,origin,name';
  const rows = known.map((car, i) => {
    const year = Number(car.Year.slice(0, 4));
    return [
      car.Miles_per_Gallon,
      car.Cylinders,
      car.Displacement,
      cell(car.Horsepower),
      car.Weight_in_lbs,
      car.Acceleration,
      year === 1982 && i < first1982 ? 1981 : year,
      car.Origin,
      car.Name,
    ];
  });
  write('cars.csv', header.split(','), rows);
}

function temperature() {
  const [, ...lines] = readFileSync(join(folder, 'data/global-temp.csv'), 'utf8').trim().split(/\r?\n/);
  const rows = lines.map((line) => line.split(','));
  write('temperature.csv', ['year', 'anomaly_c'], rows);
}

penguins();
cars();
temperature();
