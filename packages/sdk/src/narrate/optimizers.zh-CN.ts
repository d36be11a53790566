import type { Optimizer } from '../optimizers.ts';

const NAMES: Partial<Record<Optimizer, string>> = {
  gd: '梯度下降',
  momentum: '动量法',
  nesterov: 'Nesterov 动量',
  cg: '共轭梯度法',
};

/** Optimizers as Chinese textbooks have them, the others by their names. */
export const nameOf = (optimizer: Optimizer): string => NAMES[optimizer] ?? optimizer;
