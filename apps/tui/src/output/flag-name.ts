import type { FitOptions } from '@gd-trainer/sdk';
import { OPTIONS } from '@gd-trainer/sdk/view';

/** The flag of an option, `--learning-rate` of `learningRate`; undefined where the command has none. */
export function flagOf(option: string): string | undefined {
  if (!Object.hasOwn(OPTIONS, option) || !OPTIONS[option as keyof FitOptions].flag) return undefined;
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
