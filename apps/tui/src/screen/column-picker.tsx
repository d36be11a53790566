import { formatCount } from '@gd-trainer/sdk/view';
import { Box, Text, useInput, useWindowSize } from 'ink';
import { type JSX, useRef, useState } from 'react';
import { type Choice, offeredIn } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
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
  /** Text that the names of the lines hold, whatever their case. */
  readonly filter: string;
  readonly features: readonly string[];
}

/**
 * Asks for the target, then for the features: arrows move, letters leave the names that hold them, space marks, enter goes
 * on, escape goes back.
 */
export function ColumnPicker({ data, present, words, pick }: ColumnPickerProps): JSX.Element {
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

  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const next = press(latest.current, name, numeric, lines);
      if (next === 'leave') pick(undefined);
      else if ('leftOut' in next) pick(next);
      else latest.current = next;
    }
    setShown(latest.current);
  });

  const { target, at, features, filter } = shown;
  const all = choicesOf(shown, numeric, lines);
  const choices = matching(all, filter);
  const isTarget = target === undefined;
  const below = isTarget
    ? data.text.length > 0
      ? words.noTargets(data.text.join(', '))
      : ''
    : words.typedTerms;
  const room = Math.max(1, rows - 6);
  const widest = Math.max(...all.map(({ name }) => textWidth(name)));
  const nameWidth = Math.min(Math.floor(columns / 2), widest);
  const kindWidth = Math.min(Math.floor(columns / 3), Math.max(...all.map(({ kind }) => textWidth(kind))));
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), choices.length - room));
  const hidden = choices.length - first - room;
  const typed = filter === '' ? '' : words.matching(filter, String(choices.length), String(all.length));
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Text bold>{` ${isTarget ? words.pickTarget : words.pickFeatures(target)}`}</Text>
      <Text dimColor>{` ${isTarget ? words.pickTargetKeys : words.pickFeaturesKeys}`}</Text>
      <Text>{cut(` ${typed}`, columns)}</Text>
      {choices.slice(first, first + room).map((line, index) => (
        <Text key={line.name} bold={first + index === at}>
          {` ${first + index === at ? '>' : ' '} ${isTarget ? '' : mark(features, line)}${pad(line.name, nameWidth)}`}
          <Text dimColor bold={false}>
            {besideName(line, data, words, kindWidth, columns - nameWidth - 7)}
          </Text>
        </Text>
      ))}
      <Text dimColor>{hidden > 0 ? ` ${words.moreBelow(formatCount(hidden))}` : ' '}</Text>
      <Text dimColor>{cut(` ${below}`, columns)}</Text>
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

/** Result of a key: the next state, the choice, or the way out. */
function press(
  picking: Picking,
  key: string,
  numeric: readonly string[],
  lines: readonly PickerLine[],
): Picking | Choice | 'leave' {
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
