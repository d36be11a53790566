import type { SharedWords } from './words.ts';

const UNITS = { sample: '样本', batch: '批次', epoch: '轮' } as const;

const KINDS = {
  number: '数值',
  boolean: '是或否',
  date: '日期，换算成天数',
  category: '类别',
  label: '行的编号或名称，默认不用',
  text: '文本，取值太多，不能用',
  empty: '没有任何值，不能用',
} as const;

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
  columnKind: (kind, levels) => (kind === 'category' && levels ? `类别，${levels} 个水平` : KINDS[kind]),
  moreTerms: (count) => `另 ${count} 项`,
};
