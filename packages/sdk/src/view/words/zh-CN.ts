import type { SharedWords } from './words.ts';

const UNITS = { sample: '样本', batch: '批次', epoch: '轮' } as const;

export const zhCN: SharedWords = {
  status: {
    idle: '就绪',
    running: '运行中',
    paused: '已暂停',
    converged: '已收敛',
    diverged: '已发散',
    exhausted: '轮数用完',
    stopped: '已停止',
    exact: '精确解',
  },
  loss: '损失',
  bias: '偏置',
  epoch: '轮次',
  row: '行',
  predicted: '预测值',
  actual: '实际值',
  limit: '上限',
  distance: '距离',
  arrives: '到达',
  never: '永不',
  nextUpdate: '下一次更新',
  panels: {
    loss: '损失',
    descent: '下降路径',
    ledger: '链式法则',
    neuron: '神经元',
    fit: '拟合',
    timeline: '时间轴',
    data: '数据',
  },
  units: UNITS,
  perSecond: (count, unit) => `每秒 ${count} ${{ ...UNITS, sample: '个样本', batch: '批' }[unit]}`,
  rows: (count) => `${count} 行`,
  leftOut: (count) => `略去 ${count} 行`,
  notes: (count) => `${count} 条说明`,
  moreTerms: (count) => `另 ${count} 项`,
};
