import type axe from 'axe-core';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { create, type GdTrainerElement, LINE, once, open, PENGUINS, press } from './open-element.ts';

// as a script of its own: bundled on demand it would reload the page under the tests
beforeAll(async () => {
  const script = document.createElement('script');
  script.src = new URL('../../../node_modules/axe-core/axe.min.js', import.meta.url).href;
  const loaded = once(script, 'load');
  document.head.append(script);
  await loaded;
});

afterEach(() => document.body.replaceChildren());

const STATES: Record<string, (attributes: Record<string, string>) => Promise<GdTrainerElement>> = {
  async running(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    element.seek(5);
    return element;
  },
  async converged(attributes) {
    const element = await open({ ...LINE, ...attributes });
    element.seek(1e6);
    return element;
  },
  async diverged(attributes) {
    const element = await open({ ...PENGUINS, 'learning-rate': '5', ...attributes });
    element.seek(1000);
    return element;
  },
  async 'sample by sample'(attributes) {
    const element = await open({ ...LINE, 'batch-size': '1', scale: 'none', ...attributes });
    element.step('sample');
    return element;
  },
  async 'everything open'(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    press(element, attributes.lang === 'en' ? 'Data' : '数据');
    for (const summary of element.shadowRoot!.querySelectorAll('summary')) summary.click();
    // all that is folded is open and drawn; a pane that brings a table raises the number
    const message = 'tables on the page, in accessibility.browser.test.ts';
    await expect.poll(() => element.shadowRoot!.querySelectorAll('table').length, { message }).toBe(4);
    return element;
  },
  async settings(attributes) {
    const element = await open({ ...PENGUINS, 'batch-size': '32', optimizer: 'momentum', ...attributes });
    press(element, attributes.lang === 'en' ? 'Settings' : '设置');
    return element;
  },
  async racing(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    press(element, attributes.lang === 'en' ? 'Race' : '比赛');
    await element.updateComplete;
    press(element, attributes.lang === 'en' ? 'Batch sizes' : '批量大小');
    return element;
  },
  async 'summed up, with bands'(attributes) {
    const element = await open({ ...PENGUINS, features: 'flipper_length_mm', ...attributes });
    element.seek(1e6);
    press(element, attributes.lang === 'en' ? 'Summary' : '推断');
    press(element, attributes.lang === 'en' ? '95 % bands' : '95% 区间带');
    await expect.poll(() => element.shadowRoot!.querySelectorAll('.band').length).toBe(2);
    return element;
  },
  async diagnosed(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    press(element, attributes.lang === 'en' ? 'Diagnosis' : '诊断');
    await expect.poll(() => element.shadowRoot!.querySelector('[data-plot=normal] .points')).toBeTruthy();
    return element;
  },
  async 'under penalties'(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    press(element, attributes.lang === 'en' ? 'Penalty' : '正则化');
    await expect.poll(() => element.shadowRoot!.querySelector('[data-plot=error] .past')).toBeTruthy();
    return element;
  },
  async 'with rows held out'(attributes) {
    const element = await open({ ...PENGUINS, validation: '0.3', ...attributes });
    await expect.poll(() => element.shadowRoot!.querySelector('[data-plot=loss] .residual')).toBeTruthy();
    return element;
  },
  async shared(attributes) {
    const element = await open({ ...LINE, ...attributes });
    press(element, attributes.lang === 'en' ? 'Share' : '分享');
    await element.updateComplete;
    press(element, attributes.lang === 'en' ? 'Copy link' : '复制链接');
    await expect.poll(() => element.shadowRoot!.querySelector('.link')).toBeTruthy();
    return element;
  },
  async 'in space'(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    press(element, attributes.lang === 'en' ? '3-D' : '三维');
    return element;
  },
  async 'points edited'(attributes) {
    const element = await open({ ...LINE, ...attributes });
    press(element, attributes.lang === 'en' ? 'Edit points' : '编辑数据点');
    return element;
  },
  async pinned(attributes) {
    const element = await open({ ...PENGUINS, ...attributes });
    for (const symbol of element.shadowRoot!.querySelectorAll<HTMLElement>('.symbol')) {
      symbol.click();
      await element.updateComplete;
      if (element.shadowRoot!.querySelector('.term[data-lit]')) break;
    }
    return element;
  },
  async asked(attributes) {
    const element = await open({ ...LINE, ...attributes });
    element.innerHTML = '<form slot="task"><p>Where does it end?</p><button>Run</button></form>';
    element.requestUpdate();
    return element;
  },
  async error(attributes) {
    const element = create({ src: '/nowhere.csv', ...attributes });
    const failed = once(element, 'gd-error');
    document.body.append(element);
    await failed;
    return element;
  },
};

/** What axe finds in it. */
async function complaints(element: GdTrainerElement, options: axe.RunOptions): Promise<string[]> {
  const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(element, options);
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

const CONTRAST = 'color-contrast';

describe.each(['en', 'zh-CN'])('%s', (lang) => {
  test.each(Object.keys(STATES))('%s: axe finds nothing', async (state) => {
    document.documentElement.lang = lang;
    document.title = 'gd-trainer';
    const element = await STATES[state]!({ lang });
    await element.updateComplete;
    expect(await complaints(element, { rules: { [CONTRAST]: { enabled: false } } })).toEqual([]);
    // colours are those of the theme, in any language
    for (const theme of lang === 'en' ? ['light', 'dark'] : []) {
      document.documentElement.style.colorScheme = theme;
      expect(await complaints(element, { runOnly: [CONTRAST] }), theme).toEqual([]);
    }
  });
});
