import { OPTIMIZERS } from '@gd-trainer/sdk';
import { LECTURE_ROWS, lossesAt, meanOf, NAMELESS_LOSS } from '@gd-trainer/testing/lecture';
import { afterEach, describe, expect, test } from 'vitest';
import { enter, open, PENGUINS, part } from './open-element.ts';

type Element = Parameters<typeof part>[0];

afterEach(() => document.body.replaceChildren());

const UPDATE = '[data-pane=ledger] .update';

const titleIn = (element: Element): string => part(element, `${UPDATE} h3`).textContent;

/** The weights, as text, that the update on show ends with, in the space of the descent. */
function weightsIn(element: Element): string[] {
  const lines = [...part(element, `${UPDATE} ul`).querySelectorAll('li[data-link^=w]')];
  return lines.map((line) =>
    [...line.querySelectorAll('.pieces math')]
      .at(-1)!
      .textContent.replace(/[=\s,]/g, '')
      .replace('−', '-'),
  );
}

/** Whether a number is written as another is, to its last digit. */
function expectRounded(text: string, value: number): void {
  const decimals = text.split('.')[1]?.length ?? 0;
  expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.500001 * 10 ** -decimals);
}

describe.each(OPTIMIZERS)('%s', (optimizer) => {
  describe.each(optimizer === 'cg' ? ['full'] : ['full', '1', '32'])('batch size %s', (batchSize) => {
    test.each([
      ['standard', '7', '1'],
      ['none', '8', '77'],
    ])('scale %s, seed %s, sample %s: the update shown is the one then made', async (scale, seed, sample) => {
      const element = await open({ ...PENGUINS, optimizer, 'batch-size': batchSize, scale, seed });
      for (let steps = 0; steps < 3; steps++) {
        element.seek(steps);
        enter(element, '[data-pane=ledger] input.short', sample);
        await element.updateComplete;
        expect(titleIn(element)).toBe('The next update');
        const weights = weightsIn(element);
        element.step('batch');
        for (const [j, value] of element.snapshot!.scaled.weights.entries())
          expectRounded(weights[j]!, value);
        await element.updateComplete;
        if (batchSize === 'full') continue;
        // the row it used is shown now, and the update as the one made
        expect(titleIn(element)).toBe('The update just made');
        expect(weightsIn(element)).toEqual(weights);
      }
    });
  });
});

test('of batches the rows are named that the next one draws', async () => {
  const element = await open({ ...PENGUINS, 'batch-size': '4', seed: '3' });
  const named = part(element, `${UPDATE} p`)
    .textContent.match(/Drawn: rows ([\d, ]+)\./)![1]!
    .split(', ');
  element.step('batch');
  const { trainer } = element;
  expect(named).toEqual(trainer!.batch.map((row) => String(trainer!.sample(row).row)));
});

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** A formula as a calculator takes it, fractions with their bar. */
function keyed(node: globalThis.Element): string {
  if (node.localName === 'mfrac') return `((${keyed(node.children[0]!)})/(${keyed(node.children[1]!)}))`;
  if (node.localName === 'msup') return `(${keyed(node.children[0]!)})**${keyed(node.children[1]!)}`;
  if (node.children.length > 0) return [...node.children].map(keyed).join('');
  return (node.textContent ?? '')
    .replace(
      /10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g,
      (_, power: string) =>
        `1e${[...power].map((digit) => (digit === '⁻' ? '-' : SUPERSCRIPTS.indexOf(digit))).join('')}`,
    )
    .replace(/(?<=\d),(?=\d)/g, '')
    .replaceAll('−', '-')
    .replaceAll(/[⋅×]/g, '*')
    .trim();
}

/** What stands between the last two signs of equality, as a number, and what stands behind the last as text. */
function calculationIn(line: globalThis.Element): { calculated: number; printed: string } | undefined {
  const text = [...line.querySelectorAll('.pieces math')].map(keyed).join('').replace('←', '=');
  const [numbers, printed] = text.split('=').slice(-2) as [string, string];
  if (/[^\d.e()*/+ -]/.test(numbers) || numbers === '') return undefined;
  const calculated = new Function(`return ${numbers.replaceAll('--', '- -')}`)() as number;
  return { calculated, printed };
}

/** Half a unit of the last place of a text with so many digits. */
const halfUnit = (printed: string, significant: number | undefined): number => {
  const value = Math.abs(Number(new Function(`return ${printed}`)()));
  const decimals = printed.split('.')[1]?.length ?? 0;
  if (significant === undefined && !printed.includes('e')) return 0.5000001 * 10 ** -decimals;
  return (
    0.5000001 * 10 ** (Math.floor(Math.log10(value || 1)) + 1 - (printed.includes('e') ? 3 : significant!))
  );
};

test.each([
  [{}, 0],
  [{ scale: 'none', 'learning-rate': '1e-5' }, 3],
  [{ 'batch-size': '1', 'learning-rate': '0.05' }, 2],
  [{ optimizer: 'momentum' }, 5],
  [{ optimizer: 'adam', 'batch-size': '32', l2: '0.1' }, 4],
  [{ lang: 'zh-CN', 'learning-rate': '0.37' }, 9],
] as const)(
  '%j: a calculator comes to every number of the chain rule as it is printed',
  async (attributes, epoch) => {
    const element = await open({ ...PENGUINS, ...attributes });
    let checked = 0;
    for (let sample = 1; sample <= 40; sample++) {
      element.seek(epoch + (sample % 4));
      enter(element, '[data-pane=ledger] input.short', String(sample));
      await element.updateComplete;
      for (const line of part(element, '[data-pane=ledger] .ledger').querySelectorAll('li')) {
        const calculation = calculationIn(line);
        if (!calculation) continue;
        const { calculated, printed } = calculation;
        const isUpdate = line.closest('.update') !== null;
        const value = new Function(`return ${printed}`)() as number;
        const text = line.textContent;
        expect(Math.abs(calculated - value), text).toBeLessThanOrEqual(
          halfUnit(printed, isUpdate ? undefined : 5),
        );
        checked++;
      }
      // L from the error as it is printed
      const [error, loss] = ['residual', 'loss'].map((link) => {
        const line = part(element, `[data-pane=ledger] li[data-link=${link}]`);
        return new Function(
          `return ${keyed([...line.querySelectorAll('.pieces math')].at(-1)!).slice(1)}`,
        )() as number;
      });
      expect(Math.abs(0.5 * error! ** 2 - loss!)).toBeLessThanOrEqual(
        halfUnit(String(loss), loss! >= 1e7 || loss! < 1e-4 ? 3 : 5),
      );
    }
    expect(checked).toBeGreaterThan(200);
  },
);

test('back in the units of the data stand the weights and the bias after the update', async () => {
  const element = await open({ ...PENGUINS, 'learning-rate': '0.3' });
  element.seek(2);
  await element.updateComplete;
  const lines = [...part(element, '[data-pane=ledger] .update').querySelectorAll('ul')]
    .at(-1)!
    .querySelectorAll('li');
  const shown = [...lines].map((line) => Number(calculationIn(line)!.printed));
  element.step();
  const { weights, bias } = element.snapshot!;
  for (const [i, value] of [...weights, bias].entries()) expect(shown[i]).toBeCloseTo(value, 1);
});

describe('the loss of one row and that of all', () => {
  test.each([
    ['en', 'mean loss', /Epoch\s+sample 1 of 4$/],
    ['zh-CN', '平均损失', /轮次\s+样本 1\/4$/],
  ])('in %s have names of their own, and samples count from the first epoch', async (lang, name, place) => {
    const csv = ['x1,x2,y', ...LECTURE_ROWS].join('\n');
    const element = await open({
      data: csv,
      target: 'y',
      'batch-size': '1',
      scale: 'none',
      shuffle: 'false',
      'learning-rate': '0.1',
      lang,
    });
    for (const parameters of [
      [0, 0, 0],
      [1.6, 0.8, 0.8],
    ] as const) {
      const facts = [...part(element, '[part=facts]').children].map((fact) => fact.textContent);
      const mean = facts.find((text) => text.replace(/\s+/g, ' ').trim().startsWith(name))!;
      expect(Number(/[\d.]+\s*$/.exec(mean)![0])).toBeCloseTo(meanOf(lossesAt(parameters)), 3);
      // after a step the one just made is shown, of the same row from the same start
      const own = part(element, '[data-pane=ledger] li[data-link=loss] .pieces').textContent;
      expect(Number(/=\s*([\d.]+)\D*$/.exec(own)![1])).toBe(32);
      const page = element.shadowRoot!;
      const spoken = [...page.querySelectorAll('[aria-label]')].map((part) => part.ariaLabel).join('\n');
      expect(NAMELESS_LOSS.exec(`${page.textContent}\n${spoken}`)?.[0]).toBeUndefined();
      element.step('sample');
      await element.updateComplete;
      enter(element, '[data-pane=ledger] input.short', '1');
      await element.updateComplete;
      if (parameters[0] === 0) expect(part(element, 'label.epoch').textContent).toMatch(place);
    }
  });
});

test('a symbol is alive wherever it stands, and lights up whatever means the same', async () => {
  const element = await open(PENGUINS);
  const page = element.shadowRoot!;
  const linkOf = (node: globalThis.Element): string | undefined =>
    node.closest<HTMLElement>('math [data-link]')?.dataset.link;
  const MEANT: Readonly<Record<string, string>> = {
    'y^': 'prediction',
    'w~1': 'w0',
    'w~2': 'w1',
    'b~': 'b',
    w1: 'w0',
    w2: 'w1',
    z1: 'x-w0',
    z2: 'x-w1',
    '∂L∂y^': 'slope',
  };
  const symbols = [...page.querySelectorAll('.ledger :is(.symbol, .pieces) :is(mover, msub, mfrac)')].filter(
    ({ textContent }) => MEANT[textContent],
  );
  // y − ŷ and ∂L/∂ŷ are each one thing, whatever they are made of
  const wholes = ['residual', 'slope'];
  for (const symbol of symbols) expect([MEANT[symbol.textContent], ...wholes]).toContain(linkOf(symbol));
  const slopes = symbols.filter(({ textContent }) => textContent === '∂L∂y^');
  // worked out once, and used twice in each of three lines
  expect(slopes).toHaveLength(1 + 2 * 3);

  const PLACES = [
    '[part=equation]',
    '.ledger',
    ...['neuron', 'descent', 'fit'].map((name) => `[data-plot=${name}]`),
  ];
  const places = (nodes: readonly HTMLElement[]): string[] =>
    PLACES.filter((place) => nodes.some((node) => node.closest(place)));
  const seen = new Map<string, string[]>();
  for (const link of new Set(symbols.map((symbol) => linkOf(symbol)!))) {
    const alike = [...page.querySelectorAll<HTMLElement>(`[data-link="${link}"]`)];
    const written = [...page.querySelectorAll<HTMLElement>(`math [data-link="${link}"]`)];
    for (const pointed of written) {
      pointed.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      await element.updateComplete;
      expect([...page.querySelectorAll('[data-lit]')], link).toEqual(alike);
    }
    seen.set(link, places(alike));
  }
  expect(Object.fromEntries(seen)).toEqual({
    prediction: ['.ledger', '[data-plot=neuron]', '[data-plot=fit]'],
    residual: ['.ledger', '[data-plot=fit]'],
    slope: ['.ledger', '[data-plot=neuron]'],
    'x-w0': ['.ledger', '[data-plot=neuron]'],
    'x-w1': ['.ledger', '[data-plot=neuron]'],
    w0: ['[part=equation]', '.ledger', '[data-plot=neuron]', '[data-plot=descent]'],
    w1: ['[part=equation]', '.ledger', '[data-plot=neuron]', '[data-plot=descent]'],
    b: ['[part=equation]', '.ledger', '[data-plot=neuron]'],
  });
});

test('numbers from before the update just made are said to be so, and those of the next one are not', async () => {
  for (const [lang, words] of [
    ['en', 'before this update'],
    ['zh-CN', '这次更新之前'],
  ] as const) {
    const element = await open({ ...PENGUINS, 'batch-size': '1', lang });
    const told = (): (string | undefined)[] =>
      ['neuron', 'ledger'].map((name) =>
        part(element, `[data-pane=${name}]`).textContent.split(words)[1]?.slice(0, 0),
      );
    expect(told()).toEqual([undefined, undefined]);
    element.step('sample');
    await element.updateComplete;
    expect(titleIn(element)).not.toBe('');
    expect(told()).toEqual(['', '']);
    element.remove();
  }
});

describe.each([
  ['en', 'why', ['outer times inner derivative', 'is held constant', 'goes against it']],
  ['zh-CN', '为什么', ['外层导数乘内层导数', '都看作常数', '走的距离是']],
] as const)('in %s', (lang, label, phrases) => {
  test('each line of the ledger says why, one at a time, by a button', async () => {
    const element = await open({ ...PENGUINS, 'batch-size': '1', lang });
    const lines = () => [...element.shadowRoot!.querySelectorAll('[data-pane=ledger] li')];
    const said = new Set<string>();
    for (const [i, line] of lines().entries()) {
      const button = line.querySelector<HTMLButtonElement>('button.why')!;
      expect(button.textContent).toContain(label);
      button.click();
      await element.updateComplete;
      expect(lines().map((other) => other.querySelectorAll('.reason').length > 0)).toEqual(
        lines().map((_, other) => other === i),
      );
      expect(button.ariaExpanded).toBe('true');
      for (const reason of line.querySelectorAll('.reason')) said.add(reason.textContent);
    }
    // ŷ, y − ŷ, L, ∂L/∂ŷ; three products; three updates; three back in the units of the data
    expect(lines()).toHaveLength(13);
    for (const phrase of phrases) expect([...said].some((reason) => reason.includes(phrase))).toBe(true);
    lines().at(-1)!.querySelector<HTMLButtonElement>('button.why')!.click();
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('.reason')).toBeNull();
  });
});
