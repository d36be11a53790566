import { note } from '../../data/notes.ts';
import { SUMMARY_WORDS } from '../../model/summary-words.ts';
import { en as narrator } from '../../narrate/en.ts';
import { narrateBy } from '../../narrate/numbers.ts';
import { runWords } from './en-run.ts';
import type { SharedWords } from './words.ts';

const KINDS = {
  number: 'number',
  boolean: 'yes or no',
  date: 'date, counted in days',
  category: 'category',
  label: 'numbers or names its rows, left out unasked',
  text: 'text of too many kinds, left out',
  empty: 'no value, left out',
} as const;

/** The words of both faces in English. */
export const en: SharedWords = {
  ...runWords,
  narrate: narrateBy(narrator),
  narrateNote: (facts) => note(facts).message,
  heldOut: 'held out',
  distance: 'distance',
  arrives: 'arrives',
  never: 'never',
  nextUpdate: 'next update',
  why: {
    label: 'why',
    told: (reason) => `why: ${reason}`,
    standardised: (isCentred) =>
      isCentred
        ? 'standardised: less the mean μ of the column, over its standard deviation σ'
        : 'scaled: over σ, the root of the mean of x²',
    prediction: 'each input times its weight, all of them added up, and the bias',
    residual: 'what the prediction lacks of the target: the residual',
    loss: 'squared, too high and too low both count, and a large miss far more than a small one; the half takes away the 2 that the derivative of a square brings',
    slope:
      'outer times inner derivative. With u = y − ŷ, L = ½u²: the derivative of L by u is u. y is a constant, so that of u by ŷ is −1. Together u · (−1) = −(y − ŷ)',
    byWeight: (weight, input) =>
      `all but ${weight} is held constant: the derivative of a constant is 0, that of ${weight} · ${input} by ${weight} is ${input}`,
    byBias: (bias) =>
      `${bias} stands alone in the sum, so ŷ goes up by 1 when ${bias} does; all else is held constant, and its derivative is 0`,
    product:
      'the chain rule: the parameter acts on L only through ŷ, so the two derivatives multiply. The first is worked out once, for all parameters',
    weightInData: 'w̃ · (x − μ)/σ changes by w̃/σ when x changes by 1: that is the weight of x itself',
    biasInData: 'the means that were taken off the inputs are given back: w · μ of each comes off the bias',
    update: {
      single: 'L rises along the gradient: so the step goes against it, α times as far',
      mean: 'g is the mean of such derivatives over the rows of the update, and the penalty’s if there is one: the step goes against it, α times as far',
      adapted: (rule) => `the optimizer or a penalty makes more of the gradient g than −α times it: ${rule}`,
    },
  },
  summary: SUMMARY_WORDS,
  ofOptimum: 'at the optimum',
  explained: [
    ['estimate', 'the parameter at which the loss is least, in the units of the data'],
    ['std. error', 'how far the estimate would scatter from sample to sample, as a standard deviation'],
    ['t', 'the estimate in standard errors: how far it is from 0'],
    ['p', 'share of samples that would give so large a t if the parameter were 0'],
    ['95 %', 'a range made so that it holds the true parameter in 95 of 100 samples'],
    [
      'VIF',
      'factor by which the other columns raise the square of the standard error; 1 if they are unrelated',
    ],
    ['σ', 'residual standard error: how far rows lie from the line, in the units of the target'],
    [
      'R²',
      'share of the variance of the target that the line explains; adjusted: less what any columns would',
    ],
    ['F', 'all weights together against none; its p says how often chance would do as well'],
    [
      'AIC, BIC',
      'misfit plus a price for each parameter: of two models of the same rows the lower is better',
    ],
  ],
  diagnosis: {
    head: ['row', 'ŷ', 'y − ŷ', 'studentized', 'leverage', "Cook's distance"],
    axes: {
      fitted: ['ŷ', 'y − ŷ'],
      normal: ['normal quantile', 'standardised residual'],
    },
    charts: { fitted: 'residuals over ŷ', normal: 'normal Q–Q' },
    most: 'rows that matter most',
    explained: [
      [
        'residuals over ŷ',
        'if nothing is wrong, an even band about 0: a bend asks for a curve, a funnel says that the spread changes',
      ],
      [
        'normal Q–Q',
        'residuals in order over those of a normal distribution: on the diagonal where they are normal; ends that leave it are outliers or long tails',
      ],
      [
        'studentized',
        'the residual in its own standard deviations, by a line and a σ that leave the row out',
      ],
      ['leverage', 'share of its own y in its ŷ, 0 to 1: rows with unusual features have much'],
      [
        "Cook's distance",
        'how far all predictions move if the row is left out; past 1 it moves the line alone',
      ],
    ],
  },
  penalty: {
    weights: 'standardised weights over the penalty',
    error: 'squared error of rows left out',
    best: 'least error',
    simplest: 'within one standard error',
    both: 'least error, within one standard error',
    head: ['error', 'std. error'],
    underWay: 'Each value is tried on rows left out …',
  },
  bands: {
    ...runWords.bands,
    drawn: '95 % bands: inner of the line, outer of a new row',
    columns: 'bands are drawn over one column of numbers alone',
    uninferred: 'no bands: there are no standard errors here, the summary says why',
    exact: 'no bands: every row lies on the line',
    early: 'bands wait until the run is near its optimum',
  },
  columnKind: (kind, levels) => (kind === 'category' && levels ? `category, ${levels} levels` : KINDS[kind]),
};
