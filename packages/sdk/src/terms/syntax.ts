// The text of a term to its syntax. One grammar for every door:
//   term = factor {'*' factor}      factor = primary ['^' power] ['=' level]
//   primary = '(' term ')' | name | function '(' term {',' word} ')'
// A name is any run of characters but * ^ ( ) , = " or text in double quotes, where "" is one.
import { nearest } from '../checks.ts';
import { GdError, quote } from '../errors.ts';

/** A term as it is written; `at` counts its characters from 0. */
export type Syntax =
  | { readonly kind: 'name'; readonly name: string; readonly at: number }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly of: Syntax;
      /** What follows the first argument. */
      readonly words: readonly string[];
      readonly at: number;
    }
  | { readonly kind: 'power'; readonly of: Syntax; readonly by: number; readonly at: number }
  | { readonly kind: 'product'; readonly of: readonly Syntax[]; readonly at: number }
  | { readonly kind: 'level'; readonly of: Syntax; readonly level: string; readonly at: number };

/** Functions of terms, each with the words that may follow its first argument, at least and at most. */
export const FUNCTIONS = {
  sqrt: [0, 0],
  log: [0, 0],
  exp: [0, 0],
  abs: [0, 0],
  sin: [0, 0],
  cos: [0, 0],
  day: [0, 0],
  year: [0, 0],
  month: [0, 0],
  weekday: [0, 0],
  hour: [0, 0],
  poly: [1, 1],
  bin: [2, 50],
  category: [0, 50],
} as const;

/** Powers, and degrees of polynomials, are whole numbers from 2 to this one. */
export const MOST_POWER = 20;
const DEEPEST = 20;
const LONGEST = 1000;

/** The error for a place in a term. */
export function badTerm(text: string, at: number, what: string, hint = ''): GdError {
  return new GdError('OPTION', `term ${quote(text)}, character ${at + 1}: ${what}`, hint, {
    option: 'features',
    term: text,
    character: at + 1,
  });
}

/** Names of the columns in a term, be they there or not; none where it is not to be read. */
export function columnsIn(text: string, isColumn: (name: string) => boolean): string[] {
  const within = (syntax: Syntax): string[] =>
    syntax.kind === 'name' ? [syntax.name] : [syntax.of].flat().flatMap((part) => within(part as Syntax));
  try {
    return within(parseTerm(text, isColumn));
  } catch {
    return [];
  }
}

/** The syntax of a term; a text that `isColumn` is that column, whatever is in it. Throws `OPTION` naming the place. */
export function parseTerm(text: string, isColumn: (name: string) => boolean): Syntax {
  if (isColumn(text)) return { kind: 'name', name: text, at: 0 };
  if (text.length > LONGEST) throw badTerm(text, LONGEST, `expected at most ${LONGEST} characters`);
  return new Parser(text).all();
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): Syntax {
    const term = this.#term();
    if (this.#at < this.#text.length) throw this.#expected('* or ^ or the end');
    return term;
  }

  #term(): Syntax {
    const at = this.#at;
    if (++this.#depth > DEEPEST)
      throw badTerm(this.#text, at, `expected at most ${DEEPEST} terms in one another`);
    const factors = [this.#factor()];
    while (this.#take('*')) factors.push(this.#factor());
    this.#depth--;
    return factors.length === 1 ? factors[0]! : { kind: 'product', of: factors, at };
  }

  #factor(): Syntax {
    const at = this.#at;
    let term = this.#primary();
    if (this.#take('^')) {
      const start = this.#at;
      const by = Number(this.#word());
      if (!(Number.isInteger(by) && by >= 2 && by <= MOST_POWER)) {
        throw badTerm(
          this.#text,
          start,
          `expected a power from 2 to ${MOST_POWER}`,
          'sqrt(x) has the power ½',
        );
      }
      term = { kind: 'power', of: term, by, at };
    }
    if (this.#take('=')) term = { kind: 'level', of: term, level: this.#word(), at };
    return term;
  }

  #primary(): Syntax {
    if (this.#take('(')) return this.#closed(this.#term());
    this.#blanks();
    const at = this.#at;
    const quoted = this.#text[at] === '"';
    const name = this.#word();
    if (quoted || !this.#take('(')) return { kind: 'name', name, at };
    if (!Object.hasOwn(FUNCTIONS, name)) throw this.#noFunction(name, at);
    const of = this.#term();
    const words: string[] = [];
    while (this.#take(',')) words.push(this.#word());
    return this.#closed({ kind: 'call', name, of, words, at });
  }

  #closed(term: Syntax): Syntax {
    if (!this.#take(')')) throw this.#expected(')');
    return term;
  }

  /** Characters up to the next mark, or what stands between quotes; what comes before them stays: `ref: "a, b"`. */
  #word(): string {
    this.#blanks();
    const start = this.#at;
    const bare = /[^*^(),="]*/y;
    bare.lastIndex = start;
    let word = bare.exec(this.#text)![0];
    this.#at += word.length;
    if (this.#text[this.#at] === '"' && (word === '' || /:\s*$/.test(word))) word += this.#quoted();
    if (word.trim() === '' && this.#text[start] !== '"') throw this.#expected('a name');
    return this.#text[start] === '"' ? word : word.trim();
  }

  #quoted(): string {
    const quotes = /"((?:[^"]|"")*)"\s*/y;
    quotes.lastIndex = this.#at;
    const found = quotes.exec(this.#text);
    if (!found)
      throw badTerm(this.#text, this.#at, 'the quotes do not end', 'a quote inside quotes is written twice');
    this.#at += found[0].length;
    return found[1]!.replaceAll('""', '"');
  }

  #take(mark: string): boolean {
    this.#blanks();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    this.#blanks();
    return true;
  }

  #blanks(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #expected(what: string): GdError {
    const got = this.#at < this.#text.length ? quote(this.#text.slice(this.#at, this.#at + 12)) : 'the end';
    return badTerm(
      this.#text,
      this.#at,
      `expected ${what}, got ${got}`,
      'a name with marks in it goes into double quotes',
    );
  }

  #noFunction(name: string, at: number): GdError {
    const names = Object.keys(FUNCTIONS);
    const near = nearest(name, names) ?? names.find((other) => lettersOf(other) === lettersOf(name));
    const hint = `${near === undefined ? '' : `did you mean ${near}? `}there are ${names.join(', ')}; a column of that name goes into double quotes`;
    return badTerm(this.#text, at, `no function ${quote(name)}`, hint);
  }
}

/** Letters that only changed places are near, in names as short as these. */
const lettersOf = (name: string): string => [...name].sort().join('');
