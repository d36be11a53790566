import { readFileSync } from 'node:fs';
import { PANES } from '@gd-trainer/sdk/view';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { describe, expect, test } from 'vitest';
import type { GdTrainerElement as ElementClass } from '../dist/types/define.js';

const built = new URL('../dist/gd-trainer.js', import.meta.url).href;
const { GdTrainerElement } = (await import(built)) as { GdTrainerElement: typeof ElementClass };

interface Named {
  readonly name: string;
  readonly description?: string;
  readonly kind?: string;
}
interface Declaration extends Named {
  readonly tagName?: string;
  readonly [kind: string]: unknown;
}

const manifest = JSON.parse(read('../dist/custom-elements.json')) as {
  modules: { declarations: Declaration[] }[];
};
const element = manifest.modules
  .flatMap(({ declarations }) => declarations)
  .find(({ tagName }) => tagName === 'gd-trainer')!;
const listed = (kind: string): Named[] => (element[kind] ?? []) as Named[];
const names = (kind: string): string[] =>
  listed(kind)
    .map(({ name }) => name)
    .sort();

// the built script holds every template and style sheet as text
const script = read('../dist/gd-trainer.js');
const found = (pattern: RegExp): string[] =>
  [...new Set([...script.matchAll(pattern)].map((match) => match[1]!))].sort();

describe('custom-elements.json', () => {
  test('lists every attribute that the element observes', () => {
    expect(names('attributes')).toEqual([...GdTrainerElement.observedAttributes].sort());
  });

  test('lists every event that is sent', () => {
    expect(names('events')).toEqual(found(/["'`](gd-(?!trainer)[a-z]+)["'`]/g));
  });

  test('lists every method but those that answer to Lit and to the browser', () => {
    const methods = listed('members').filter(({ kind }) => kind === 'method');
    const called = ['constructor', 'disconnectedCallback', 'firstUpdated', 'willUpdate', 'render'];
    const own = Object.entries(Object.getOwnPropertyDescriptors(GdTrainerElement.prototype));
    const callable = own.filter(([name, { value }]) => value && !called.includes(name));
    expect(methods.map(({ name }) => name).sort()).toEqual(callable.map(([name]) => name).sort());
  });

  test('lists every slot, and the parts and custom properties that style it', () => {
    expect(names('slots')).toEqual(found(/<slot name="([a-z]+)"/g));
    expect(names('cssParts')).toEqual(expect.arrayContaining(found(/part="([a-z-]+)"/g)));
    expect(names('cssProperties')).toEqual(found(/var\((--gd-[a-z-]+)/g));
  });

  test('names every pane where one is chosen or styled', () => {
    const said = (kind: string, name: string): string =>
      listed(kind).find((entry) => entry.name === name)!.description!;
    const lists = [said('attributes', 'view'), said('attributes', 'panes'), said('cssParts', 'pane')];
    const { view, panes, pane } = JSON.parse(read('../demo/page.zh-CN.json')) as Record<string, string>;
    for (const list of [...lists, view, panes, pane])
      for (const name of PANES) expect(list).toMatch(new RegExp(`\\b${name}\\b`));
  });

  test('says something of each', () => {
    for (const kind of ['attributes', 'events', 'slots', 'cssParts', 'cssProperties']) {
      for (const { name, description } of listed(kind)) expect(description, `${kind} ${name}`).toMatch(/\w/);
    }
  });
});

describe('what editors read', () => {
  const { exports } = JSON.parse(read('../package.json')) as { exports: Record<string, unknown> };
  const exported = (name: string) => JSON.parse(read(`../${exports[`./${name}`]}`));
  const sorted = (items: readonly Named[]): string[] => items.map(({ name }) => name).sort();

  test('offers values that can be typed, not the names of types', () => {
    const { tags } = exported('vscode.html-custom-data.json') as {
      tags: { attributes: { values?: Named[] }[] }[];
    };
    const values = tags.flatMap(({ attributes }) =>
      attributes.flatMap((attribute) => attribute.values ?? []),
    );
    expect(values.length).toBeGreaterThan(20);
    for (const { name } of values) expect(name).toMatch(/^(?:[a-z]+|[.,])$/);
  });

  test('VS Code: every attribute and custom property', () => {
    const [tag, ...others] = exported('vscode.html-custom-data.json').tags;
    expect([tag.name, others]).toEqual(['gd-trainer', []]);
    expect(sorted(tag.attributes)).toEqual([...GdTrainerElement.observedAttributes].sort());
    expect(sorted(exported('vscode.css-custom-data.json').properties)).toEqual(names('cssProperties'));
  });

  test('JetBrains: every attribute, event and slot', () => {
    const [found, ...others] = exported('web-types.json').contributions.html.elements;
    expect([found.name, others]).toEqual(['gd-trainer', []]);
    expect(sorted(found.attributes)).toEqual([...GdTrainerElement.observedAttributes].sort());
    expect(sorted(found.js.events)).toEqual(names('events'));
    expect(sorted(found.slots)).toEqual(names('slots'));
  });
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}

test.each(['gd-trainer.js', 'gd-trainer.iife.js'])('the source map of %s leads to the source', (file) => {
  const at = (path: string): string => readFileSync(new URL(`../dist/${path}`, import.meta.url), 'utf8');
  const [code, map] = [at(file), new TraceMap(at(`${file}.map`))];
  const lines = code.slice(0, code.lastIndexOf('customElements.define(')).split('\n');
  const { source, line } = originalPositionFor(map, { line: lines.length, column: lines.at(-1)!.length });
  expect(source).toBe('../src/define.ts');
  expect(at('../src/define.ts').split('\n')[line! - 1]).toContain('customElements.define(');
});
