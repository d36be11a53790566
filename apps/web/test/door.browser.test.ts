// Tables as people write them, drawn, at the door of the element: the rows it learns from are those that were written.
import { drawnTables } from '@gd-trainer/testing/tables';
import { afterEach, describe, expect, test } from 'vitest';
import { create, type GdTrainerElement, once, part } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

test('a table in any dress is learned from as it is meant', async () => {
  for (const table of drawnTables(120)) {
    const element = create({ panes: 'loss', controls: '' });
    element.data = table.bytes;
    const opened = Promise.race([once(element, 'gd-ready'), once(element, 'gd-error')]);
    document.body.append(element);
    expect((await opened).type, table.text).toBe('gd-ready');
    const { trainer } = element;
    expect([...trainer!.features, trainer!.target], table.text).toEqual(table.names);
    const complete = table.rows.filter((row) => !row.includes(null));
    const read = Array.from({ length: trainer!.rows }, (_, i) => trainer!.sample(i));
    expect(
      read.map(({ x, y }) => [...x, y]),
      table.text,
    ).toEqual(complete);
    element.remove();
  }
});

const RECORDS = '[{"x":"1.5","y":3},{"x":"2.5","y":5},{"x":"?","y":6},{"x":"4.5","y":9},{"x":"1,000","y":2}]';

describe('JSON is known by its content', () => {
  const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const ways: readonly (readonly [string, (element: GdTrainerElement) => void])[] = [
    ['as text', (element) => Object.assign(element, { data: RECORDS })],
    ['as bytes', (element) => Object.assign(element, { data: bytes(`\ufeff${RECORDS}`) })],
    ['by address', (element) => Object.assign(element, { src: URL.createObjectURL(new Blob([RECORDS])) })],
    [
      'one record a line',
      (element) => Object.assign(element, { data: RECORDS.slice(1, -1).replaceAll('},', '}\n') }),
    ],
    ['in a member', (element) => Object.assign(element, { data: `{"ok":true,"rows":${RECORDS}}` })],
  ];

  test.each(ways)('%s, and its strings are judged as cells are', async (_, hand) => {
    const element = create({});
    hand(element);
    const opened = Promise.race([once(element, 'gd-ready'), once(element, 'gd-error')]);
    document.body.append(element);
    expect((await opened).type).toBe('gd-ready');
    await element.updateComplete;
    const { trainer } = element;
    expect(Array.from({ length: trainer!.rows }, (_, i) => trainer!.sample(i).x[0])).toEqual([
      1.5, 2.5, 4.5, 1000,
    ]);
    expect(part(element, '.rows').textContent).toMatch(/ notes$/);
  });

  test('and what is none is told so', async () => {
    const element = create({ data: '[{"x": 1, "y": }]' });
    const failed = once(element, 'gd-error');
    document.body.append(element);
    expect((await failed).detail.message).toMatch(/^no JSON: /);
  });
});
