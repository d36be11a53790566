import type { Key } from 'ink';

const NAMED = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageUp: 'pageup',
  pageDown: 'pagedown',
  home: 'home',
  end: 'end',
  return: 'return',
  escape: 'escape',
  tab: 'tab',
  backspace: 'backspace',
  delete: 'backspace',
} as const satisfies Partial<Record<keyof Key, string>>;

const CHARACTERS: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'return',
  '\n': 'return',
  '\t': 'tab',
  '\u007f': 'backspace',
};

/**
 * Names of the keys in one piece of input: `left`, `shift+left`, `space`, or the character itself. Fast typing, repeated
 * keys and pasted text arrive several at a time.
 */
export function keyNames(input: string, key: Key): string[] {
  for (const [flag, name] of Object.entries(NAMED)) {
    if (key[flag as keyof typeof NAMED]) return [key.shift ? `shift+${name}` : name];
  }
  if (key.ctrl || key.meta) return [`ctrl+${input}`];
  return Array.from(input, (character) => CHARACTERS[character] ?? controlOf(character) ?? character);
}

/** Name of a control character by its letter: codes 1 to 26 are those of A to Z. */
function controlOf(character: string): string | undefined {
  const code = character.charCodeAt(0);
  return code >= 1 && code <= 26 ? `ctrl+${String.fromCharCode(code + 96)}` : undefined;
}
