import { OPTIONS, PAGE_SETTINGS, PANES } from '@gd-trainer/sdk/view';
import { foreignNames } from '@gd-trainer/testing/surfaces';
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { create, type GdTrainerElement, LINE, once, open, PENGUINS, part, press } from './open-element.ts';

const attributeOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

afterEach(() => document.body.replaceChildren());

test('properties take the text of their attributes, as frameworks set them', async () => {
  const element = create({});
  Object.assign(element, {
    ...PENGUINS,
    learningRate: '0.25',
    batchSize: '16',
    momentum: 'auto',
    epochs: '50',
    shuffle: 'false',
    weights: '1,2',
    bias: '3',
    speed: '30',
    controls: 'play,step',
  });
  const ready = once(element, 'gd-ready');
  document.body.append(element);
  await ready;
  const { trainer } = element;
  expect(trainer!.features).toEqual(['flipper_length_mm', 'bill_depth_mm']);
  expect(trainer!.options).toMatchObject({ learningRate: 0.25, batchSize: 16, epochs: 50, shuffle: false });
  expect([...element.snapshot!.weights]).toEqual([1, 2]);
  expect([element.snapshot!.bias, element.speed, element.controls]).toEqual([3, 30, ['play', 'step']]);
  // and what they took before
  element.weights = undefined;
  element.features = ['bill_depth_mm'];
  element.learningRate = 'auto';
  element.batchSize = 'full';
  await element.updateComplete;
  expect(element.getAttribute('features')).toBe('bill_depth_mm');
  expect(element.trainer!.options).toMatchObject({ learningRate: 'auto', batchSize: 'full' });
});

test.each(
  PAGE_SETTINGS.flatMap((name) =>
    (OPTIONS[name].words ?? []).map((word) => [attributeOf(name), word, name] as const),
  ),
)('%s="%s" is taken', async (attribute, word, name) => {
  const element = await open({ ...PENGUINS, [attribute]: word });
  // a session tells by name which optimizer it has chosen
  expect(element.trainer!.options[name]).toBe(name === 'optimizer' && word === 'auto' ? 'gd' : word);
});

test('play before there are rows is kept until there are; pause takes it back', async () => {
  const element = create({ ...LINE, 'learning-rate': '0.1', speed: '1000' });
  element.play();
  const converged = once(element, 'gd-converged');
  document.body.append(element);
  await converged;
  const quiet = create({ ...LINE, 'learning-rate': '0.1' });
  quiet.play();
  quiet.pause();
  const ready = once(quiet, 'gd-ready');
  document.body.append(quiet);
  await ready;
  await new Promise((done) => setTimeout(done, 150));
  expect(quiet.snapshot!.epoch).toBe(0);
});

test.each([
  ['step', 'k', 0],
  ['step', '.', 1],
  ['play', '.', 0],
  ['timeline', '0', 0],
])('with controls="%s" the key %s is obeyed as the buttons would be', async (controls, key, epoch) => {
  const element = await open({ ...LINE, 'learning-rate': '0.1', controls });
  part(element, '.page').dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
  await new Promise((done) => setTimeout(done, 150));
  expect(element.snapshot!.epoch).toBe(epoch);
});

test('keys that a control uses do not reach the page, which has a use of its own for them', async () => {
  const element = await open({ ...PENGUINS });
  const reached: string[] = [];
  const listen = (event: Event): unknown => reached.push((event as KeyboardEvent).key);
  document.addEventListener('keydown', listen);
  part<HTMLInputElement>(element, '#rate').focus();
  await userEvent.keyboard('{ArrowRight}{Home}k');
  part<HTMLInputElement>(element, '.epoch input').focus();
  await userEvent.keyboard('12o');
  part(element, '.primary').focus();
  await userEvent.keyboard('.x');
  document.removeEventListener('keydown', listen);
  expect(reached).toEqual(['x']);
});

/** Keys that a browser itself has a use for, by the control that has the focus. */
const NATIVE: Readonly<Record<string, readonly string[]>> = {
  'button, summary': [' ', 'Enter'],
  'input[type=checkbox]': [' '],
  'input[type=radio]': [' ', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
  'input[type=range]': [
    'ArrowLeft',
    'ArrowRight',
    'ArrowUp',
    'ArrowDown',
    'PageUp',
    'PageDown',
    'Home',
    'End',
  ],
  'input[type=number], textarea': ['ArrowLeft', 'ArrowUp', 'Enter', ' ', '1', '.', 'o'],
  select: ['ArrowUp', 'ArrowDown', ' ', 'Enter', 'o'],
};

test.each(['Data', 'Settings', 'Race', 'Summary', 'Penalty', 'Share'])(
  'no key that the browser has a use for at a control turns a slide, with the drawer %s open',
  async (drawer) => {
    const element = await open({ ...PENGUINS });
    press(element, drawer);
    await element.updateComplete;
    const turned: string[] = [];
    const listen = (event: KeyboardEvent): unknown => turned.push(event.key);
    document.addEventListener('keydown', listen);
    const controls = Object.entries(NATIVE).flatMap(([selector, keys]) =>
      [...element.shadowRoot!.querySelectorAll(selector)].map((control) => [control, keys] as const),
    );
    for (const [control, keys] of controls) {
      for (const key of keys)
        control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
    }
    document.removeEventListener('keydown', listen);
    expect(controls.length).toBeGreaterThan(20);
    expect(turned).toEqual([]);
  },
);

test('an attribute of the run at any speed ends it at its last epoch, and events say so', async () => {
  for (const speed of ['1000', '73', '100000']) {
    const element = await open({ ...PENGUINS, 'learning-rate': '0.1', epochs: '20', speed });
    element.play();
    await expect.poll(() => element.status).toBe('exhausted');
    expect(element.snapshot!.epoch).toBe(20);
    const other = await open({ ...PENGUINS, 'learning-rate': '0.3', speed });
    const converged = once(other, 'gd-converged');
    other.play();
    expect((await converged).detail).toMatchObject({ epoch: 160, convergedAt: 160 });
  }
});

test('panes="…" chooses the panes and their order', async () => {
  const element = await open({ ...LINE, panes: 'loss descent nonsense' });
  const shown = (): string[] =>
    [...element.shadowRoot!.querySelectorAll<HTMLElement>('.panes > .pane')].map(
      ({ dataset }) => dataset.pane!,
    );
  expect(shown()).toEqual(['loss', 'descent']);
  Object.assign(element, { panes: 'ledger' });
  await element.updateComplete;
  expect(shown()).toEqual(['ledger']);
  element.panes = ['summary', 'loss', 'data'];
  await expect.poll(() => part(element, '[data-pane=summary] table').checkVisibility()).toBe(true);
  await expect.poll(() => part(element, '[data-pane=data] select').checkVisibility()).toBe(true);
  expect(shown()).toEqual(['summary', 'loss', 'data']);
  const buttons = [...element.shadowRoot!.querySelectorAll('.bar button')].map((button) =>
    button.textContent.trim(),
  );
  expect(buttons).toContain('Settings');
  expect(buttons).not.toContain('Summary');
  element.setAttribute('panes', 'summary');
  await element.updateComplete;
  expect(shown()).toEqual(['summary']);
  element.panes = undefined;
  await element.updateComplete;
  expect(shown()).toEqual([...PANES]);
});

test.each(['', 'loss descent'])(
  'density="compact" takes a slide\'s height and no control away, with panes="%s"',
  async (panes) => {
    await page.viewport(960, 700);
    const given = panes === '' ? {} : { panes };
    const names = (element: GdTrainerElement): string[] =>
      [...element.shadowRoot!.querySelectorAll<HTMLElement>('button, input, select')]
        .filter((control) => control.checkVisibility())
        .map((control) => control.ariaLabel ?? control.closest('label')?.textContent ?? control.textContent);
    const usual = create({ ...PENGUINS, ...given });
    if (panes === '') usual.removeAttribute('panes');
    const ready = once(usual, 'gd-ready');
    document.body.append(usual);
    await ready;
    await usual.updateComplete;
    const all = names(usual);
    expect(usual.offsetHeight).toBeGreaterThan(700);
    usual.density = 'compact';
    await expect.poll(() => usual.offsetHeight).toBeLessThan(620);
    expect(names(usual)).toEqual(all);
  },
);

test('rows between its tags may come, and change, after it has been put into the page', async () => {
  const element = create({});
  document.body.append(element);
  await element.updateComplete;
  await expect.poll(() => element.status).toBe('empty');
  const script = document.createElement('script');
  script.type = 'text/csv';
  script.textContent = 'x,y\n0,1\n1,3\n2,5\n';
  let ready = once(element, 'gd-ready');
  element.append(script);
  await ready;
  expect(element.trainer!.rows).toBe(3);
  ready = once(element, 'gd-ready');
  script.textContent = 'x,y\n0,1\n1,3\n2,5\n3,8\n';
  await ready;
  expect(element.trainer!.rows).toBe(4);
});

test('it follows what a script does to its trainer', async () => {
  const element = await open({ ...LINE, 'learning-rate': '0.1' });
  const stepped = once(element, 'gd-step');
  element.trainer!.step('epoch', 5);
  expect((await stepped).detail).toMatchObject({ epoch: 5 });
  await element.updateComplete;
  expect(part<HTMLInputElement>(element, '.epoch input').value).toBe('5');
  element.trainer!.set({ learningRate: 0.2 });
  await element.updateComplete;
  expect(Number(part<HTMLInputElement>(element, '.rate input.number').value)).toBe(0.2);
});

test.each(['none', 'transform: scale(0.5); transform-origin: 0 0', 'zoom: 1.4'])(
  'on a slide with %s a press on the loss goes to the epoch under the pointer',
  async (style) => {
    const slide = document.createElement('div');
    slide.style.cssText = style === 'none' ? 'width: 600px' : `width: 600px; ${style}`;
    const element = create({ ...PENGUINS, 'learning-rate': '0.1' });
    slide.append(element);
    const ready = once(element, 'gd-ready');
    document.body.append(slide);
    await ready;
    Object.assign(element, { view: 'loss' });
    await element.updateComplete;
    await new Promise((done) => setTimeout(done, 120));
    const plot = part(element, '[data-plot=loss]');
    const { left, top, width, height } = plot.getBoundingClientRect();
    plot.dispatchEvent(
      new MouseEvent('click', { clientX: left + 0.6 * width, clientY: top + height / 2, bubbles: true }),
    );
    expect(element.snapshot!.epoch).toBeGreaterThan(32);
    expect(element.snapshot!.epoch).toBeLessThan(40);
  },
);

test.each([
  ['lr', 'learning-rate'],
  ['steps', 'epochs'],
  ['batchsize', 'batch-size'],
  ['optimiser', 'optimizer'],
  ['delimiter', undefined],
  ['class', undefined],
  ['style', undefined],
  ['title', undefined],
  ['data-x', undefined],
])('an author who writes %s is told of %s', async (name, meant) => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await open({ ...LINE, [name]: '' });
  const told = warn.mock.calls.map(([text]) => text);
  warn.mockRestore();
  expect(told).toEqual(meant ? [`<gd-trainer> has no attribute "${name}"; did you mean "${meant}"?`] : []);
});

test('a screen reader hears what each line of the chain rule is about, and what a new rate will do', async () => {
  const element = await open({ ...PENGUINS });
  const names = [...element.shadowRoot!.querySelectorAll('[data-pane=ledger] .symbol .unseen')].map(
    ({ textContent }) => textContent.split(',')[0],
  );
  expect(names.slice(0, 6)).toEqual(['ŷ', 'y − ŷ', 'L', '∂L/∂ŷ', '∂L/∂w₁', '∂L/∂w₂']);
  expect(names).toContain('w₁ ←');
  // and then the line, as one formula
  const lines = [...element.shadowRoot!.querySelectorAll('[data-pane=ledger] li')];
  const heard = lines.map((line) =>
    [...line.querySelectorAll('math')].filter((math) => !math.closest('[aria-hidden]')),
  );
  expect(heard.map(({ length }) => length)).toEqual(lines.map(() => 1));
  for (const [i, line] of lines.entries()) {
    const seen = [...line.querySelectorAll('.symbol math, .pieces > :not(button)')].map(
      (piece) => piece.textContent,
    );
    expect(heard[i]![0]!.textContent).toBe(seen.join(''));
  }
  const slider = part<HTMLInputElement>(element, '#rate');
  slider.value = '990';
  slider.dispatchEvent(new Event('input', { bubbles: true }));
  await element.updateComplete;
  expect(part(element, '[role=status]').textContent).toMatch(/the loss will grow without bound/);
});

test.each([
  [
    { 'learning-rate': '0' },
    /^"learning-rate" expected 'auto' or 'gentle' or a finite number > 0, got 0$/,
    /./,
  ],
  [{ 'batch-size': '-3' }, /^"batch-size" expected/, /^(?!.*batchSize)/],
  [{ data: 'x,y\n1,2\n3\n4,5\n' }, /./, /: write NA for what it has no value of$/],
  [{ data: 'x,y\n1,2\n,3\n4,5\n', missing: 'error' }, /expected a number/, /^set missing="drop"/],
  [{ data: 'x,y\n1,2\n2,4\n', scale: 'none', 'learning-rate': '9', l1: '-1' }, /^"l1" expected/, /./],
  [{ l1: '1', 'batch-size': '2' }, /^"l1" needs full batches/, /^set batch-size="full", or use "l2"$/],
  [{ target: 'z' }, /^no column "z"$/, /there are "x", "y"$/],
  [{ features: 'y', target: 'y' }, /is the target and a feature$/, /^take it out of "features"$/],
  [{ weights: '1,2,3' }, /^"weights" expected 1 weight, got 3$/, /./],
  [{ data: 'PAR1\u0015\u0004' }, /got a Parquet file$/, /^save the table as CSV$/],
  [{ data: 'PK\u0003\u0004' }, /got an Excel or zip file$/, /^save the sheet as CSV$/],
  [{ data: 'x,y\n"1,2\n' }, /never closed/, /./],
  [{ data: 'x,y\n' }, /at least one row/, /./],
  [{ data: 'x,y\na,b\nc,d\n' }, /^expected a column of numbers to predict, got none$/, /./],
  [
    { data: 'd,y\n2020-01-01,1\n2020-01-02,3\n2020-01-03,4\n' },
    /^no feature beside the target "y"$/,
    /^column "d" holds dates: day\(d\) counts their days$/,
  ],
  [{ decimal: ';' }, /^"decimal" expected '.' or ','/, /./],
  [{ header: 'perhaps' }, /^"header" expected true or false, got "perhaps"$/, /./],
  [{ optimizer: 'sgd' }, /^"optimizer" expected/, /./],
] as const)('%j is told in the words of the page', async (attributes, message, hint) => {
  const element = create({ ...LINE, ...attributes });
  const failed = once(element, 'gd-error');
  document.body.append(element);
  const { detail } = await failed;
  expect(detail.message).toMatch(message);
  expect(detail.hint || 'none').toMatch(hint);
  const attributeNames = new Set((element.constructor as typeof GdTrainerElement).observedAttributes);
  expect(foreignNames(`${detail.message}; ${detail.hint}`, attributeNames)).toEqual([]);
});
