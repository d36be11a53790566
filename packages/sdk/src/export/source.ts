import { MISSING } from '../data/cells.ts';
import type { Terms } from '../data/table.ts';
import { describe, GdError } from '../errors.ts';
import type { Model } from '../model/model.ts';
import { type Writing, write } from '../terms/write.ts';
import { type ExportedColumns, rawColumns } from './raw-columns.ts';

/** Languages a model can be written in. */
export type SourceLanguage = 'js' | 'python' | 'c';

/**
 * A function `predict` as source code, without dependencies. It takes the features in order (an array in JavaScript, a
 * sequence in Python, a `const double *` in C) and adds as the model does, so that it returns the same bits.
 *
 * Of a model of terms it takes the raw columns by name (an object, a dictionary; in C two arrays, of numbers and of texts)
 * and computes the terms, by the language's own functions; dates are days since 1970-01-01. A level that the model does
 * not know is an error there, NAN in C.
 *
 * @throws {GdError} `OPTION` for another language
 */
export function toSource(model: Model, language: SourceLanguage): string {
  if (!Object.hasOwn(LANGUAGES, language)) {
    throw new GdError('OPTION', `"language" expected js, python or c, got ${describe(language)}`, '', {
      option: 'language',
    });
  }
  const { mark, before, head, line, end, ...own } = LANGUAGES[language];
  const { features, target, terms, weights, bias } = model;
  const raw = terms && rawColumns(features, terms);
  const values =
    raw?.expressions.map((expression) => write(expression, own.writing(raw))) ??
    features.map((_, j) => `x[${j}]`);
  const legend = raw ? own.legend(raw) : features.map((name, j) => `x[${j}] = ${ascii(name)}`);
  // bias + w₁·x₁ + …, from the left as `predict` adds
  const sum = [decimal(bias), ...values.map((value, j) => `${decimal(weights[j]!)} * ${value}`)].join(' + ');
  const used = raw ? helpersIn(sum, own.helpers) : [];
  const parameters = raw ? own.rawParameters : own.parameters;
  return [
    ...[`${ascii(target)} by gd-trainer, from`, ...legend].map((text) => `${mark} ${text}`),
    ...(raw ? own.imports : []),
    ...before,
    ...used,
    head(parameters),
    line(sum),
    ...end,
    '',
  ].join('\n');
}

/** Python for terms over records: functions, a row of a record of text, and values of a row. */
export function pythonRecords(
  features: readonly string[],
  terms: Terms,
): { days: string; functions: string[]; row: string; values: string[] } {
  const { helpers, writing } = PYTHON_TERMS;
  const raw = rawColumns(features, terms);
  const values = raw.expressions.map((expression) => write(expression, writing(raw)));
  const entry = (read: (name: string) => string) => (name: string) =>
    `${ascii(name)}: ${read(`record[${ascii(name)}]`)}`;
  const row = [
    ...raw.numbers.map(entry((cell) => `number(${cell})`)),
    ...raw.dates.map(entry((cell) => `days(${cell})`)),
    ...raw.texts.filter((name) => !raw.numbers.includes(name)).map(entry((cell) => cell)),
  ];
  // a level that is none is missing: the run has met all that there are
  const own = helpers.map(([name, code]) => [name, name === 'level' ? RECORD_LEVEL : code] as const);
  return {
    days: raw.dates.length > 0 ? PYTHON_DAYS : '',
    functions: helpersIn(values.join(), own),
    row: `{${row.join(', ')}}`,
    values,
  };
}

const PYTHON_DAYS = [
  'def days(cell):',
  '    try: date = datetime.datetime.fromisoformat(cell.strip().replace("Z", ""))',
  '    except ValueError: return math.nan',
  '    return (date - datetime.datetime(1970, 1, 1)).total_seconds() / 86400',
].join('\n');

/** The function for levels in Python: what it does for one that is missing, and for one that is not known. */
const pythonLevel = (missing: string, unknown: string): string =>
  [
    'def level(value, wanted, known):',
    '    whole = isinstance(value, float) and value.is_integer()',
    '    own = str(int(value)) if whole else str(value).strip()',
    `    if ${missing}: return math.nan`,
    `    if known and own not in known: ${unknown}`,
    '    return 1.0 if own == wanted else 0.0',
  ].join('\n');

/** A function for a part of a date in Python, to the nearest second. */
const pythonDate = (name: string, part: string): string =>
  [
    `def ${name}(days):`,
    '    if days != days: return days',
    `    return (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=round(days * 86400)))${part}`,
  ].join('\n');

const helpersIn = (code: string, helpers: Notation['helpers']): string[] =>
  helpers.filter(([name]) => code.includes(`${name}(`)).map(([, own]) => own);

interface Notation {
  readonly mark: string;
  readonly before: readonly string[];
  readonly imports: readonly string[];
  readonly parameters: string;
  readonly rawParameters: string;
  head(parameters: string): string;
  line(sum: string): string;
  readonly end: readonly string[];
  /** Functions that terms call, by name. */
  readonly helpers: readonly (readonly [name: string, code: string])[];
  legend(raw: ExportedColumns): string[];
  writing(raw: ExportedColumns): Writing;
}

const DAYS = 'days since 1970-01-01';
const byName = ({ numbers, dates, texts }: ExportedColumns): string[] => [
  ...numbers.map((name) => `row[${ascii(name)}], a number`),
  ...dates.map((name) => `row[${ascii(name)}], ${DAYS}`),
  ...texts.map((name) => `row[${ascii(name)}], a level`),
];
/** Parts of the writing that dictionaries share; `called` is the name of a function. */
const ofRow = ({ levelsOf }: ExportedColumns, called: (name: string) => string): Writing => ({
  column: (name) => `row[${ascii(name)}]`,
  date: (part, name) => (part === 'day' ? `row[${ascii(name)}]` : `${part}(row[${ascii(name)}])`),
  call: (name, x) => `${called(name)}(${x})`,
  power: (x, by) => `power(${x}, ${by})`,
  between: (x, from, to) => `between(${x}, ${decimal(from)}, ${decimal(to)})`,
  level: (of, level) => {
    const value = of.op === 'column' ? `row[${ascii(of.name)}]` : `${of.op}(row[${ascii(of.name)}])`;
    return `level(${value}, ${ascii(level)}, [${levelsOf(of).map(ascii).join(', ')}])`;
  },
});

const JS: Notation = {
  mark: '//',
  before: [],
  imports: [],
  parameters: 'x',
  rawParameters: 'row',
  head: (parameters) => `export function predict(${parameters}) {`,
  line: (sum) => `  return ${sum};`,
  end: ['}'],
  helpers: [
    [
      'power',
      'const power = (x, by) => {\n  let value = x;\n  for (let k = 1; k < by; k++) value *= x;\n  return value;\n};',
    ],
    ['between', 'const between = (x, from, to) => (x >= from && x < to ? 1 : x - x);'],
    [
      'level',
      'const level = (value, wanted, known) => {\n  const own = String(value ?? "").trim();\n  if (own === "" || own === "NaN") return NaN;\n  if (known.length > 0 && !known.includes(own)) throw new RangeError("no level " + JSON.stringify(own));\n  return own === wanted ? 1 : 0;\n};',
    ],
    ['year', 'const year = (days) => new Date(days * 864e5).getUTCFullYear();'],
    ['month', 'const month = (days) => new Date(days * 864e5).getUTCMonth() + 1;'],
    ['weekday', 'const weekday = (days) => ((new Date(days * 864e5).getUTCDay() + 6) % 7) + 1;'],
    ['hour', 'const hour = (days) => new Date(Math.round(days * 86400) * 1000).getUTCHours();'],
  ],
  legend: byName,
  writing: (raw) => ofRow(raw, (name) => `Math.${name}`),
};

/** Terms in Python, for programs that are more than a function. */
const PYTHON_TERMS: Pick<Notation, 'helpers' | 'writing'> = {
  helpers: [
    ['power', 'def power(x, by):\n    value = x\n    for _ in range(by - 1): value *= x\n    return value'],
    ['between', 'def between(x, start, end):\n    return 1.0 if start <= x < end else x - x'],
    ['level', pythonLevel('own in ("", "None", "nan")', 'raise ValueError(f"no level {own!r}")')],
    ['year', pythonDate('year', '.year')],
    ['month', pythonDate('month', '.month')],
    ['weekday', pythonDate('weekday', '.isoweekday()')],
    ['hour', pythonDate('hour', '.hour')],
  ],
  writing: (raw) => ofRow(raw, (name) => (name === 'abs' ? 'abs' : `math.${name}`)),
};

const PYTHON: Notation = {
  ...PYTHON_TERMS,
  mark: '#',
  before: [],
  imports: ['import datetime', 'import math'],
  parameters: 'x',
  rawParameters: 'row',
  head: (parameters) => `def predict(${parameters}):`,
  line: (sum) => `    return ${sum}`,
  end: [],
  legend: byName,
};

const C: Notation = {
  mark: '//',
  before: ['#pragma STDC FP_CONTRACT OFF'],
  imports: ['#include <math.h>', '#include <string.h>'],
  parameters: 'const double *x',
  rawParameters: 'const double *number, const char *const *text',
  head: (parameters) => `double predict(${parameters}) {`,
  line: (sum) => `  return ${sum};`,
  end: ['}'],
  helpers: [
    [
      'power',
      'static double power(double x, int by) {\n  double value = x;\n  for (int k = 1; k < by; k++) value *= x;\n  return value;\n}',
    ],
    [
      'between',
      'static double between(double x, double from, double to) { return x >= from && x < to ? 1.0 : x - x; }',
    ],
    [
      'level',
      'static double level(const char *value, const char *wanted, const char *const *known, int count) {\n  if (*value == 0) return NAN;\n  for (int k = 0; k < count; k++) if (strcmp(value, known[k]) == 0) return strcmp(value, wanted) == 0 ? 1.0 : 0.0;\n  return count == 0 ? (strcmp(value, wanted) == 0 ? 1.0 : 0.0) : NAN;\n}',
    ],
    [
      'level_of',
      'static double level_of(double value, double wanted) { return value == wanted ? 1.0 : value - value; }',
    ],
    [
      'year',
      'static double year(double days) {\n  double day = floor(days) + 719468.0, era = floor(day / 146097.0), of = day - era * 146097.0;\n  double y = floor((of - floor(of / 1460.0) + floor(of / 36524.0) - floor(of / 146096.0)) / 365.0);\n  double in_year = of - (365.0 * y + floor(y / 4.0) - floor(y / 100.0));\n  return y + era * 400.0 + (floor((5.0 * in_year + 2.0) / 153.0) >= 10.0 ? 1.0 : 0.0);\n}',
    ],
    [
      'month',
      'static double month(double days) {\n  double day = floor(days) + 719468.0, era = floor(day / 146097.0), of = day - era * 146097.0;\n  double y = floor((of - floor(of / 1460.0) + floor(of / 36524.0) - floor(of / 146096.0)) / 365.0);\n  double m = floor((5.0 * (of - (365.0 * y + floor(y / 4.0) - floor(y / 100.0))) + 2.0) / 153.0);\n  return m >= 10.0 ? m - 9.0 : m + 3.0;\n}',
    ],
    [
      'weekday',
      'static double weekday(double days) { double day = floor(days) + 3.0; return day - 7.0 * floor(day / 7.0) + 1.0; }',
    ],
    [
      'hour',
      'static double hour(double days) { return floor(floor((days - floor(days)) * 86400.0 + 0.5) / 3600.0); }',
    ],
  ],
  legend: ({ numbers, dates, texts }) => [
    ...[...numbers, ...dates].map(
      (name, j) => `number[${j}] = ${ascii(name)}${j < numbers.length ? '' : `, ${DAYS}`}`,
    ),
    ...texts.map((name, j) => `text[${j}] = ${ascii(name)}, a level`),
  ],
  writing: ({ numbers, dates, texts, levelsOf }) => {
    const number = (name: string): string => `number[${[...numbers, ...dates].indexOf(name)}]`;
    return {
      column: number,
      date: (part, name) => (part === 'day' ? number(name) : `${part}(${number(name)})`),
      call: (name, x) => `${name === 'abs' ? 'fabs' : name}(${x})`,
      power: (x, by) => `power(${x}, ${by})`,
      between: (x, from, to) => `between(${x}, ${decimal(from)}, ${decimal(to)})`,
      level(of, level) {
        if (of.op !== 'column') return `level_of(${of.op}(${number(of.name)}), ${decimal(Number(level))})`;
        const known = levelsOf(of).map(bytes);
        const list = known.length > 0 ? `(const char *const[]){${known.join(', ')}}` : '0';
        return `level(text[${texts.indexOf(of.name)}], ${bytes(level)}, ${list}, ${known.length})`;
      },
    };
  },
};

const LANGUAGES: Readonly<Record<SourceLanguage, Notation>> = { js: JS, python: PYTHON, c: C };

/** A number that every one of the languages reads as the same f64, and none as an integer. */
function decimal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Text as JSON in ASCII, which ends no comment and starts no line; a string in JavaScript and Python. */
function ascii(name: string): string {
  return JSON.stringify(name)
    .replaceAll('\\\\', '\\u005c')
    .replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Text as a string in C: its UTF-8, by octal escapes where it is no letter or digit. */
const bytes = (text: string): string =>
  `"${Array.from(new TextEncoder().encode(text), (byte) =>
    /[\w ]/.test(String.fromCharCode(byte)) && byte < 128
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  ).join('')}"`;

const RECORD_LEVEL = pythonLevel(`own.lower() in [${MISSING.map(ascii).join(', ')}]`, 'return math.nan');
