import type { RunFormat } from '@gd-trainer/sdk/view';

/** Formats of a run, beside those of a model. */
export const RUN_FORMATS = [
  'csv',
  'worksheet',
  'exercise',
  'typescript',
  'numpy',
  'link',
] as const satisfies readonly RunFormat[];

export const isRunFormat = (format: string): format is RunFormat =>
  RUN_FORMATS.some((known) => known === format);
