// Tables as people write them, drawn, at the door of the element: the rows it learns from are those that were written.
import { completeRows, DOOR, type DoorFile } from '@gd-trainer/testing/door';
import { drawnTables } from '@gd-trainer/testing/tables';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { create, type GdTrainerElement, LINE, once, open, part } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

declare module 'vitest' {
  interface ProvidedContext {
    /** Times as many drawn tables as on a daily run. */
    readonly fuzzRuns: number;
    readonly fuzzSeed: number;
  }
}

const fuzzRuns = inject('fuzzRuns');

test('a table in any dress is learned from as it is meant', { timeout: 90_000 * fuzzRuns }, async () => {
  for (const table of drawnTables(120 * fuzzRuns, inject('fuzzSeed'))) {
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

const corpus = (file: string): string =>
  new URL(`../../../packages/sdk/test/corpus/door/${file}`, import.meta.url).href;

/** Languages of the pages on which the bytes of a wide encoding are told apart. */
const LANGUAGES: Readonly<Record<string, string>> = {
  ...{ big5: 'zh-Hant', shift_jis: 'ja', gb18030: 'zh-CN', 'windows-1250': 'pl', 'windows-1251': 'ru' },
};
const noteOf = ({ notes }: DoorFile, code: string): string | undefined =>
  notes.find((note) => note.code === code)?.value;

/** Ways in which a page is given the bytes of a file; none where they are no text of a page. */
const HANDED: Readonly<
  Record<string, (element: GdTrainerElement, door: DoorFile, bytes: Uint8Array<ArrayBuffer>) => void>
> = {
  src: (element, { file }) => element.setAttribute('src', corpus(file)),
  'the property': (element, _, bytes) => Object.assign(element, { data: bytes }),
  'the property, as text': (element, _, bytes) =>
    Object.assign(element, { data: new TextDecoder().decode(bytes) }),
  child(element, _, bytes) {
    const script = document.createElement('script');
    element.append(Object.assign(script, { type: 'text/csv', textContent: new TextDecoder().decode(bytes) }));
  },
};

/** The element with a file in it, and whether it is ready. */
async function openedDoor(door: DoorFile, way: string): Promise<[GdTrainerElement, string]> {
  const { file, features, target = "'mpg'", asked } = door;
  const element = create({
    ...{ panes: 'loss', controls: 'data', lang: LANGUAGES[noteOf(door, 'encoding') ?? ''] ?? 'en', target },
    ...(asked ? { features: features.join(',') } : {}),
  });
  const bytes = new Uint8Array(await (await fetch(corpus(file))).arrayBuffer());
  HANDED[way]!(element, door, bytes);
  const opened = Promise.race([once(element, 'gd-ready'), once(element, 'gd-error')]);
  document.body.append(element);
  const { type } = await opened;
  await element.updateComplete;
  return [element, type];
}

/** The notes that the page counts beside its rows. */
function countedNotes(element: GdTrainerElement): number {
  const shown = part(element, '.rows').textContent;
  const [, count = '0'] = / · (\d+) (?:notes?|\D+)$/.exec(shown) ?? [];
  return Number(count);
}

function expectRows(element: GdTrainerElement, door: DoorFile): void {
  const { file, features, target, notes } = door;
  const { trainer } = element;
  expect([...trainer!.features, trainer!.target], file).toEqual([...features, target]);
  const read = Array.from({ length: trainer!.rows }, (_, i) => trainer!.sample(i));
  expect(
    read.map(({ x, y }) => [...x, y]),
    file,
  ).toEqual(completeRows(door));
  expect(countedNotes(element), file).toBe(notes.length);
}

describe('tables that people have read as their own table says, and are noted', () => {
  const isText = (door: DoorFile): boolean => noteOf(door, 'encoding') === undefined;

  test.each(Object.keys(HANDED))('by %s', async (way) => {
    const isOfText = way === 'child' || way.endsWith('text');
    for (const door of DOOR.filter((one) => !isOfText || isText(one))) {
      const [element, type] = await openedDoor(door, way);
      expect(type, door.file).toBe(door.target ? 'gd-ready' : 'gd-error');
      if (door.target) expectRows(element, door);
      element.remove();
    }
  });

  /** Ways in which a reader of the page brings a file. */
  const BROUGHT: Readonly<Record<string, (element: GdTrainerElement, file: File, text: string) => void>> = {
    'a drop': (element, file) =>
      give(element, new DragEvent('drop', { ...ON_PAGE, dataTransfer: transfer(file) })),
    'the picker'(element, file) {
      const input = part<HTMLInputElement>(element, 'input[type=file]');
      input.files = transfer(file).files;
      input.dispatchEvent(new Event('change'));
    },
    'a paste'(element, _, text) {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      give(element, new ClipboardEvent('paste', { ...ON_PAGE, clipboardData }));
    },
  };
  const ON_PAGE = { bubbles: true, composed: true, cancelable: true };
  const give = (element: GdTrainerElement, event: Event): unknown =>
    part(element, '.page').dispatchEvent(event);
  function transfer(file: File): DataTransfer {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    return dataTransfer;
  }

  // ways and tables are independent, a file or a text on its way to one reader: on a daily run a table comes by one of them
  test.each(Object.keys(BROUGHT))('by %s, whatever was there before', async (way) => {
    const turn = Object.keys(BROUGHT).indexOf(way);
    const doors = DOOR.filter(({ target, asked }) => target !== undefined && !asked);
    const some = doors.filter((_, i) => fuzzRuns > 1 || i % Object.keys(BROUGHT).length === turn);
    for (const door of some.filter((one) => way !== 'a paste' || isText(one))) {
      const lang = LANGUAGES[noteOf(door, 'encoding') ?? ''] ?? 'en';
      const element = await open({ ...LINE, panes: 'loss', lang });
      part(element, '.bar button[aria-expanded]').click();
      await element.updateComplete;
      const file = new File([await (await fetch(corpus(door.file))).blob()], door.file);
      const opened = Promise.race([once(element, 'gd-ready'), once(element, 'gd-error')]);
      BROUGHT[way]!(element, file, await file.text());
      expect((await opened).type, door.file).toBe('gd-ready');
      await element.updateComplete;
      expectRows(element, door);
      element.remove();
    }
  });
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
