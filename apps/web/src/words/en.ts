import type { Optimizer } from '@gd-trainer/sdk';
import { ENGLISH } from '@gd-trainer/sdk/view';
import { firstWords } from './en-first.ts';

/** All words of the element in English. */
export const en = {
  ...ENGLISH,
  ...firstWords,
  narrate: ENGLISH.narrate,
  bands: ENGLISH.bands,
  residual: 'residual',
  least: 'least possible',
  when: 'when',
  past: 'past',
  rowOf: (row: string) => `row ${row} of the data`,
  sample: 'Sample',
  input: 'input',
  value: 'value',
  weight: 'weight',
  across: 'Parameter across',
  up: 'Parameter up',
  point: (values: string) =>
    `Present parameters: ${values}. Drag or press arrow keys to start from elsewhere.`,
  oneParameter: 'There is only one parameter.',
  slice: 'Other parameters held; + is the optimum of all.',
  light: (symbol: string) => `Light up ${symbol} everywhere`,
  scaledNote: (isCentred: boolean) =>
    `In the units the descent runs in: z\u00a0=\u00a0${isCentred ? '(x\u00a0−\u00a0μ)/\u2060σ' : 'x/σ, with σ² the mean of x²'}.`,
  update: {
    next: 'The next update',
    made: 'The update just made',
    before: 'before this update',
    single: 'Batch size 1: this sample’s own gradient moves the weights.',
    mean: (samples: string, isPenalised: boolean) =>
      `g is the mean of these derivatives over ${samples} ${samples === '1' ? 'sample' : 'samples'}${isPenalised ? ', and the penalty’s' : ''}; it moves the weights.`,
    rows: (rows: string, count: number, more: boolean) =>
      `Drawn: ${count === 1 ? 'row' : 'rows'} ${rows}${more ? ', …' : ''}.`,
    comma: ', ',
    adapted: (rule: string) =>
      `The optimizer or a penalty makes more of the gradient g than −α times it: ${rule}.`,
    inDataUnits: 'Back in the units of the data:',
  },
  setPenalty: (penalty: string, value: string) => `Run with ${penalty} = ${value}`,
  settings: {
    optimizer: 'Optimizer',
    momentum: 'Momentum β',
    batch: 'Each update uses',
    batchSize: 'Batch size',
    seed: 'Seed',
    scale: 'Scaling',
    l2: 'L2 penalty',
    heldOut: 'Rows held out',
    share: '% of the rows',
    none: 'none',
    patience: 'Patience, in epochs',
    holdingOut:
      'Drawn by the seed and not learned from; the run begins anew without them. Where their mean loss stops falling, early stopping is marked.',
    start: 'Start values (in data units)',
  },
  /** Words of the language that are not the names. */
  optimizers: {} as Partial<Record<Optimizer, string>>,
  batches: (rows: string) => ({
    full: rows === '1' ? 'the one row' : `all ${rows} rows`,
    one: 'one sample',
    some: 'a batch',
  }),
  scales: { standard: 'standardised', none: 'none' },
  data: {
    sets: 'Data set',
    file: 'Open a CSV file…',
    paste: 'Or paste CSV',
    target: 'Predict',
    features: 'From',
    terms: 'Or terms of columns',
    local: 'Files stay in this page; nothing is uploaded. A CSV file can be dropped here too.',
  },
  edit: {
    ...firstWords.edit,
    point: (across: string, up: string) =>
      `Chosen point: ${across}, ${up}. Arrow keys move it, Delete removes it, + adds another.`,
  },
  share: {
    ...firstWords.share,
    kinds: {
      link: 'Copy link',
      tag: 'Copy tag',
      frame: 'Copy frame',
      csv: 'History (CSV)',
      worksheet: 'Worksheet',
      exercise: 'With blanks',
      typescript: 'TypeScript',
      numpy: 'NumPy',
      svg: 'SVG',
      png: 'PNG',
    },
    picture: 'Picture of',
    taken: {
      link: 'The link, with this run in it',
      tag: 'The tag, for a page of yours',
      frame: 'The frame, for a page that takes no scripts',
    },
    copied: ', copied:',
    copyByHand: ', to be copied here:',
    ownRows: 'a tag leads to the rows by their address, and these are your own',
    ownRowsHint: 'take the link, which has them in it, or put them at an address',
    tooMany: (rows: string) => `${rows} rows are too many for a link`,
    instead: 'take the run away as TypeScript or NumPy, or put the rows at an address that the page can open',
    otherRows: 'the link is about other rows than this page has',
    otherRowsHint: 'open the rows that it was made with, then the link again',
  },
  race: {
    ...firstWords.race,
    intro: 'Futures of this run, from here: the same rows, the same clock, other settings.',
    optimizers: 'Optimizers',
    rates: 'Learning rates',
    batches: 'Batch sizes',
    add: 'Add a future',
    remove: 'Remove',
    end: 'End the race',
    full: 'full',
    columns: [
      'optimizer',
      'α',
      'batch',
      ENGLISH.arrives,
      ENGLISH.loss,
      'above the minimum',
      ENGLISH.distance,
    ],
    clock: (gradients: string, epoch: string) =>
      `${gradients} ${gradients === '1' ? 'gradient' : 'gradients'} of single rows each, since epoch ${epoch}.`,
  },
};

export type Words = typeof en;
