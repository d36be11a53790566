// Reports of the mouse and keys in one stream: parted as they were put together, in whatever pieces they come.
import { fc, runs } from '@gd-trainer/testing/properties';
import { expect, test } from 'vitest';
import { MouseReports } from '../build/input/mouse.js';

/** A piece of the stream, and what it is. */
interface Piece {
  readonly bytes: string;
  readonly keys: string;
  readonly acts: readonly object[];
}

const key = fc
  .constantFrom(
    'a',
    'q',
    '0',
    '<',
    '[',
    'M',
    ';',
    '\r',
    '\u0003',
    '\u007f',
    '面',
    '\u001b[A',
    '\u001b[1;2D',
    '\u001bOP',
  )
  .map((text): Piece => ({ bytes: text, keys: text, acts: [] }));

const place = fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 1, max: 999 }));

// as xterm's ctlseqs has them: button in the lower bits, 32 for motion, 64 for the wheel, 4 for shift
const act = fc
  .tuple(
    fc.constantFrom<[number, object]>(
      [0, { kind: 'press', by: 0 }],
      [32, { kind: 'drag', by: 0 }],
      [64, { kind: 'wheel', by: -1 }],
      [65, { kind: 'wheel', by: 1 }],
    ),
    place,
  )
  .map(
    ([[code, made], [x, y]]): Piece => ({
      bytes: `\u001b[<${code};${x};${y}M`,
      keys: '',
      acts: [{ ...made, column: x - 1, row: y - 1 }],
    }),
  );

/** Reports that say nothing, or nothing that could be read; in none of them is a key. */
const silent = fc
  .oneof(
    place.map(([x, y]) => `\u001b[<0;${x};${y}m`),
    fc
      .tuple(fc.constantFrom(1, 2, 3, 4, 36, 66, 128, 999), place)
      .map(([code, [x, y]]) => `\u001b[<${code};${x};${y}M`),
    fc
      .constantFrom(
        '0;0;0M',
        'M',
        '0;1M',
        '1;2;3;4M',
        '0;-1;2M',
        '0;1;2X',
        '0;1;2~',
        `${'9'.repeat(500)}M`,
        '0;123456;1M',
      )
      .map((rest) => `\u001b[<${rest}`),
    // the old form: three bytes of any kind
    fc
      .tuple(...Array.from({ length: 3 }, () => fc.integer({ min: 32, max: 255 })))
      .map((bytes) => `\u001b[M${Buffer.from(bytes).toString('latin1')}`),
  )
  .map((bytes): Piece => ({ bytes, keys: '', acts: [] }));

/** Broken off by a byte that can be part of no report, which is then what it always is. */
const broken = fc
  .tuple(
    fc.constantFrom('', '0', '0;1', '0;1;', '9'.repeat(200)),
    fc.constantFrom('\r', '\u0003', '\u001b[A'),
  )
  .map(([begun, rest]): Piece => ({ bytes: `\u001b[<${begun}${rest}`, keys: rest, acts: [] }));

// characters of several bytes are parted too; the old form has bytes that are no character
const bytesOf = ({ bytes }: Piece): Buffer =>
  bytes.startsWith('\u001b[M') ? Buffer.from(bytes, 'latin1') : Buffer.from(bytes);

test('in any pieces, the same keys and the same acts', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(key, act, silent, broken), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }),
      (pieces, lengths) => {
        const reports = new MouseReports();
        const bytes = Buffer.concat(pieces.map(bytesOf));
        const keys: Buffer[] = [];
        const acts: object[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const length = lengths[turn % lengths.length]!;
          const parted = reports.take(bytes.subarray(at, at + length));
          keys.push(parted.keys);
          acts.push(...parted.acts);
          at += length;
        }
        expect(Buffer.concat(keys).toString()).toBe(pieces.map((piece) => piece.keys).join(''));
        expect(acts).toEqual(pieces.flatMap((piece) => piece.acts));
      },
    ),
    { numRuns: runs(2000), seed: Number(process.env.FUZZ_SEED ?? 1) },
  );
});

test('an escape waits for what may follow, and is a key once it was waited long enough', () => {
  const reports = new MouseReports();
  expect(reports.take(Buffer.from('\u001b')).keys).toHaveLength(0);
  expect(reports.isUndecided).toBe(true);
  expect(reports.decide().toString()).toBe('\u001b');
  expect(reports.isUndecided).toBe(false);
  // a line so slow that the rest comes after all: it was a report, and no key is in it
  const { keys, acts } = reports.take(Buffer.from('[<0;3;2Mq'));
  expect(keys.toString()).toBe('q');
  expect(acts).toEqual([{ kind: 'press', column: 2, row: 1, by: 0 }]);
  // what begins as a report is no key, however long it takes
  expect(reports.take(Buffer.from('\u001b[<0;')).keys).toHaveLength(0);
  expect(reports.isUndecided).toBe(false);
  expect(reports.decide()).toHaveLength(0);
});
