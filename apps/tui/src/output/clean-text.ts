// Control, bidirectional, zero-width and other invisible characters: what could steer a terminal or make text look other than it is.
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text from a file, a flag or the system as it may reach the terminal: on one line, with nothing in it that acts. */
export function cleanText(text: string): string {
  return text.replace(/[\t\r\n]+/g, ' ').replace(HOSTILE, '');
}

/** Text of several lines as it may reach a terminal: nothing in it acts but line ends and tabs. */
export function cleanLines(text: string): string {
  return text.replace(HOSTILE, (character) => (/[\n\t]/.test(character) ? character : ''));
}

/** A value as JSON in which nothing acts, wherever it is printed: such characters are escaped, and read back the same. */
export function cleanJson(value: unknown): string {
  const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(HOSTILE, (character) => character.split('').map(escaped).join(''));
}

const LONGEST_QUOTE = 80;

/** The same in quotes, cut to 80 characters: for what somebody typed. */
export function quoted(text: string): string {
  const clean = cleanText(text);
  return `"${clean.length > LONGEST_QUOTE ? `${clean.slice(0, LONGEST_QUOTE)}…` : clean}"`;
}
