import type measure from 'string-width';

// build.mjs gives Ink this file in place of string-width, whose tables of emoji take 30 ms to load and are seldom needed
declare function require(name: 'string-width'): { readonly default: typeof measure };

// colours and combining marks take no room
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is colour escapes that are looked for
const EMPTY = /\u001b\[[\d;]*m|[\u0300-\u036f]/g;
// Latin and Greek letters, punctuation, arrows, mathematics, boxes, blocks and braille: each one column wide
const NARROW =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u0370-\u03ff\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2190-\u22ff\u2500-\u25ff\u2800-\u28ff]*$/;

/** Columns the text takes on a terminal. Nearly all of it is plain, and that is known without a library's closer look. */
export default function textWidth(text: string): number {
  const visible = text.replace(EMPTY, '');
  return NARROW.test(visible) ? visible.length : require('string-width').default(text);
}
