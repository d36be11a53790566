import { formatCount } from '@gd-trainer/sdk/view';
import { Box, Text, useInput, useWindowSize } from 'ink';
import { type JSX, useLayoutEffect, useRef, useState } from 'react';
import { type Choice, offeredIn } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import type { Keyboard } from '../input/keyboard.ts';
import type { MouseAct } from '../input/mouse.ts';
import { cleanText } from '../output/clean-text.ts';
import textWidth from '../output/text-width.ts';
import { cut } from '../output/wrapping.ts';
import type { Words } from '../words/words.ts';
import { keyNames } from './key-name.ts';
import { pad } from './panels/lines.ts';

export interface ColumnPickerProps {
  readonly data: DataSet;
  readonly present: Choice | undefined;
  readonly words: Words;
  /** The keyboard whose terminal is asked for its mouse; undefined where that is left alone. */
  readonly mouse: Keyboard | undefined;
  readonly pick: (choice: Choice | undefined) => void;
}

/** A line to choose from: a column, or a term that was typed. */
interface PickerLine {
  readonly name: string;
  /** The feature that it stands for; undefined where it can be none. */
  readonly term: string | undefined;
  readonly isDefault: boolean;
  /** What it is, or why it is left out. */
  readonly kind: string;
}

interface Picking {
  readonly target: string | undefined;
  /** Index of the marked line, among those that match. */
  readonly at: number;
  /** Index of the first line in view; undefined where the marked one lies in the middle. */
  readonly top?: number | undefined;
  /** Text that the names of the lines hold, whatever their case. */
  readonly filter: string;
  readonly features: readonly string[];
}

/** Rows of the keys, and of the first line to choose from. */
const KEYS_ROW = 1;
const FIRST_ROW = 3;
/** Rows without a line to choose from. */
const OTHER_ROWS = 6;
/** Lines that a turn of the wheel scrolls by. */
const WHEEL_LINES = 3;

/**
 * Asks for the target, then for the features: arrows move, letters leave the names that hold them, space marks, enter goes
 * on, escape goes back; a click chooses or marks, the wheel scrolls.
 */
export function ColumnPicker({ data, present, words, mouse, pick }: ColumnPickerProps): JSX.Element {
  const numeric = data.names.filter((name) => !data.text.includes(name));
  const lines = linesOf(data, present, words);
  const { columns, rows } = useWindowSize();
  const [shown, setShown] = useState<Picking>({
    target: undefined,
    at: Math.max(0, numeric.indexOf(present?.target ?? '')),
    filter: '',
    features: present?.features ?? lines.flatMap(({ term, isDefault }) => (isDefault && term ? [term] : [])),
  });
  // several keys may arrive before the next render, and each has to see what the one before did
  const latest = useRef(shown);

  const room = Math.max(1, rows - OTHER_ROWS);

  const take = (next: Picking | Choice | 'leave'): void => {
    if (next === 'leave') pick(undefined);
    else if ('leftOut' in next) pick(next);
    else latest.current = next;
    setShown(latest.current);
  };
  useInput((input, key) => {
    for (const name of keyNames(input, key)) take(press(latest.current, name, numeric, lines));
  });
  const point = useRef((_: MouseAct): void => {});
  point.current = (act) => take(pointed(latest.current, act, room, numeric, lines));
  useLayoutEffect(() => mouse?.listen((act) => point.current(act)), [mouse]);

  const { target, at, features, filter } = shown;
  const all = choicesOf(shown, numeric, lines);
  const choices = matching(all, filter);
  const isTarget = target === undefined;
  const below = isTarget ? (data.text.length > 0 ? words.noTargets(data.text) : '') : words.typedTerms;
  const widest = Math.max(...all.map(({ name }) => textWidth(name)));
  const nameWidth = Math.min(Math.floor(columns / 2), widest);
  const kindWidth = Math.min(Math.floor(columns / 3), Math.max(...all.map(({ kind }) => textWidth(kind))));
  const first = topOf(shown, choices.length, room);
  const hidden = choices.length - first - room;
  const lowest = { more: hidden > 0 ? words.moreBelow(formatCount(hidden)) : '', below };
  const typed = filter === '' ? '' : words.matching(filter, String(choices.length), String(all.length));
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Text bold>{cut(` ${isTarget ? words.pickTarget : words.pickFeatures(target)}`, columns)}</Text>
      <Text dimColor>{cut(` ${isTarget ? words.pickTargetKeys : words.pickFeaturesKeys}`, columns)}</Text>
      <Text>{cut(` ${typed}`, columns)}</Text>
      {choices.slice(first, first + room).map((line, index) => (
        <Text key={line.name} bold={first + index === at}>
          {` ${first + index === at ? '>' : ' '} ${isTarget ? '' : mark(features, line)}${pad(line.name, nameWidth)}`}
          <Text dimColor bold={false}>
            {besideName(line, data, words, kindWidth, columns - nameWidth - 7)}
          </Text>
        </Text>
      ))}
      {Object.entries(lowest)
        .slice(0, Math.max(0, rows - OTHER_ROWS + 1))
        .map(([place, text]) => (
          <Text key={place} dimColor>
            {cut(` ${text}`, columns)}
          </Text>
        ))}
    </Box>
  );
}

/** The columns, those that are features unasked first, then what was typed before. */
function linesOf(data: DataSet, present: Choice | undefined, words: Words): readonly PickerLine[] {
  const columns = offeredIn(data).map(
    ({ kind, levels, ...column }): PickerLine => ({ ...column, kind: words.columnKind(kind, levels) }),
  );
  const typed = (present?.features ?? []).filter(
    (feature) => !columns.some(({ name, term }) => feature === term || feature === name),
  );
  return [
    ...columns.filter(({ isDefault }) => isDefault),
    ...columns.filter(({ isDefault }) => !isDefault),
    ...typed.map((name) => ({ name, term: name, isDefault: false, kind: words.term })),
  ];
}

function choicesOf(
  { target }: Picking,
  numeric: readonly string[],
  lines: readonly PickerLine[],
): readonly PickerLine[] {
  if (target !== undefined) return lines.filter(({ name }) => name !== target);
  return numeric.flatMap((name) => lines.filter((line) => line.name === name));
}

const matching = (lines: readonly PickerLine[], filter: string): readonly PickerLine[] =>
  lines.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));

/** Index of the first line in view. */
const topOf = ({ at, top }: Picking, count: number, room: number): number =>
  Math.max(0, Math.min(top ?? at - Math.floor(room / 2), count - room));

/** Result of an act of the mouse: the lines stay where they are under it, and what it points at is chosen as by a key. */
function pointed(
  picking: Picking,
  { kind, row, by }: MouseAct,
  room: number,
  numeric: readonly string[],
  lines: readonly PickerLine[],
): Picking | Choice | 'leave' {
  const { length } = matching(choicesOf(picking, numeric, lines), picking.filter);
  const first = topOf(picking, length, room);
  const isTarget = picking.target === undefined;
  if (kind === 'wheel') {
    const top = topOf({ ...picking, top: first + WHEEL_LINES * by }, length, room);
    return { ...picking, top, at: Math.max(top, Math.min(picking.at, top + room - 1)) };
  }
  if (kind === 'press' && row === KEYS_ROW && !isTarget) return press(picking, 'return', numeric, lines);
  const at = first + row - FIRST_ROW;
  if (kind !== 'press' || at < first || at >= Math.min(length, first + room)) return picking;
  const next = press({ ...picking, at }, isTarget ? 'return' : 'space', numeric, lines);
  return next === 'leave' || isTarget ? next : { ...next, top: first };
}

/** Result of a key: the next state, the choice, or the way out. */
function press(
  before: Picking,
  key: string,
  numeric: readonly string[],
  lines: readonly PickerLine[],
): Picking | Choice | 'leave' {
  const picking = { ...before, top: undefined };
  const { target, at, features, filter } = picking;
  const all = choicesOf(picking, numeric, lines);
  const choices = matching(all, filter);
  const line = choices[at];
  const filtered = (text: string): Picking => ({ ...picking, filter: text, at: 0 });
  if (key === 'up' || key === 'down') {
    const by = key === 'up' ? choices.length - 1 : 1;
    return { ...picking, at: (at + by) % Math.max(1, choices.length) };
  }
  if (key === 'backspace') return filtered(Array.from(filter).slice(0, -1).join(''));
  if (key === 'escape' && filter !== '') return filtered('');
  if (key === 'escape' && target !== undefined)
    return { ...picking, target: undefined, at: numeric.indexOf(target) };
  if (key === 'ctrl+c' || key === 'escape') return 'leave';
  if (isWritten(key)) return filtered(filter + key);
  if (target === undefined)
    return key === 'return' && line ? { ...filtered(''), target: line.name } : picking;
  if (key === 'space' && line?.term !== undefined) {
    const marked = markedBy(features, line);
    const others = features.filter((feature) => feature !== marked);
    return { ...picking, features: marked === undefined ? [...others, line.term] : others };
  }
  if (key === 'ctrl+a') return { ...picking, features: allOrNone(choices, features) };
  const chosen = all.flatMap((one) => markedBy(features, one) ?? []);
  return key === 'return' && chosen.length > 0 ? { target, features: chosen, leftOut: [] } : picking;
}

/** A character, and not the name of a key; nothing that would act on the terminal. */
const isWritten = (key: string): boolean => Array.from(key).length === 1 && cleanText(key) === key;

/** The features with all lines that are ones unasked, or without any of these lines where all are marked. */
function allOrNone(choices: readonly PickerLine[], features: readonly string[]): readonly string[] {
  const asked = choices.flatMap(({ term, isDefault }) => (isDefault && term ? [term] : []));
  const marked = choices.flatMap((line) => markedBy(features, line) ?? []);
  const others = features.filter((feature) => !marked.includes(feature));
  return asked.every((term) => marked.includes(term)) ? others : [...others, ...asked];
}

/** The feature that a line is marked for, as it was asked for; undefined where it is not. */
const markedBy = (features: readonly string[], { name, term }: PickerLine): string | undefined =>
  term === undefined ? undefined : [term, name].find((feature) => features.includes(feature));

const PREVIEWED = 4;

/** The first values of a column, and how many are missing; of a file that stays where it is the values are not at hand. */
function preview({ columns }: DataSet, name: string, words: Words): string {
  const column = columns[name];
  if (!column) return '';
  const values = Array.from(column.slice(0, PREVIEWED), (value) => (value === null ? '–' : String(value)));
  const more = column.length > PREVIEWED ? ' …' : '';
  const missing =
    column instanceof Float64Array
      ? 0
      : column.reduce<number>((sum, value) => sum + (value === null ? 1 : 0), 0);
  return `${values.join('  ')}${more}${missing > 0 ? `   ${words.missing(formatCount(missing))}` : ''}`;
}

/** The kind of a column, and its values as far as there is room. */
function besideName(line: PickerLine, data: DataSet, words: Words, kindWidth: number, room: number): string {
  return cut(`   ${pad(line.kind, kindWidth)}   ${cleanText(preview(data, line.name, words))}`, room);
}

const mark = (features: readonly string[], line: PickerLine): string =>
  line.term === undefined ? '    ' : markedBy(features, line) !== undefined ? '[x] ' : '[ ] ';
