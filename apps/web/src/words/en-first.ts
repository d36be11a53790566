import { PANES, type Pane, RUN_WORDS } from '@gd-trainer/sdk/view';
import type { Late } from '../late.ts';

const { panels } = RUN_WORDS;
const titled = (name: string): string => name[0]!.toUpperCase() + name.slice(1);
const titles = Object.fromEntries(PANES.map((pane) => [pane, titled(panels[pane])])) as Record<Pane, string>;

/** Words of the element in English that it has before anybody asks for more, with those of both faces. */
export const firstWords = {
  ...RUN_WORDS,
  play: 'Play',
  pause: 'Pause',
  step: 'Step',
  back: 'Back',
  reset: 'Reset',
  stepBy: 'Step by',
  epochAt: (epoch: string) => `epoch ${epoch}`,
  sampleOf: (sample: string, all: string) => `sample ${sample} of ${all}`,
  timeline: titled(panels.timeline),
  epochLabel: titled(RUN_WORDS.epoch),
  speed: 'Speed',
  transport: 'Run',
  /** Tells message or hint of an error, which is in English, in this language. */
  errors: undefined as Late<(text: string) => string> | undefined,
  /** Between two sentences. */
  gap: ' ',
  missing: 'This part of the page could not be loaded: check the connection.',
  /** In both languages: what is missing is that of the page. */
  missingWords: '中文文字没能加载：请检查网络。The Chinese could not be loaded: check the connection.',
  tryAgain: 'Try again',
  skipped: (rows: string) => `${RUN_WORDS.leftOut(rows)} because a value is missing`,
  status: {
    ...RUN_WORDS.status,
    stopped: RUN_WORDS.status.paused,
    loading: 'loading',
    error: 'error',
    empty: 'no data',
  },
  equation: 'The model now',
  more: (terms: string) => `(${RUN_WORDS.moreTerms(terms)})`,
  figures: {
    loss: RUN_WORDS.loss,
    rmse: 'typical error',
    gap: 'above the minimum',
    gradient: 'steepness ‖∇L‖',
    condition: 'narrowness κ',
  },
  meanings: {
    loss: 'The mean of L = ½(y − ŷ)² over the rows, and the penalty if there is one. The descent makes it as small as it can.',
    rmse: 'How far a prediction is off, as a rule: the root of the mean squared residual, in the units of the target.',
    gap: 'The mean loss now, less the least there is: what is still to be gained.',
    gradient: 'The length of the gradient: how steeply the loss falls here. At the minimum it is 0.',
    condition:
      'The condition number: the steepest curvature of the loss over the flattest. 1 is a round bowl; the larger it is, the narrower the valley and the slower the descent.',
  },
  learningRate: 'Learning rate',
  rate: 'Learning rate α',
  auto: 'auto',
  gentle: 'gentle',
  best: 'best',
  below: 'Move α below the mark, and the run will not diverge.',
  panes: titles,
  shown: 'Shown',
  allPanes: 'All together',
  table: 'Table',
  interval: '95 % of new rows',
  residuals: 'Residuals',
  residualModes: { none: 'no residuals', lines: 'residuals', squares: 'squares' },
  residualSign: 'y − ŷ',
  outside: 'The predictions have left the picture.',
  noRows: 'Only sums of these data are known, no single rows.',
  drawn: (points: string) => `${points} of the rows are drawn; all of them are learned from.`,
  dataDrawer: 'Data',
  settingsDrawer: 'Settings',
  summaryDrawer: titled(panels.summary),
  diagnosisDrawer: titled(panels.diagnosis),
  penaltyDrawer: titled(panels.penalty),
  start: 'Choose rows to learn from, or begin with these:',
  sound: 'Hear the mean loss',
  space: '3-D',
  turn: 'Drag, or press arrow keys, to turn it; double press a point to look at its sample.',
  edit: {
    points: 'Edit points',
    how: 'Drag a point. Double press adds one, Delete removes the chosen one.',
  },
  answer: {
    said: (words: string) => `You said: ${words}.`,
    right: 'So it went.',
    wrong: 'It went otherwise.',
  },
  share: { title: 'Share' },
  race: { title: 'Race' },
};

export type FirstWords = typeof firstWords;
