import type { FitOptions } from '@gd-trainer/sdk';
import type { Language } from '../words/words.ts';

/** A few rows that an element without any offers to begin with. */
export interface SampleSet {
  readonly title: Readonly<Record<Language, string>>;
  /** Rows below a line of names, the target last. */
  readonly csv: string;
  readonly options: Partial<FitOptions>;
}

/** Lines of CSV from columns of numbers, each in its own order of rows. */
const csvOf = (columns: Readonly<Record<string, readonly number[]>>): string => {
  const values = Object.values(columns);
  return [Object.keys(columns), ...values[0]!.map((_, row) => values.map((column) => column[row]))].join(
    '\n',
  );
};

export const SAMPLE_SETS: readonly SampleSet[] = [
  {
    // Forbes JD (1857): Further experiments and remarks on the measurement of heights by the boiling point of water
    title: { en: 'Boiling water and air pressure, 17 rows', 'zh-CN': '水的沸点与气压，17 行' },
    csv: csvOf({
      boiling_F: [
        194.5, 194.3, 197.9, 198.4, 199.4, 199.9, 200.9, 201.1, 201.4, 201.3, 203.6, 204.6, 209.5, 208.6,
        210.7, 211.9, 212.2,
      ],
      pressure_inHg: [
        20.79, 20.79, 22.4, 22.67, 23.15, 23.35, 23.89, 23.99, 24.02, 24.01, 25.14, 26.57, 28.49, 27.76,
        29.04, 29.88, 30.06,
      ],
    }),
    options: {},
  },
  {
    // American women aged 30–39, The World Almanac and Book of Facts (1975): R's `women`
    title: { en: 'Height and weight, 15 rows', 'zh-CN': '身高与体重，15 行' },
    csv: csvOf({
      height_in: [58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72],
      weight_lb: [115, 117, 120, 123, 126, 129, 132, 135, 139, 142, 146, 150, 154, 159, 164],
    }),
    options: {},
  },
  {
    title: { en: 'Four rows to follow with a pencil', 'zh-CN': '可用纸笔验算的四行' },
    csv: csvOf({ x1: [2, 1, 0, 1], x2: [1, 1, 1, 0], y: [8, 6, 4, 3] }),
    options: { batchSize: 1, scale: 'none', shuffle: false, learningRate: 0.1 },
  },
];
