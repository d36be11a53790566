import { formatCount } from '@gd-trainer/sdk/view';
import { Box, Text, useInput, useWindowSize } from 'ink';
import { type JSX, useRef, useState } from 'react';
import type { Choice } from '../input/choose-columns.ts';
import type { DataSet } from '../input/data-set.ts';
import textWidth from '../output/text-width.ts';
import type { Words } from '../words/words.ts';
import { keyNames } from './key-name.ts';
import { cut, pad } from './panels/lines.ts';

export interface ColumnPickerProps {
  readonly data: DataSet;
  readonly present: Choice | undefined;
  readonly words: Words;
  readonly pick: (choice: Choice | undefined) => void;
}

interface Picking {
  readonly target: string | undefined;
  /** Index of the marked line. */
  readonly at: number;
  readonly features: readonly string[];
}

/** Asks for the target, then for the features: arrows move, space marks, enter goes on, escape goes back. */
export function ColumnPicker({ data, present, words, pick }: ColumnPickerProps): JSX.Element {
  const numeric = data.names.filter((name) => !data.text.includes(name));
  const { columns, rows } = useWindowSize();
  const [shown, setShown] = useState<Picking>({
    target: undefined,
    at: Math.max(0, numeric.indexOf(present?.target ?? '')),
    features: present?.features ?? numeric,
  });
  // several keys may arrive before the next render, and each has to see what the one before did
  const latest = useRef(shown);

  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const next = press(latest.current, name, numeric);
      if (next === 'leave') pick(undefined);
      else if ('leftOut' in next) pick(next);
      else latest.current = next;
    }
    setShown(latest.current);
  });

  const { target, at, features } = shown;
  const choices = choicesOf(shown, numeric);
  const leftOut = data.text.length > 0 ? ` ${words.textLeftOut(data.text.join(', '))}` : '';
  const room = Math.max(1, rows - 6);
  const nameWidth = Math.min(Math.floor(columns / 2), Math.max(...numeric.map((name) => textWidth(name))));
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), choices.length - room));
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Text bold>{` ${target === undefined ? words.pickTarget : words.pickFeatures(target)}`}</Text>
      <Text dimColor>{` ${target === undefined ? words.pickTargetKeys : words.pickFeaturesKeys}`}</Text>
      <Text> </Text>
      {choices.slice(first, first + room).map((name, index) => (
        <Text key={name} bold={first + index === at}>
          {` ${first + index === at ? '>' : ' '} ${mark(target, features, name)}${pad(name, nameWidth)}`}
          <Text dimColor bold={false}>
            {cut(`   ${preview(data, name, words)}`, columns - nameWidth - 7)}
          </Text>
        </Text>
      ))}
      <Text> </Text>
      <Text dimColor>{cut(leftOut, columns)}</Text>
    </Box>
  );
}

function choicesOf({ target }: Picking, numeric: readonly string[]): readonly string[] {
  return numeric.filter((name) => name !== target);
}

/** Result of a key: the next state, the choice, or the way out. */
function press(picking: Picking, key: string, numeric: readonly string[]): Picking | Choice | 'leave' {
  const { target, at, features } = picking;
  const choices = choicesOf(picking, numeric);
  const name = choices[at];
  if (key === 'up' || key === 'down') {
    const by = key === 'up' ? choices.length - 1 : 1;
    return { ...picking, at: (at + by) % Math.max(1, choices.length) };
  }
  if (key === 'escape' && target !== undefined)
    return { ...picking, target: undefined, at: numeric.indexOf(target) };
  if (key === 'ctrl+c' || key === 'escape' || key === 'q') return 'leave';
  if (target === undefined)
    return key === 'return' && name !== undefined ? { ...picking, target: name, at: 0 } : picking;
  if (key === 'space' && name !== undefined) {
    const others = features.filter((feature) => feature !== name);
    return { ...picking, features: features.includes(name) ? others : [...features, name] };
  }
  if (key === 'a')
    return { ...picking, features: choices.every((choice) => features.includes(choice)) ? [] : choices };
  const chosen = choices.filter((choice) => features.includes(choice));
  return key === 'return' && chosen.length > 0 ? { target, features: chosen, leftOut: [] } : picking;
}

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

function mark(target: string | undefined, features: readonly string[], name: string): string {
  if (target === undefined) return '';
  return features.includes(name) ? '[x] ' : '[ ] ';
}
