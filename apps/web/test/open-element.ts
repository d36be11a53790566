import '../dist/gd-trainer.js';
import { PANES } from '@gd-trainer/sdk/view';
import type { GdTrainerElement } from '../dist/types/define.js';

export type { GdTrainerElement };

/** Panes that are a chart; the chain rule is read. */
export const CHARTS = PANES.filter((pane) => pane !== 'ledger');

/** Address of a bundled data set. */
export const dataSet = (name: string): string =>
  new URL(`../../../packages/datasets/sets/${name}.csv`, import.meta.url).href;

export const PENGUINS = {
  src: dataSet('penguins'),
  target: 'body_mass_g',
  features: 'flipper_length_mm,bill_depth_mm',
} as const;

/** Three rows on y = 2·x + 1. */
export const LINE = { data: 'x,y\n0,1\n1,3\n2,5\n' } as const;

/** The element in the page with a run in it. */
export async function open(attributes: Readonly<Record<string, string>>): Promise<GdTrainerElement> {
  const element = create(attributes);
  const ready = once(element, 'gd-ready');
  document.body.append(element);
  await ready;
  await element.updateComplete;
  return element;
}

/** The element, not yet in the page, with all panes unless others are asked for. */
export function create(attributes: Readonly<Record<string, string>>): GdTrainerElement {
  const element = document.createElement('gd-trainer');
  for (const [name, value] of Object.entries({ panes: 'all', ...attributes }))
    element.setAttribute(name, value);
  return element;
}

export const once = (target: EventTarget, name: string): Promise<CustomEvent> =>
  new Promise((resolve) => {
    target.addEventListener(name, (event) => resolve(event as CustomEvent), { once: true });
  });

/** All that can be read in the element. */
export const text = (element: GdTrainerElement): string =>
  (element.shadowRoot?.textContent ?? '').replace(/\s+/g, ' ');

export function part<E extends Element = HTMLElement>(element: GdTrainerElement, selector: string): E {
  const found = element.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`nothing in the element matches ${selector}`);
  return found;
}

/** A click on the button with this name. */
export function press(element: GdTrainerElement, name: string): void {
  const buttons = element.shadowRoot?.querySelectorAll('button') ?? [];
  const found = [...buttons].find((button) => (button.ariaLabel ?? button.textContent)?.trim() === name);
  if (!found) throw new Error(`no button "${name}"`);
  found.click();
}

/** Types a value into a field or moves a slider to it. */
export function enter(element: GdTrainerElement, selector: string, value: string): void {
  const field = part<HTMLInputElement>(element, selector);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
