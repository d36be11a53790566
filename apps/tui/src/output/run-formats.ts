/** Formats of a run, beside those of a model. */
export const RUN_FORMATS = ['csv', 'worksheet', 'typescript', 'numpy', 'link'] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];

export const isRunFormat = (format: string): format is RunFormat => RUN_FORMATS.includes(format as RunFormat);
