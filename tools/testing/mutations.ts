// Damage to well-formed input, drawn by fast-check: the same for the same seed, and what breaks shrinks to its fewest edits.
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { fc } from './properties.ts';

/** Values that JSON can hold where something else was expected. */
const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  0.5,
  5e-324,
  -1e308,
  Number.MAX_VALUE,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  Array(3000).fill(0),
  nested(500),
  { length: 2 ** 32 },
  { length: -1 },
  { length: 1, 0: 1 },
  { aborted: true },
  { weights: [], bias: 0 },
  JSON.parse('{"__proto__": {"hostile": 1}, "constructor": {"prototype": {"hostile": 1}}}'),
  ...HOSTILE_TEXTS,
];

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
}

/** A number below any count, drawn before the count is known. */
const place = fc.nat(2 ** 30);

const edit = fc.record({
  what: fc.constantFrom('insert', 'remove', 'repeat', 'replace'),
  at: place,
  length: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
    fc.integer({ min: 1, max: 400 }),
  ),
  text: fc.oneof(
    fc.constantFrom(...',;|\t\n\r"\'`0123456789.-+eE{}[]:\\ ', '\ufeff', '\0', '\ud800', '""', '\r\n'),
    fc.constantFrom(...HOSTILE_TEXTS),
  ),
});

/** Texts that are one of these but for a few edits. */
export function damagedText(...wholes: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...wholes), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([whole, edits]) =>
      edits.reduce((text, { what, at, length, text: inserted }) => {
        const start = at % (text.length + 1);
        const [before, chosen, after] = [
          text.slice(0, start),
          text.slice(start, start + length),
          text.slice(start + length),
        ];
        if (what === 'insert') return before + inserted + chosen + after;
        if (what === 'remove') return before + after;
        return what === 'repeat' ? before + chosen + chosen + after : before + inserted + after;
      }, whole),
    );
}

/** Bytes that are one of these but for a few edits. */
export function damagedBytes(...wholes: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(fc.constantFrom(0, 1, 127, 128, 255), fc.nat(255));
  const change = fc.record({
    what: fc.constantFrom('insert', 'remove', 'repeat', 'replace', 'replace', 'cut'),
    at: place,
    length: fc.integer({ min: 1, max: 8 }),
    bytes: fc.array(byte, { minLength: 1, maxLength: 8 }),
  });
  return fc
    .tuple(fc.constantFrom(...wholes), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([whole, changes]) =>
      changes.reduce((old, { what, at, length, bytes }) => {
        const start = at % (old.length + 1);
        const [before, chosen, after] = [
          old.subarray(0, start),
          old.subarray(start, start + length),
          old.subarray(start + length),
        ];
        if (what === 'cut') return before;
        if (what === 'insert') return joined(before, bytes, chosen, after);
        if (what === 'remove') return joined(before, after);
        if (what === 'repeat') return joined(before, chosen, chosen, after);
        return joined(before, bytes.slice(0, chosen.length), old.subarray(start + bytes.length));
      }, whole),
    );
}

const joined = (...parts: readonly ArrayLike<number>[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)));

/** JSON values that are one of these but for a few values, keys and places. */
export function damagedJson(...wholes: readonly unknown[]): fc.Arbitrary<unknown> {
  const change = fc.record({
    what: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'rename', 'repeat', 'swap'),
    at: place,
    other: place,
    value: fc.oneof(fc.constantFrom(...HOSTILE_VALUES), fc.double(), fc.integer(), fc.maxSafeInteger()),
    key: fc.constantFrom(
      ...HOSTILE_TEXTS,
      'weights',
      'initial',
      'sampleWeight',
      'validation',
      'moments',
      'columns',
    ),
  });
  return fc
    .tuple(fc.constantFrom(...wholes), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([whole, changes]) => {
      const root = { whole: JSON.parse(JSON.stringify(whole)) as unknown };
      for (const { what, at, other, value: shared, key } of changes) {
        // copied, because the next change may be to what is inside
        const value = structuredClone(shared);
        const places = placesIn(root);
        if (places.length === 0) break;
        const { holder, key: own } = places[at % places.length]!;
        const elsewhere = places[other % places.length]!;
        if (what === 'remove') remove(holder, own);
        else if (what === 'add') put(holder, Array.isArray(holder) ? holder.length : key, value);
        else if (what === 'rename' && !Array.isArray(holder) && holder !== root) {
          const moved = holder[own];
          remove(holder, own);
          put(holder, key, moved);
        } else if (what === 'repeat') repeat(holder, own);
        // a copy, because a value inside itself is no JSON
        else if (what === 'swap')
          put(holder, own, JSON.parse(JSON.stringify(elsewhere.holder[elsewhere.key] ?? null)));
        else put(holder, own, value);
      }
      return JSON.parse(JSON.stringify(root.whole ?? null)) as unknown;
    });
}

type Holder = Record<string | number, unknown>;

/** Every value of a tree by what holds it. */
function placesIn(root: object): { holder: Holder; key: string | number }[] {
  const places: { holder: Holder; key: string | number }[] = [];
  const waiting: object[] = [root];
  for (let value = waiting.pop(); value; value = waiting.pop()) {
    for (const key of Object.keys(value)) {
      places.push({ holder: value as Holder, key: Array.isArray(value) ? Number(key) : key });
      const inside = (value as Holder)[key];
      if (typeof inside === 'object' && inside !== null && places.length < 500) waiting.push(inside);
    }
  }
  return places;
}

function remove(holder: Holder, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

/** Defined, not assigned: `__proto__` shall be a key like others. */
function put(holder: Holder, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function repeat(holder: Holder, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 0, holder[Number(key)]);
  else if (typeof holder[key] === 'number') put(holder, key, (holder[key] as number) * 1e9);
  else if (typeof holder[key] === 'string') put(holder, key, (holder[key] as string).repeat(2));
}
