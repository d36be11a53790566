import { run } from '../../narrate/en-run.ts';
import { narrateBy } from '../../narrate/numbers.ts';
import type { RunWords } from './words.ts';

const UNITS = { sample: 'samples', batch: 'batches', epoch: 'epochs' } as const;

/** The words about a run in English. */
export const runWords: RunWords = {
  narrate: narrateBy(run),
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
  loss: 'mean loss',
  bias: 'bias',
  epoch: 'epoch',
  row: 'row',
  predicted: 'predicted',
  actual: 'actual',
  limit: 'limit',
  panels: {
    loss: 'mean loss',
    descent: 'descent',
    ledger: 'chain rule',
    neuron: 'neuron',
    fit: 'fit',
    timeline: 'timeline',
    data: 'data',
    summary: 'summary',
    diagnosis: 'diagnosis',
    penalty: 'penalty',
  },
  bands: { label: '95 % bands' },
  units: { sample: 'sample', batch: 'batch', epoch: 'epoch' },
  perSecond: (count, unit) => `${count} ${count === '1' ? unit : UNITS[unit]}/s`,
  rows: (count) => `${count} ${count === '1' ? 'row' : 'rows'}`,
  leftOut: (count) => `${count} left out`,
  notes: (count) => `${count} ${count === '1' ? 'note' : 'notes'}`,
  moreTerms: (count) => `${count} more`,
  labelled: (label, text) => `${label}: ${text}`,
  listed: (...parts) => parts.join(', '),
};
