// Tables as people write them, drawn, at the door of the element: the rows it learns from are those that were written.
import { drawnTables } from '@gd-trainer/testing/tables';
import { afterEach, expect, test } from 'vitest';
import { create, once } from './open-element.ts';

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
