// The names of a text table's columns: by its first line, a comment above it, or their numbers.
import { holdsNumbers, isMissing, isNumber, isYear } from './glance.ts';
import { type Note, note } from './notes.ts';

/** Where the names of columns stand. */
export interface Head {
  /** Names that no line of the table gives, as those of a table without a header; undefined where the first line does. */
  readonly names: readonly string[] | undefined;
  /** True if the file gives names, in whatever line. */
  readonly named: boolean;
  readonly notes: readonly Note[];
}

/** The header: the first line, unless it holds numbers where numbers stand below. */
export function headerOf(
  rows: readonly (readonly string[])[],
  wished: boolean | undefined,
  inComment: Head | undefined,
): Head {
  const [first = [], ...below] = rows;
  const given: Head = { names: undefined, named: true, notes: [] };
  if (wished === true || first.length === 0) return given;
  if (wished === false) return { names: numbered(first.length), named: false, notes: [] };
  const numeric = first.map((_, j) => j).filter((j) => holdsNumbers(below.map((row) => row[j] ?? '')));
  const tops = numeric.map((j) => first[j]!).filter((cell) => !isMissing(cell));
  const numbers = tops.filter(isNumber);
  if (numbers.length === 0) return given;
  const chosen = (value: string): Head => ({
    ...given,
    notes: [note({ code: 'header', value, examples: numbers.slice(0, 3) })],
  });
  if (
    first.filter(isYear).length > 1 &&
    tops.every(isYear) &&
    !numeric.every((j) => below.every((row) => isYear(row[j] ?? '')))
  ) {
    return chosen('years');
  }
  if (inComment) return inComment;
  if (numbers.length < tops.length) return chosen('numbers');
  return { names: numbered(first.length), named: false, notes: [note({ code: 'header', value: 'none' })] };
}

/** The names in one of the last two comments: units or dashes may stand below them. */
export function namesInComment(
  comments: readonly string[],
  { separator, width }: { readonly separator: string; readonly width: number },
  split: (line: string) => readonly string[],
): Head | undefined {
  // words between blanks may be prose, which has marks of its own
  const isName = (name: string): boolean => separator !== ' ' || (/\p{L}/u.test(name) && !/:$|=/.test(name));
  // "#,x" names a column "#", and "# x" none
  const namesIn = (comment: string): readonly string[] | undefined =>
    [comment, comment.replace(/^[#%]+\s*/, '')]
      .map((line) => split(line).map((name, j) => (j > 0 ? name : name.replace(/^[#%]\s*(?=.)/, '')).trim()))
      .find((names) => names.length === width && !names[0]!.includes(' ') && names.every(isName));
  const comment = width < 2 ? undefined : comments.slice(-2).findLast(namesIn);
  return comment === undefined
    ? undefined
    : { names: namesIn(comment)!, named: true, notes: [note({ code: 'header', examples: [comment] })] };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, j) => `c${j + 1}`);

/** The names of columns as the header has them: trimmed, `c3` where there is none, `price_2` for a second `price`. */
export function nameColumns(fields: readonly string[]): {
  readonly names: readonly string[];
  readonly nameless: readonly boolean[];
  readonly notes: readonly Note[];
} {
  const taken = new Set(fields.map((field) => field.trim()));
  const used = new Set<string>();
  const notes: Note[] = [];
  const nameless = fields.map((field) => field.trim() === '');
  const names = fields.map((field, j) => {
    const own = field.trim();
    const wished = own === '' ? `c${j + 1}` : own;
    let name = wished;
    for (let count = 2; used.has(name) || (name !== own && taken.has(name)); count++)
      name = `${wished}_${count}`;
    used.add(name);
    if (own !== '' && name !== own) notes.push(note({ code: 'header', column: name, examples: [own] }));
    return name;
  });
  return { names, nameless, notes };
}
