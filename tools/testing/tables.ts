// Tables of text as people write them, drawn: each holds the same kind of numbers, with known weights, in one of the many ways.
import fc from 'fast-check';

/** A way to write a table. */
interface Way {
  readonly separator: string;
  readonly header: boolean;
  /** True for decimal commas. */
  readonly comma: boolean;
  /** Mark between groups of three digits: none, that which is not the decimal mark, or another. */
  readonly groups: string;
  /** Word for the value that is missing. */
  readonly word: string;
  /** True if names of rows stand first. */
  readonly label: boolean;
  readonly preamble: string;
  readonly newline: string;
  readonly encoding: (typeof ENCODINGS)[number];
  readonly seed: number;
}

/** A table that was written, and what a careful person reads in it. */
export interface DrawnTable extends Way {
  /** The table as text, in UTF-8, before anything is encoded. */
  readonly text: string;
  /** The bytes of the file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Names of the two features and of the target, where the file gives them or does not. */
  readonly names: readonly [string, string, string];
  /** Name of the column of names of rows, if there is one. */
  readonly labels: string | undefined;
  /** Rows of two features and the target, null where the value is missing. */
  readonly rows: readonly (readonly (number | null)[])[];
}

/** Weights of the features; the bias is 3, and the target is rounded to two decimals. */
export const WEIGHTS = [2, -5] as const;

const WORDS = ['', 'NA', '?', '-', '无', '#N/A', 'null', 'None'];
const SEPARATORS = [',', ';', '\t', '|', ' '] as const;
const ENCODINGS = ['utf-8', 'utf-8 with a mark', 'utf-16le', 'windows-1252', 'gb18030'] as const;
const ROWS = 12;
/** Row, from 0, and column of the missing value. */
const GAP = [3, 1] as const;
/** The name of the first feature where there is more than ASCII, and its bytes. */
const NAMES: Readonly<Record<string, readonly [string, readonly number[]]>> = {
  'windows-1252': ['Größe', [0x47, 0x72, 0xf6, 0xdf, 0x65]],
  gb18030: ['面积', [0xc3, 0xe6, 0xbb, 0xfd]],
};

/** Numbers by a congruence. A third of the cells are over a thousand; every one has one or two decimals, the last no 0. */
function numbersBy(seed: number): number[][] {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  return Array.from({ length: ROWS }, () => {
    const a = (Math.floor(next() * 3e5) * 10 + 5) / 100;
    const b = (Math.floor(next() * 900) * 10 + 5) / 100;
    return [a, b, Math.round((3 + WEIGHTS[0] * a + WEIGHTS[1] * b) * 100) / 100];
  });
}

function written(value: number, { comma, groups, separator }: Way): string {
  const mark = comma ? ',' : '.';
  const between = groups === '.,' ? (comma ? '.' : ',') : groups;
  const [whole = '', rest] = String(Math.abs(value)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, between);
  const text = `${value < 0 ? '-' : ''}${grouped}${rest === undefined ? '' : mark + rest}`;
  return text.includes(separator) ? `"${text}"` : text;
}

function tableOf(way: Way): DrawnTable {
  const { separator, header, word, label, preamble, newline } = way;
  const numbers = numbersBy(way.seed);
  const isGap = (i: number, j: number): boolean => i === GAP[0] && j === GAP[1];
  const gap = separator === ' ' && word === '' ? 'NA' : word;
  const first = (header && NAMES[way.encoding]?.[0]) || 'a';
  const lines = numbers.map((row, i) => [
    ...(label ? [`r${i + 1}`] : []),
    ...row.map((value, j) => (isGap(i, j) ? gap : written(value, way))),
  ]);
  const names = [...(label ? ['id'] : []), first, 'b', 'y'];
  const text =
    preamble.replaceAll('\n', newline) +
    [...(header ? [names] : []), ...lines].map((line) => line.join(separator) + newline).join('');
  const found = header ? names : names.map((_, j) => `c${j + 1}`);
  const [a, b, y] = found.slice(label ? 1 : 0);
  return {
    ...way,
    text,
    bytes: encoded(text, way.encoding),
    names: [a!, b!, y!],
    labels: label ? found[0] : undefined,
    rows: numbers.map((row, i) => row.map((value, j) => (isGap(i, j) ? null : value))),
  };
}

function encoded(text: string, encoding: string): Uint8Array<ArrayBuffer> {
  const [name, bytes] = NAMES[encoding] ?? [];
  // little-endian, as the machines that tests run on
  if (encoding === 'utf-16le')
    return new Uint8Array(Uint16Array.from(`\ufeff${text}`.split(''), (unit) => unit.charCodeAt(0)).buffer);
  if (!name || !bytes) return new TextEncoder().encode((encoding === 'utf-8' ? '' : '\ufeff') + text);
  return Uint8Array.from(
    text.split(name).flatMap((part, i) => [...(i > 0 ? bytes : []), ...new TextEncoder().encode(part)]),
  );
}

/** Tables, each in a way of its own. What an encoding has no bytes for is written in UTF-8. */
export const tables: fc.Arbitrary<DrawnTable> = fc
  .record({
    separator: fc.constantFrom(...SEPARATORS),
    header: fc.boolean(),
    comma: fc.boolean(),
    groups: fc.constantFrom('', '.,', "'", '\u202f'),
    word: fc.constantFrom(...WORDS),
    label: fc.boolean(),
    preamble: fc.constantFrom('', '# a comment\n', 'Report of the laboratory for all of 2024\n\n'),
    newline: fc.constantFrom('\n', '\r\n'),
    encoding: fc.constantFrom(...ENCODINGS),
    seed: fc.integer({ min: 0, max: 1e9 }),
  })
  .map((way) => {
    const isPlain = !/[^\0-\u007f]/.test(way.word + way.groups) || /^utf/.test(way.encoding);
    return tableOf(isPlain ? way : { ...way, encoding: 'utf-8' });
  });

/** So many of them, the same for the same seed. */
export const drawnTables = (count: number, seed = 1): DrawnTable[] =>
  fc.sample(tables, { numRuns: count, seed });
