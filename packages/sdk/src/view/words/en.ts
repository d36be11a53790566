import type { SharedWords } from './words.ts';

const UNITS = { sample: 'samples', batch: 'batches', epoch: 'epochs' } as const;

const KINDS = {
  number: 'number',
  boolean: 'yes or no',
  date: 'date, counted in days',
  category: 'category',
  label: 'numbers or names its rows, left out unasked',
  text: 'text of too many kinds, left out',
  empty: 'no value, left out',
} as const;

export const en: SharedWords = {
  status: {
    idle: 'ready',
    running: 'running',
    paused: 'paused',
    converged: 'converged',
    diverged: 'diverged',
    exhausted: 'out of epochs',
    stopped: 'stopped',
    exact: 'exact',
  },
  loss: 'loss',
  bias: 'bias',
  epoch: 'epoch',
  row: 'row',
  predicted: 'predicted',
  actual: 'actual',
  limit: 'limit',
  distance: 'distance',
  arrives: 'arrives',
  never: 'never',
  nextUpdate: 'next update',
  panels: {
    loss: 'loss',
    descent: 'descent',
    ledger: 'chain rule',
    neuron: 'neuron',
    fit: 'fit',
    timeline: 'timeline',
    data: 'data',
  },
  units: { sample: 'sample', batch: 'batch', epoch: 'epoch' },
  perSecond: (count, unit) => `${count} ${count === '1' ? unit : UNITS[unit]}/s`,
  rows: (count) => `${count} ${count === '1' ? 'row' : 'rows'}`,
  leftOut: (count) => `${count} left out`,
  notes: (count) => `${count} ${count === '1' ? 'note' : 'notes'}`,
  columnKind: (kind, levels) => (kind === 'category' && levels ? `category, ${levels} levels` : KINDS[kind]),
  moreTerms: (count) => `${count} more`,
};
