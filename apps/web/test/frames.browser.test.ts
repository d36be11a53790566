// The page says and draws what it did, word by word and mark by mark. `npm test -- frames.browser --update` takes it anew: look at it.
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { CHARTS, dataSet, type GdTrainerElement, LINE, open, PENGUINS } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const CAR_FEATURES = 'cylinders,displacement,horsepower,weight,acceleration,model_year';
const RATES = [{ learningRate: 0.3 }, { optimizer: 'momentum' }] as const;

interface Run {
  readonly attributes: Readonly<Record<string, string>>;
  readonly panes?: string;
  /** Charts of the panes, all of them; default: one of each. */
  readonly charts?: number;
  /** What is done before the charts are looked at. */
  readonly act?: (element: GdTrainerElement) => void;
}
/** A run for all that charts tell apart. */
const RUNS: Readonly<Record<string, Run>> = {
  lecture: {
    attributes: { src: dataSet('lecture'), 'batch-size': '1', scale: 'none', 'learning-rate': '0.1' },
    act: (element) => element.step('sample'),
  },
  'one feature': { attributes: { ...LINE, optimizer: 'momentum' }, act: (element) => element.seek(5) },
  diverging: {
    attributes: { ...LINE, scale: 'none', 'learning-rate': '1.2' },
    act: (element) => element.seek(4),
  },
  race: {
    attributes: { ...PENGUINS, 'learning-rate': '0.3' },
    act(element) {
      element.seek(4);
      element.race(RATES);
      element.seek(9);
      element.seek(7);
    },
  },
  'six features': {
    attributes: { src: dataSet('cars'), target: 'mpg', features: CAR_FEATURES },
    panes: 'fit,neuron',
    act: (element) => element.seek(9),
  },
  'held out': {
    attributes: { ...PENGUINS, validation: '0.2', patience: '3', 'learning-rate': '0.3' },
    panes: 'loss',
    act(element) {
      element.seek(40);
      element.seek(5);
    },
  },
  choices: { attributes: PENGUINS, panes: 'summary,diagnosis,penalty', charts: 4 },
  drawers: {
    attributes: { ...PENGUINS, validation: '0.2', 'learning-rate': '3' },
    panes: 'loss,data,settings,race,share',
    charts: 1,
    act(element) {
      element.race(RATES);
      element.seek(20);
    },
  },
};

/** The marks of a chart, a line each, in whole pixels. */
const marksOf = (chart: SVGSVGElement): string =>
  chart.outerHTML
    .replace(/<!--.*?-->|\s(?:role|aria-label|tabindex|data-link)="[^"]*"/gs, '')
    .replace(/-?\d+\.\d+/g, (number) => String(Math.round(Number(number)) + 0))
    .replace(/>\s+</g, '><')
    .replace(/<(?!\/)/g, '\n<');

const FIELDS = 'button, input, select, textarea';

/** All that is seen as text or can be operated, a line each. */
function wordsOf(element: GdTrainerElement): string {
  const lines: string[] = [];
  const visit = (node: Node): void => {
    if (node instanceof Text) lines.push((node.textContent ?? '').replace(/\s+/g, ' ').trim());
    if (!(node instanceof Element)) return;
    // what has no box of its own may hold what has
    const isSeen = node.checkVisibility() || getComputedStyle(node).display === 'contents';
    if (!isSeen || node.matches('style, svg')) return;
    if (node.matches(FIELDS)) lines.push(fieldOf(node as HTMLInputElement));
    if (!node.matches('select')) node.childNodes.forEach(visit);
  };
  element.shadowRoot!.childNodes.forEach(visit);
  return lines.filter((line) => line !== '').join('\n');
}

function fieldOf(field: HTMLInputElement): string {
  const { type, ariaLabel, value, checked, disabled, min, max } = field;
  const range = type === 'range' ? `${min} to ${max}: ` : '';
  const state = type === 'checkbox' ? String(checked) : range + value;
  return `[${[type, ariaLabel, state, disabled && 'disabled'].filter(Boolean).join(' ')}]`;
}

/** Two frames: one for a size to be seen, one for it to be drawn. */
const frames = (): Promise<unknown> =>
  new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));

test.each(Object.entries(RUNS))('%s', async (name, run) => {
  const { attributes, panes = CHARTS.join(','), charts = panes.split(',').length, act } = run;
  const drawn: string[] = [];
  for (const width of [360, 1280]) {
    await page.viewport(width, 900);
    const element = await open({ ...attributes, panes });
    act?.(element);
    const shown = () => [...element.shadowRoot!.querySelectorAll<SVGSVGElement>('.plot svg.chart')];
    await expect.poll(() => shown().length).toBe(charts);
    await frames();
    await element.updateComplete;
    drawn.push(`${width} px wide\n`, wordsOf(element), ...shown().map(marksOf));
    element.remove();
  }
  await expect(`${drawn.join('\n')}\n`).toMatchFileSnapshot(`frames/${name}.txt`);
});
