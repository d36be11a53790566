// Text in the columns of a terminal: cut, or broken into lines as English and Chinese are.
import textWidth from './text-width.ts';

/** The text cut to `width` columns, an ellipsis marking the cut. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let used = 0;
  for (const character of text) {
    const next = used + textWidth(character);
    if (next > width - 1) break;
    kept += character;
    used = next;
  }
  return `${kept}…`;
}

/** Wide characters, between which a line may end. */
const WIDE = '\\u3000-\\u9fff\\uff00-\\uffef';
/** Marks that begin no line. */
const CLOSING = '，。；：、！？）》】〕”’…';
/** Marks that end no line. */
const OPENING = '（《【〔“‘';

/** What stays on one line: a word, a wide character, or a number with what it counts, each with the marks on its sides. */
const UNIT = new RegExp(
  `[${OPENING}]*(?:第 [\\d,]+ [${WIDE}]|[\\d,.%]+ [${WIDE}]|[A-Za-z\\u0370-\\u03ff²]+ = [\\d.,×⁰-⁹⁻eE−-]+|[${WIDE}]|[^\\s${WIDE}${OPENING}${CLOSING}]+)[${CLOSING}]*\\s*|\\S|\\s+`,
  'gu',
);

/**
 * Text broken into lines of `width`, at blanks where there are any, between wide characters where not. No line begins with a
 * mark that closes, or ends with one that opens.
 */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  let used = 0;
  for (const unit of text.match(UNIT) ?? []) {
    const word = unit.trimEnd();
    const columns = textWidth(word);
    const fits = used + columns <= width || lines.at(-1) === '';
    if (fits) lines[lines.length - 1] += unit;
    else {
      lines.push(unit.trimStart());
      used = 0;
    }
    used += columns + unit.length - word.length;
  }
  return lines.map((line) => cut(line.trimEnd(), width));
}
