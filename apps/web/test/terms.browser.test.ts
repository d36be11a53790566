// Terms in the attribute `features`: read as everywhere, drawn as numbers, kept by the picker, carried by a link.
import { digitsAgreed } from '@gd-trainer/testing/digits';
import { csvOf, drawFeature, drawn, drawTable, plainName } from '@gd-trainer/testing/drawn-terms';
import { REGRESSIONS } from '@gd-trainer/testing/regressions';
import { afterEach, expect, test } from 'vitest';
import { dataSet, open, PENGUINS, press, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const features = 'poly(flipper_length_mm, 2),species,category(sex, ref: male)';
const WEIGHTS = [
  'flipper_length_mm',
  'flipper_length_mm^2',
  'species=Chinstrap',
  'species=Gentoo',
  'sex=female',
];

test('the attribute takes terms, commas within them among it, and every pane is made of numbers', async () => {
  const element = await open({ ...PENGUINS, features, optimizer: 'momentum' });
  expect(element.trainer?.features).toEqual(WEIGHTS);
  expect(element.trainer?.inputs).toEqual(['flipper_length_mm', 'species', 'sex']);
  for (const move of [() => element.step(), () => element.step('sample'), () => element.seek(5)]) {
    move();
    await element.updateComplete;
  }
  for (const summary of element.shadowRoot?.querySelectorAll('summary') ?? []) summary.click();
  await element.updateComplete;
  expect(text(element)).not.toMatch(/NaN|undefined|Infinity|\[object/);
  expect(text(element)).toContain('species=Gentoo');
});

test('a column that is ticked joins the terms, which stay', async () => {
  const element = await open({ ...PENGUINS, features });
  press(element, 'Data');
  await element.updateComplete;
  const boxes = [...(element.shadowRoot?.querySelectorAll('label') ?? [])];
  const box = boxes.find((label) => label.textContent?.trim() === 'bill_depth_mm');
  if (!box) throw new Error('no box for bill_depth_mm');
  const ready = new Promise((resolve) => element.addEventListener('gd-ready', resolve, { once: true }));
  box.querySelector('input')!.click();
  await ready;
  expect(element.trainer?.features).toEqual([...WEIGHTS, 'bill_depth_mm']);
});

test('a term that is none is told with its place', async () => {
  const element = await open({ ...PENGUINS }).then(async (opened) => {
    const failed = new Promise<Event>((resolve) =>
      opened.addEventListener('gd-error', resolve, { once: true }),
    );
    opened.setAttribute('features', 'log(flipper)');
    await failed;
    await opened.updateComplete;
    return opened;
  });
  expect(text(element)).toContain('term "log(flipper)", character 5: no column "flipper"');
});

test('a link brings the run on terms back, bit by bit', async () => {
  const element = await open({ ...PENGUINS, features, scale: 'standard' });
  element.seek(12);
  await element.updateComplete;
  const { weights, loss } = element.snapshot!;
  const link = await element.permalink();
  location.hash = new URL(link).hash;
  document.body.replaceChildren();
  const again = await open({ ...PENGUINS, features });
  expect([again.snapshot!.epoch, again.snapshot!.loss]).toEqual([12, loss]);
  expect([...again.snapshot!.weights]).toEqual([...weights]);
  location.hash = '';
});

test.each(REGRESSIONS)("the page comes to the weights of R's lm: $name", async (example) => {
  const { features: terms, target, intercept, csv, set, weights, bias } = example;
  const source = set ? { src: dataSet(set) } : { data: csv! };
  const model = { target, features: terms, scale: 'standard', intercept: String(intercept) };
  const element = await open({ ...source, ...model, 'learning-rate': 'auto' });
  // in closed form
  const found = element.trainer!.seek(1e9);
  const estimates = [...found.weights, found.bias];
  const digits = estimates.map((estimate, j) => digitsAgreed(estimate, [...weights, bias][j]!));
  expect(digits).toHaveLength(weights.length + 1);
  expect(Math.min(...digits)).toBeGreaterThan(8);
});

test('drawn terms in the attribute are the columns that they say', async () => {
  const next = drawn(22);
  for (let run = 0; run < 30; run++) {
    const table = drawTable(next, 24);
    const { text: terms, columns } = drawFeature(table, next);
    const element = await open({ data: csvOf(table), target: 'y', features: terms });
    expect(element.trainer!.features, terms).toEqual(columns.map(({ name }) => plainName(name)));
    for (const row of [0, 11, 23]) {
      for (const [j, value] of element.trainer!.sample(row).x.entries()) {
        const wanted = columns[j]!.values[row]!;
        expect(Math.abs(value - wanted), terms).toBeLessThanOrEqual(1e-12 * Math.abs(wanted));
      }
    }
    element.remove();
  }
});
