import { OPTIMIZERS } from '@gd-trainer/sdk';
import { afterEach, describe, expect, test } from 'vitest';
import { create, dataSet, type GdTrainerElement, once, open, PENGUINS, part, press } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

/** Works the run and opens every table; what is drawn then must be made of numbers. */
async function work(element: GdTrainerElement): Promise<string> {
  for (const move of [() => element.step(), () => element.step('sample'), () => element.seek(5)]) {
    move();
    await element.updateComplete;
  }
  for (const summary of element.shadowRoot?.querySelectorAll('summary') ?? []) summary.click();
  element.learningRate = 0.001;
  await element.updateComplete;
  const drawn = element.shadowRoot?.innerHTML.replace(/<style.*?<\/style>/gs, '') ?? '';
  element.reset();
  return drawn;
}

const NO_NUMBER = /NaN|undefined|Infinity|\[object/;

describe.each(OPTIMIZERS.filter((name) => name !== 'cg'))('%s', (optimizer) => {
  describe.each(['full', '1', '32'])('batch size %s', (batchSize) => {
    test.each(['standard', 'none'])('scale %s: steps, seeks and changes its rate', async (scale) => {
      const element = await open({ ...PENGUINS, optimizer, 'batch-size': batchSize, scale });
      expect(await work(element)).not.toMatch(NO_NUMBER);
      expect(element.snapshot?.epoch).toBe(0);
      expect(element.trainer?.options).toMatchObject({ optimizer, scale, learningRate: 0.001 });
    });
  });
});

test.each(['standard', 'none'])(
  'cg finds its rate: scale %s shows no number, and takes none',
  async (scale) => {
    const element = await open({ ...PENGUINS, optimizer: 'cg', scale });
    expect(part(element, 'input[type=range]#rate').matches(':disabled')).toBe(true);
    expect(await work(element)).not.toMatch(NO_NUMBER);
    expect(element.trainer?.options).toMatchObject({ optimizer: 'cg', scale, learningRate: 'auto' });
    const batches = await open({ ...PENGUINS, 'batch-size': '32' });
    const offers = (one: GdTrainerElement): boolean =>
      [...one.shadowRoot!.querySelectorAll('option')].some(({ text }) => text === 'conjugate gradients');
    for (const one of [element, batches]) {
      press(one, 'Settings');
      await one.updateComplete;
    }
    expect([offers(element), offers(batches)]).toEqual([true, false]);
  },
);

test.each([
  ['an l2 penalty', { ...PENGUINS, l2: '5' }],
  ['an l1 penalty', { src: dataSet('plane'), l1: '0.5' }],
  ['no bias', { src: dataSet('plane'), intercept: 'false' }],
  ['start values', { src: dataSet('plane'), weights: '1,2', bias: '3' }],
  ['one feature', { src: dataSet('temperature'), optimizer: 'momentum', momentum: '0.5' }],
  ['collinear and constant columns', { data: 'a,b,c,y\n1,2,5,1\n2,4,5,2\n3,6,5,3\n4,8,5,5\n' }],
  ['a single row', { data: 'a,y\n1,2\n' }],
])('%s', async (_, attributes) => {
  const element = await open(attributes as Record<string, string>);
  expect(await work(element)).not.toMatch(NO_NUMBER);
});

test('a file of more columns than a page can show starts with thirty of them', async () => {
  const names = Array.from({ length: 200 }, (_, j) => `c${j}`);
  const rows = Array.from({ length: 50 }, (_, i) => names.map((_, j) => Math.sin(i * (j + 1))).join(','));
  const element = await open({ data: [names.join(','), ...rows].join('\n') });
  expect(element.trainer?.target).toBe('c199');
  expect(element.trainer?.features.length).toBe(30);
  expect(part(element, '.equation').textContent).toContain('(24 more)');
});

describe('the epoch', () => {
  test('is where the run opens, and where it goes when it changes', async () => {
    const element = await open({ ...PENGUINS, epoch: '7' });
    expect(element.snapshot?.epoch).toBe(7);
    const stepped = await open(PENGUINS);
    for (let epoch = 0; epoch < 7; epoch++) stepped.step('epoch');
    expect(element.snapshot?.loss).toBeCloseTo(stepped.snapshot!.loss, 6);
    element.epoch = 2;
    await element.updateComplete;
    expect([element.snapshot?.epoch, element.getAttribute('epoch')]).toEqual([2, '2']);
    element.removeAttribute('epoch');
    await element.updateComplete;
    expect(element.snapshot?.epoch).toBe(0);
  });

  test.each(['-1', '1.5', 'last'])('that is none, %s, is an error that names it', async (epoch) => {
    const element = create({ ...PENGUINS, epoch });
    const failed = once(element, 'gd-error');
    document.body.append(element);
    const { detail } = await failed;
    expect(detail).toMatchObject({ code: 'OPTION', message: expect.stringContaining('epoch') });
  });
});

test('a best rate just below the limit does not look like it, and a small rate stands whole in its field', async () => {
  const element = await open({ ...PENGUINS, scale: 'none', 'learning-rate': 'auto', lang: 'en' });
  const marks = [...(element.shadowRoot?.querySelectorAll('.rate .marks text') ?? [])].map(
    (mark) => mark.textContent,
  );
  expect(marks.map((mark) => mark.trim())).toEqual(['best <', 'limit 4.9×10⁻⁵']);
  expect(part<HTMLInputElement>(element, '.rate .number').value).toBe('4.89e-5');
});
