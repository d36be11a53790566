import type { FitOptions } from '@gd-trainer/sdk';
import { OPTIONS } from '@gd-trainer/sdk/view';

/** Options of reading a file that are flags. */
const READING: readonly string[] = ['encoding', 'separator', 'header', 'decimal', 'missingWords', 'ragged'];

/** The flag of an option, `--learning-rate` of `learningRate`; undefined where the command has none. */
export function flagOf(option: string): string | undefined {
  const trains = Object.hasOwn(OPTIONS, option) && OPTIONS[option as keyof FitOptions].flag;
  if (!trains && !READING.includes(option)) return undefined;
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
