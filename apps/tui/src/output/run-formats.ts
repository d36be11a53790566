/** What a run can be written as, beside a model's formats. */
export const RUN_FORMATS = ['csv', 'worksheet', 'typescript', 'numpy', 'link'] as const;
export type RunFormat = (typeof RUN_FORMATS)[number];

export const isRunFormat = (format: string): format is RunFormat => RUN_FORMATS.includes(format as RunFormat);
