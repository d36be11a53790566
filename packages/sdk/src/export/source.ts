import { describe, GdError } from '../errors.ts';
import type { Model } from '../model/model.ts';

/** Languages a model can be written in. */
export type SourceLanguage = 'js' | 'python' | 'c';

/**
 * A function `predict` as source code, without dependencies. It takes the features in order (an array in JavaScript, a
 * sequence in Python, a `const double *` in C) and adds as the model does, so that it returns the same bits.
 *
 * @throws {GdError} `OPTION` for another language
 */
export function toSource(model: Model, language: SourceLanguage): string {
  if (!Object.hasOwn(WRITERS, language)) {
    throw new GdError('OPTION', `"language" expected js, python or c, got ${describe(language)}`, '', {
      option: 'language',
    });
  }
  return WRITERS[language](model);
}

const WRITERS: Readonly<Record<SourceLanguage, (model: Model) => string>> = {
  js: (model) => `${comments(model, '//')}
export function predict(x) {
  return ${sum(model)};
}
`,
  python: (model) => `${comments(model, '#')}
def predict(x):
    return ${sum(model)}
`,
  c: (model) => `${comments(model, '//')}
#pragma STDC FP_CONTRACT OFF
double predict(const double *x) {
  return ${sum(model)};
}
`,
};

/** bias + w₁·x₁ + …, from the left as `predict` adds. */
function sum({ weights, bias }: Model): string {
  return [decimal(bias), ...Array.from(weights, (weight, j) => `${decimal(weight)} * x[${j}]`)].join(' + ');
}

/** A number that every one of the languages reads as the same f64, and none as an integer. */
function decimal(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Names that may hold anything: as JSON in ASCII they end no comment and start no line. */
function comments({ target, features }: Model, mark: string): string {
  const lines = features.map((name, j) => `x[${j}] = ${ascii(name)}`);
  return [`${ascii(target)} by gd-trainer, from`, ...lines].map((line) => `${mark} ${line}`).join('\n');
}

function ascii(name: string): string {
  return JSON.stringify(name)
    .replaceAll('\\\\', '\\u005c')
    .replace(/[^ -~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
