// Errors in the words of the place where they are read. The sdk puts what is its own between backticks in a hint: an option,
// `missing`, an option with its value, `missing: 'drop'`, or code. A surface has names of its own for the first two, and what
// it has no name for goes, with the alternative that it stands in.
import { nearest } from '../checks.ts';
import { CSV_OPTIONS, csvOptionMeant } from '../csv/options.ts';
import type { GdError } from '../errors.ts';
import { type FitOptions, optionMeant } from '../options.ts';

/** A place where errors are read, by its names for options; undefined for an option that it does not have. */
export interface HintSurface {
  /** The option in a sentence. */
  named(option: string): string | undefined;
  /** The option with a value, and the verb for giving it. */
  set(option: string, value: string): string | undefined;
  /** The verb for giving it. */
  readonly verb: string;
}

const hyphenated = (option: string): string =>
  option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const reads = (option: string): boolean => (CSV_OPTIONS as readonly string[]).includes(option);

/** Options that may change in the middle of a run, and are attributes and flags; which path it takes is left to the sdk. */
export const PAGE_SETTINGS: readonly (keyof FitOptions)[] = [
  'optimizer',
  'learningRate',
  'momentum',
  'batchSize',
  'epochs',
  'tolerance',
  'l2',
  'l1',
  'scale',
  'intercept',
  'shuffle',
  'seed',
];

/** Flags for what is settled when a run begins, and for arguments of functions. */
const START_FLAGS: readonly string[] = [
  ...['target', 'features', 'sampleWeight', 'missing', 'validation', 'patience', 'path', 'initial', 'every'],
  ...['where', 'dialect', 'table', 'errors'],
];

const isSettingOfPage = (option: string): boolean => (PAGE_SETTINGS as readonly string[]).includes(option);

/** The flag of an option, `--learning-rate` of `learningRate`; undefined where the command has none. */
export function flagOf(option: string): string | undefined {
  const isFlag = isSettingOfPage(option) || reads(option) || START_FLAGS.includes(option);
  return isFlag ? `--${hyphenated(option)}` : undefined;
}

/**
 * The name on a surface that is meant by one that it does not have: of an option under the name that it has elsewhere, else
 * of the near one among `names`.
 */
export function nameMeant(name: string, surface: HintSurface, names: readonly string[]): string | undefined {
  const plain = name.replace(/^\W+/, '');
  const option = plain === 'alpha' ? 'learningRate' : (optionMeant(plain) ?? csvOptionMeant(plain));
  const own = option && surface.named(option)?.replaceAll('"', '');
  if (own && names.includes(own)) return own;
  const near = nearest(
    plain,
    names.map((other) => other.replace(/^\W+/, '')),
  );
  return names.find((other) => other.replace(/^\W+/, '') === near);
}

/** The command line. */
export const COMMAND: HintSurface = {
  verb: 'pass',
  named: flagOf,
  set(option, value) {
    const flag = flagOf(option);
    return flag && `${flag} ${value}`;
  },
};

/** Options of reading a table that are attributes of the element; the others an author does without, whose file it is. */
export const PAGE_READING: readonly ['encoding', 'header', 'decimal', 'missingWords'] = [
  'encoding',
  'header',
  'decimal',
  'missingWords',
];

/** Options that are settled when a run begins, and are attributes of the element beside those that may change later. */
const PAGE_START: readonly string[] = [
  ...['target', 'features', 'missing', 'validation', 'patience'],
  ...PAGE_READING,
];

/** The attribute of an option, `learning-rate` of `learningRate`; start values are the weights with a bias beside them; undefined where the element has none. */
function attributeOf(option: string): string | undefined {
  if (option === 'initial') return 'weights';
  const isAttribute = PAGE_START.includes(option) || isSettingOfPage(option);
  return isAttribute ? hyphenated(option) : undefined;
}

/** A page with the element in it. */
export const PAGE: HintSurface = {
  verb: 'set',
  named(option) {
    const attribute = attributeOf(option);
    return attribute && `"${attribute}"`;
  },
  set(option, value) {
    const attribute = attributeOf(option);
    return attribute && `${attribute}="${value}"`;
  },
};

/** Message and hint of an error, in any language that its readers are told in, as they are read on a surface. */
export function onSurface(
  { message, hint, details }: Pick<GdError, 'message' | 'hint' | 'details'>,
  surface: HintSurface,
): { readonly message: string; readonly hint: string } {
  const isColumn = details.column !== undefined;
  const named = message
    .replace(/ or a function of the epoch|，或轮次的函数/, '')
    .replace(/"([a-z]\w*)"(?= expected| needs)/g, (quoted, option: string) =>
      isColumn ? quoted : (surface.named(option) ?? quoted),
    )
    .replace(/“([a-z]\w*)”(?=应|需要)/g, (quoted, option: string) =>
      isColumn ? quoted : (inChineseQuotes(surface.named(option))?.replace(/[^”]$/, '$& ') ?? quoted),
    );
  return { message: named, hint: hintOn(hint, surface) };
}

/** `“momentum”` of `"momentum"`. */
const inChineseQuotes = (name: string | undefined): string | undefined => name?.replace(/^"(.*)"$/, '“$1”');

/** Backticked code, with the verb before it. */
const CODE = /(\bpass )?`([^`]*)`/g;
const SETTING = /^(\w+)(?:: '?([^']*)'?)?$/;
/** A term that a hint proposes, which is written alike everywhere. */
const TERM = /^day\(/;

function hintOn(hint: string, surface: HintSurface): string {
  const isChinese = /\p{Script=Han}/u.test(hint);
  let isForeign = false;
  const told = (_: string, verb: string | undefined, code: string): string => {
    if (TERM.test(code)) return code;
    const [, option = '', value] = SETTING.exec(code) ?? [];
    const name = value === undefined ? surface.named(option) : surface.set(option, value);
    isForeign ||= name === undefined;
    return `${verb ? `${surface.verb} ` : ''}${isChinese ? inChineseQuotes(name) : name}`;
  };
  const clauses = hint.split(/(; |, or |；|，或)/);
  let kept = '';
  for (let i = 0; i < clauses.length; i += 2) {
    isForeign = false;
    const clause = clauses[i]!.replace(CODE, told).replace(/ ?(“[\w-]+”) ?/g, '$1');
    if (!isForeign) kept += (kept === '' ? '' : clauses[i - 1]!) + clause;
  }
  return kept;
}
