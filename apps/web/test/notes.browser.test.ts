// Whatever is chosen or left out as rows are read stands in the drawer of the data, by whatever way they came.
import { afterEach, describe, expect, test } from 'vitest';
import lecture from '../../../packages/datasets/sets/lecture.json';
import { create, dataSet, type GdTrainerElement, LINE, once, open, part, text } from './open-element.ts';

afterEach(() => document.body.replaceChildren());

const CARS = `hp,mpg,left
"1,110",21,
93,22.8,
?,18.7,
180,16.4,
oops,14.3,
105,19.2,
`;
const NOTES = {
  en: [
    'hp: 5 of 6 cells are numbers; row 3 holds "?", no value',
    'hp: marks between groups of three digits are left out: "1,110"',
    'hp: 5 of 6 cells are numbers; row 5 holds "oops"',
    'left: has no value in any row',
  ],
  'zh-CN': [
    'hp：6 个单元格中有 5 个是数值；第 3 行是“?”，即缺失值',
    'hp：三位一组之间的分节符已去掉：“1,110”',
    'hp：6 个单元格中有 5 个是数值；第 5 行是“oops”，不是数值',
    'left：没有任何值',
  ],
};

const listed = (element: GdTrainerElement): string[] =>
  [...(element.shadowRoot?.querySelectorAll('.notes li') ?? [])].map((item) => item.textContent);
const counted = (element: GdTrainerElement): string => part(element, '.rows').textContent;

/** Opens the drawer of the data, if it is not open. */
async function openDrawer(element: GdTrainerElement): Promise<void> {
  const button = part<HTMLButtonElement>(element, '.bar button[aria-expanded]');
  if (button.getAttribute('aria-expanded') !== 'true') button.click();
  await element.updateComplete;
}

const transferOf = (file?: File, text?: string): DataTransfer => {
  const transfer = new DataTransfer();
  if (file) transfer.items.add(file);
  if (text !== undefined) transfer.setData('text/plain', text);
  return transfer;
};
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const asFile = (text: string): File => new File([bytesOf(text)], 'cars.csv');

/** The ways in, each on an element with another run in it. */
const WAYS: Readonly<Record<string, (element: GdTrainerElement) => void>> = {
  'a file': (element) => {
    const input = part<HTMLInputElement>(element, 'input[type=file]');
    input.files = transferOf(asFile(CARS)).files;
    input.dispatchEvent(new Event('change'));
  },
  'a drop': (element) =>
    part(element, '.page').dispatchEvent(
      new DragEvent('drop', {
        dataTransfer: transferOf(asFile(CARS)),
        bubbles: true,
        composed: true,
        cancelable: true,
      }),
    ),
  'a paste': (element) =>
    part(element, '.page').dispatchEvent(
      new ClipboardEvent('paste', {
        clipboardData: transferOf(undefined, CARS),
        ...{ bubbles: true, composed: true, cancelable: true },
      }),
    ),
  src: (element) => {
    element.data = undefined;
    element.src = URL.createObjectURL(asFile(CARS));
  },
  'a child': (element) => {
    element.data = undefined;
    const script = Object.assign(document.createElement('script'), { type: 'text/csv', textContent: CARS });
    element.append(script);
  },
  'the property, as text': (element) => {
    element.data = CARS;
  },
  'the property, as bytes': (element) => {
    element.data = bytesOf(CARS);
  },
};

describe.each(['en', 'zh-CN'] as const)('in %s', (lang) => {
  test.each(Object.keys(WAYS))('notes come with rows by %s', async (way) => {
    const element = await open({ ...LINE, lang });
    await openDrawer(element);
    expect(listed(element)).toEqual([]);
    const ready = once(element, 'gd-ready');
    WAYS[way]!(element);
    await ready;
    await element.updateComplete;
    expect(listed(element).sort()).toEqual([...NOTES[lang]].sort());
    expect(counted(element)).toMatch(lang === 'en' ? / · 4 notes$/ : / · 4 条说明$/);
  });
});

test.each(['en', 'zh-CN'] as const)(
  'what is worth working through with a set stands there in %s',
  async (lang) => {
    const { target, features, title, description } = lecture;
    const plain = {
      name: 'plane',
      src: dataSet('plane'),
      target: 'z',
      features: ['x1', 'x2'],
      title,
      description,
    };
    const list = [{ ...lecture, target, features, src: dataSet('lecture') }, plain];
    const element = await open({
      lang,
      sets: `data:application/json,${encodeURIComponent(JSON.stringify(list))}`,
    });
    await openDrawer(element);
    expect(text(element)).toContain(lecture.note[lang]);
    expect(text(element)).not.toContain(lecture.note[lang === 'en' ? 'zh-CN' : 'en']);
    const ready = once(element, 'gd-ready');
    const sets = part<HTMLSelectElement>(element, '.fields select');
    sets.value = 'plane';
    sets.dispatchEvent(new Event('change'));
    await ready;
    await element.updateComplete;
    expect(text(element)).not.toContain(lecture.note[lang]);
  },
);

test('notes go with the rows they are about', async () => {
  const element = await open({ data: CARS });
  expect(counted(element)).toMatch(/4 notes$/);
  const ready = once(element, 'gd-ready');
  element.data = LINE.data;
  await ready;
  await element.updateComplete;
  expect(counted(element)).toBe('3 rows');
});

const encoded = (...bytes: (number[] | string)[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(bytes.flatMap((part) => (typeof part === 'string' ? [...bytesOf(part)] : part)));
const ROWS = ',y\n1,3\n2,5\n4,9\n';

test.each([
  ['en', 'windows-1252', 'Größe', encoded('Gr', [0xf6, 0xdf], 'e', ROWS)],
  ['de', 'windows-1252', 'Größe', encoded('Gr', [0xf6, 0xdf], 'e', ROWS)],
  ['zh-CN', 'windows-1252', 'Größe', encoded('Gr', [0xf6, 0xdf], 'e', ROWS)],
  ['pl', 'windows-1250', 'długość', encoded('d', [0xb3], 'ugo', [0x9c, 0xe6], ROWS)],
  ['ru', 'windows-1251', 'цена', encoded([0xf6, 0xe5, 0xed, 0xe0], ROWS)],
  ['zh-CN', 'gb18030', '面积', encoded([0xc3, 0xe6, 0xbb, 0xfd], ROWS)],
  ['en', 'gb18030', '面积', encoded([0xc3, 0xe6, 0xbb, 0xfd], ROWS)],
  ['zh-Hant', 'big5', '面積', encoded([0xad, 0xb1, 0xbf, 0x6e], ROWS)],
  ['ja', 'shift_jis', '面積', encoded([0x96, 0xca, 0x90, 0xcf], ROWS)],
  ['ko', 'euc-kr', '면적', encoded([0xb8, 0xe9, 0xc0, 0xfb], ROWS)],
])(
  'on a page in %s bytes in %s are read as such, and the note says so',
  async (lang, encoding, name, bytes) => {
    const element = await open({ ...LINE, lang });
    const ready = once(element, 'gd-ready');
    element.data = bytes;
    await ready;
    await element.updateComplete;
    expect(element.trainer?.features).toEqual([name]);
    await openDrawer(element);
    expect(listed(element).join()).toContain(encoding);
  },
);

test.each([
  [{ encoding: 'big5' }, encoded([0xad, 0xb1, 0xbf, 0x6e], ROWS), ['面積']],
  [{ header: 'no' }, '2000,3\n2001,5\n2002,9\n', ['c1']],
  [{ header: 'yes' }, '2000,3\n2001,5\n2002,9\n2004,8\n', ['2000']],
  [{ decimal: ',' }, 'x;y\n1.166;3\n2.000;5\n4.001;9\n', ['x']],
  [{ 'missing-words': '999' }, 'x,y\n1,3\n999,5\n3,7\n4,9\n', ['x']],
] as const)('an author decides by %o', async (attributes, data, features) => {
  const element = create(attributes as Readonly<Record<string, string>>);
  element.data = data;
  const ready = once(element, 'gd-ready');
  document.body.append(element);
  await ready;
  expect(element.trainer?.features).toEqual(features);
  const { x, y } = element.trainer!.sample(1);
  const second = { decimal: [2000, 5], 'missing-words': [3, 7] }[Object.keys(attributes)[0]!];
  if (second) expect([x[0], y]).toEqual(second);
});

test('a table of the reader is read by its own marks, not by those of the author', async () => {
  const element = await open({ data: 'x;y\n1.166;3\n2.000;5\n4.001;9\n', decimal: ',' });
  expect(element.trainer?.sample(0).x[0]).toBe(1166);
  const ready = once(element, 'gd-ready');
  WAYS['a drop']!(element);
  await ready;
  expect(element.decimal).toBeUndefined();
  expect(element.trainer?.sample(0).x[0]).toBe(1110);
});

test.each([
  ['rows', [3, 5, 6, 9, 2].map((y, i) => ({ x: ['1.5', '2.5', '?', '4.5', '1,000'][i]!, y }))],
  ['columns', { x: ['1.5', '2.5', '?', '4.5', '1,000'], y: [3, 5, 6, 9, 2] }],
])('%s that a script hands over are noted as well', async (_, data) => {
  const element = create({ target: 'y' });
  element.data = data as never;
  const ready = Promise.race([once(element, 'gd-ready'), once(element, 'gd-error')]);
  document.body.append(element);
  expect((await ready).type).toBe('gd-ready');
  await element.updateComplete;
  await openDrawer(element);
  expect(listed(element).join()).toMatch(/x: 4 of 5 cells are numbers; row 3 holds "\?", no value/);
  expect(element.trainer?.features).toEqual(['x']);
});
