import { nameOf } from '../narrate/optimizers.zh-CN.ts';
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
  /** A row with its numbers, where they stand for themselves. */
  row(row: number, numbers: string): string;
  /** Before ŷ and L. */
  readonly forward: string;
  /** Before the derivatives. */
  readonly backward: string;
  /** Before the parameters. */
  readonly move: string;
  /** Above a sheet with blanks. */
  readonly fill: string;
  /** Title of its last part. */
  readonly answers: string;
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
  row: (row, numbers) => `Row ${row}: ${numbers}`,
  forward: 'Forward, from the inputs to the loss:',
  backward: 'Backward, by the chain rule; the first derivative is in all the others:',
  move: 'Update, against the gradient:',
  fill: 'Fill in the blanks. The answers are on the last pages.',
  answers: 'Answers',
  others: (count) =>
    count === 1 ? 'and one more row in the same way.' : `and ${count} more rows in the same way.`,
  mean: (count) => (count === 1 ? 'With the penalty:' : `The mean over ${count} rows:`),
  ahead: (state) => `The gradient is taken ahead, at ${state}.`,
};

const zhCN: WorksheetWords = {
  title: '手算梯度下降',
  update: (number) => `第 ${number} 次更新`,
  start: (learningRate, state, optimizer) =>
    `学习率 $\\alpha = ${learningRate}$，优化器：${nameOf(optimizer)}，初始值 ${state}。`,
  changed: (learningRate, optimizer) =>
    `从这里起学习率 $\\alpha = ${learningRate}$，优化器：${nameOf(optimizer)}。`,
  truth: '方括号 $[\\ldots]$ 中的条件成立时取 1，否则取 0。',
  row: (row, numbers) => `第 ${row} 行：${numbers}`,
  forward: '前向：从输入算到损失',
  backward: '反向（链式法则）：第一个导数，后面各个都要用',
  move: '更新：沿梯度的反方向',
  fill: '请在横线上填空，答案附在最后。',
  answers: '答案',
  others: (count) => `其余 ${count} 行同理。`,
  mean: (count) => (count === 1 ? '加上正则项：' : `${count} 行的平均：`),
  ahead: (state) => `梯度在前瞻点 ${state} 处计算。`,
};

export const worksheetWords: Readonly<Record<Language, WorksheetWords>> = { en, 'zh-CN': zhCN };
