/** The command line while it is open. */
export interface Typing {
  /** Text before and after the cursor. */
  readonly before: string;
  readonly after: string;
  /** Lines back in the history; 0 is the new one. */
  readonly back: number;
  /** The new line, while others are looked at. */
  readonly draft: string;
  /** Text that a line of the history is looked for by, while it is. */
  readonly query?: string | undefined;
  /** Words that the one before the cursor may become, once that was asked. */
  readonly offered?: readonly string[] | undefined;
}

export const EMPTY_LINE: Typing = { before: '', after: '', back: 0, draft: '' };

/** Lines that are remembered. */
const MOST_LINES = 100;

export const textOf = ({ before, after }: Typing): string => before + after;

/** What was entered before, the last line last; one entered twice in a row stands there once. */
export function remembered(history: readonly string[], text: string): readonly string[] {
  return text.trim() === '' || history.at(-1) === text ? history : [...history, text].slice(-MOST_LINES);
}

type TypingEdit = (line: Typing) => Typing;

const last = (text: string): string => Array.from(text).at(-1) ?? '';
const first = (text: string): string => Array.from(text)[0] ?? '';
const without = (text: string, end: string): string => text.slice(0, text.length - end.length);

/** Keys as a shell has them. */
const EDITS: Readonly<Record<string, TypingEdit>> = {
  left: (line) => movedTo(line, line.before.length - last(line.before).length),
  right: (line) => movedTo(line, line.before.length + first(line.after).length),
  home: (line) => movedTo(line, 0),
  'ctrl+a': (line) => movedTo(line, 0),
  end: (line) => movedTo(line, textOf(line).length),
  'ctrl+e': (line) => movedTo(line, textOf(line).length),
  'ctrl+u': (line) => ({ ...line, before: '' }),
  'ctrl+w': (line) => ({ ...line, before: line.before.replace(/\S+\s*$|\s+$/, '') }),
  backspace: (line) => ({ ...line, before: without(line.before, last(line.before)) }),
  space: (line) => ({ ...line, before: `${line.before} ` }),
};

/** The line after a key; undefined once it is closed. */
export function edited(line: Typing, key: string, history: readonly string[]): Typing | undefined {
  if (line.query !== undefined || key === 'ctrl+r') return searched(line, key, history);
  if (key === 'escape' || (key === 'backspace' && textOf(line) === '')) return undefined;
  if (key === 'up' || key === 'down') return recalled(line, key === 'up' ? 1 : -1, history);
  const edit = EDITS[key];
  if (edit) return { ...edit(line), offered: undefined };
  return isCharacter(key) ? { ...line, before: line.before + key, offered: undefined } : line;
}

const isCharacter = (key: string): boolean => Array.from(key).length === 1;

/** A key while a line is looked for, as a shell has it: again for an older one, escape back to what was begun, others take the line. */
function searched(line: Typing, key: string, history: readonly string[]): Typing | undefined {
  const { query = '', back } = line;
  const begun = line.query === undefined;
  const draft = begun && back === 0 ? textOf(line) : line.draft;
  if (key === 'ctrl+r')
    return found({ ...line, draft, query, offered: undefined }, begun ? back : back + 1, history);
  if (key === 'escape' || key === 'ctrl+g') return { before: draft, after: '', back: 0, draft };
  if (key === 'backspace') return found({ ...line, query: without(query, last(query)) }, 1, history);
  const character = key === 'space' ? ' ' : key;
  if (isCharacter(character)) return found({ ...line, query: query + character }, back, history);
  return edited({ ...line, query: undefined }, key, history);
}

/** The newest line from so many back on that holds what is looked for; the one there is where none does. */
function found(line: Typing, from: number, history: readonly string[]): Typing {
  const { query = '' } = line;
  if (query === '') return line;
  for (let back = Math.max(1, from); back <= history.length; back++) {
    const text = history[history.length - back]!;
    if (text.includes(query)) return { ...line, before: text, after: '', back };
  }
  return line;
}

function movedTo(line: Typing, at: number): Typing {
  const text = textOf(line);
  return { ...line, before: text.slice(0, at), after: text.slice(at) };
}

/** A line of the history, with the cursor at its end; the new line is kept until it is come back to. */
function recalled(line: Typing, by: number, history: readonly string[]): Typing {
  const back = Math.min(history.length, Math.max(0, line.back + by));
  if (back === line.back) return line;
  const draft = line.back === 0 ? textOf(line) : line.draft;
  return { before: back === 0 ? draft : history[history.length - back]!, after: '', back, draft };
}
