import type { Language } from '../narrate.ts';
import type { Optimizer } from '../optimizers.ts';

/** Text of a worksheet between its formulas. */
export interface WorksheetWords {
  readonly title: string;
  update(number: number): string;
  start(learningRate: string, state: string, optimizer: Optimizer): string;
  changed(learningRate: string, optimizer: Optimizer): string;
  /** Brackets around a condition. */
  readonly truth: string;
  row(row: number): string;
  others(count: number): string;
  mean(count: number): string;
  ahead(state: string): string;
}

const en: WorksheetWords = {
  title: 'Gradient descent by hand',
  update: (number) => `Update ${number}`,
  start: (learningRate, state, optimizer) =>
    `Learning rate $\\alpha = ${learningRate}$, optimizer ${optimizer}, start ${state}.`,
  changed: (learningRate, optimizer) => `From here on $\\alpha = ${learningRate}$, optimizer ${optimizer}.`,
  truth: '$[\\ldots]$ is 1 where the condition in it holds, and 0 elsewhere.',
  row: (row) => `Row ${row}`,
  others: (count) =>
    count === 1 ? 'and one more row in the same way.' : `and ${count} more rows in the same way.`,
  mean: (count) => (count === 1 ? 'With the penalty' : `The mean over ${count} rows`),
  ahead: (state) => `The gradient is taken ahead, at ${state}.`,
};

const zhCN: WorksheetWords = {
  title: '手算梯度下降',
  update: (number) => `第 ${number} 次更新`,
  start: (learningRate, state, optimizer) =>
    `学习率 $\\alpha = ${learningRate}$，优化器 ${optimizer}，初始值 ${state}。`,
  changed: (learningRate, optimizer) => `从这里起学习率 $\\alpha = ${learningRate}$，优化器 ${optimizer}。`,
  truth: '方括号 $[\\ldots]$ 中的条件成立时取 1，否则取 0。',
  row: (row) => `第 ${row} 行`,
  others: (count) => `其余 ${count} 行同理。`,
  mean: (count) => (count === 1 ? '加上正则项' : `${count} 行的平均`),
  ahead: (state) => `梯度取在前瞻点 ${state}。`,
};

export const worksheetWords: Readonly<Record<Language, WorksheetWords>> = { en, 'zh-CN': zhCN };
