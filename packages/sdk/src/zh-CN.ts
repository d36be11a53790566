/**
 * 简体中文 for an app that shows it to readers: errors, and the words of both faces. The errors themselves stay in English:
 * `message` and `hint` are the keys by which their translations are found.
 *
 * @module
 */

import { DATABASES } from './narrate/database-errors.zh-CN.ts';
import { MODELS } from './narrate/model-errors.zh-CN.ts';
import { PROGRAMS } from './narrate/program-errors.zh-CN.ts';
import { READING } from './narrate/reading-errors.zh-CN.ts';
import { RUNS } from './narrate/run-errors.zh-CN.ts';
import { type Translations, translator } from './narrate/translate.ts';
import { VALUES } from './narrate/values.zh-CN.ts';

export { zhCN as CHINESE } from './view/words/zh-CN.ts';
export { DATABASES, MODELS, PROGRAMS, READING, RUNS, type Translations, translator, VALUES };

let told: ((text: string) => string) | undefined;

/**
 * Message and hint of an error in Chinese; a text without a translation, such as the reason an engine gave, stays in English.
 *
 * @example Tell a reader what is wrong with the data.
 * ```ts
 * import { fit } from '@gd-trainer/sdk';
 * import { inChinese } from '@gd-trainer/sdk/zh-CN';
 *
 * const { error } = await fit({ x: [[1], [2]], y: [3, NaN] }).then(() => ({ error: undefined }), (error) => ({ error }));
 * console.log(inChinese(error).message); // “y”列第 2 行应为数值，却是 NaN
 * ```
 */
export function inChinese(error: { readonly message: string; readonly hint: string }): {
  readonly message: string;
  readonly hint: string;
} {
  told ??= translator(VALUES, READING, RUNS, PROGRAMS, MODELS, DATABASES);
  return { message: told(error.message), hint: told(error.hint) };
}
