import type { Fact, NamedRow } from '../session/fact.ts';
import { digits, digitsBeside, join, type Narrator, namesOfRivals, plain } from './numbers.ts';

function forecast(fact: Extract<Fact, { kind: 'forecast' }>): string {
  const { verdict, learningRateLimit, growth, rise, batches, noise, enough } = fact;
  if (enough !== undefined) return bestMix(fact, enough);
  if (learningRateLimit === null) {
    return `Learning rate ${digits(fact.learningRate)}: no limit is known for this optimizer, it adapts its steps.`;
  }
  const rate = digitsBeside(fact.learningRate, learningRateLimit);
  const limit = digitsBeside(learningRateLimit, fact.learningRate);
  if (verdict === 'diverges') {
    if (growth !== null && growth <= 1) {
      return `Learning rate ${rate} is at the limit: the error of the steepest direction does not shrink.`;
    }
    const grows =
      growth === null ? '' : `: the error grows by a factor of ${digitsBeside(growth, 1)} every epoch`;
    return `Learning rate ${rate} is ${past(fact.learningRate / learningRateLimit)} the limit ${limit}, so the loss will grow without bound${grows}.`;
  }
  if (verdict === 'unproven') {
    const so =
      rise === null
        ? 'it may work, but nothing proves it'
        : `nothing proves that it works, and the mean loss is ${digitsBeside(rise, 1)} times what it was`;
    return `Learning rate ${rate} is past ${limit}, the limit for single samples: ${so}.`;
  }
  if (batches) {
    const end = noise
      ? 'the run settles into noise around the optimum, less noise at a lower rate or a larger batch'
      : 'the run converges, for weights that meet every row leave no noise';
    return `Learning rate ${rate} is below the limit for single samples, ${limit}: ${end}.`;
  }
  const sentences = [
    arrival(fact),
    growth === null ? '' : lasting(growth),
    `The learning rate ${rate} is below the limit ${limit}, from which on it would diverge.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

/** The way of conjugate gradients. */
function bestMix({ epochs, learningRate }: Extract<Fact, { kind: 'forecast' }>, enough: number): string {
  const settle = epochs === null ? '' : `The weights settle by epoch ${plain(epochs)}. `;
  return `${settle}Each step is the best mix of the gradient, at rate ${digits(learningRate)} now, and the step before. It spoils nothing that earlier steps have won: but for rounding, ${steps(enough)} enough.`;
}

/** Steps that are enough, one a parameter. */
const steps = (count: number): string =>
  count === 1 ? 'one step is' : `${plain(count)} steps, one a parameter, are`;

/** The epoch first: what does not fit a narrow screen is cut from the end. */
function arrival({ verdict, epochs, most, growth }: Extract<Fact, { kind: 'forecast' }>): string {
  const way = verdict === 'oscillates' ? 'swing past the optimum and back' : 'never overshoot';
  if (epochs !== null && epochs > most)
    return `The weights would settle by epoch ${plain(epochs)}, but the run ends at epoch ${plain(most)}. They ${way} on the way.`;
  if (epochs !== null) return `The weights settle by epoch ${plain(epochs)} and ${way} on the way.`;
  return growth === null || growth < 1
    ? `The weights settle and ${way} on the way.`
    : `The weights settle in all directions but one, and ${way} on the way.`;
}

const lasting = (growth: number): string =>
  growth < 1
    ? `Each epoch leaves ${percent(growth)} of the error in the slowest direction.`
    : 'The slowest direction is lost to rounding and stays where it is.';

/** A percentage that is 100 only of all: what is not all of something is never told as all of it. */
const percent = (share: number): string => `${digitsBeside(100 * share, 100)} %`;

const past = (ratio: number): string => {
  const times = digits(ratio);
  return times === '1' ? 'just past' : `${times} times`;
};

function step(fact: Extract<Fact, { kind: 'step' }>): string {
  const { lossBefore, loss } = fact;
  const change =
    lossBefore === null || lossBefore === loss
      ? ''
      : `, ${loss < lossBefore ? 'down' : 'up'} ${percent(Math.abs(loss / lossBefore - 1))}`;
  const parameters = fact.parameters.map(({ name, value }) => `${name} ${digits(value)}`).join(', ');
  return `${placeOf(fact)}: mean loss ${digits(loss)}${change}; ${parameters}.`;
}

/** The epoch that is done, or the one that is under way and how far. */
const placeOf = ({ epoch, sample, rows }: Extract<Fact, { kind: 'step' }>): string =>
  sample > 0
    ? `Epoch ${plain(epoch + 1)}, sample ${plain(sample)} of ${plain(rows)}`
    : `Epoch ${plain(epoch)}`;

function outcome(fact: Extract<Fact, { kind: 'outcome' }>): string {
  const { status, learningRate, learningRateLimit: limit, epoch, now } = fact;
  const at = `epoch ${plain(epoch)}`;
  const later =
    now > epoch ? ` Epoch ${plain(now)} is past the end of the run: mean loss ${digits(fact.loss)}.` : '';
  switch (status) {
    case 'converged':
      return later === ''
        ? `Converged at ${at} with mean loss ${digits(fact.loss)}: the gradient has all but vanished.`
        : `Converged at ${at}: the gradient had all but vanished.${later}`;
    case 'diverged':
      return limit !== null && learningRate >= limit
        ? `Diverged at ${at}: ${rateAndLimit(learningRate, limit)}.`
        : `Diverged at ${at}: lower the learning rate ${digits(learningRate)}.`;
    case 'exhausted': {
      const condition = fact.condition === null ? '' : ` (κ = ${digits(fact.condition)})`;
      const end = later === '' ? `, the mean loss ${digits(fact.gap)} above its minimum${condition}` : '';
      return `The epochs ran out at ${at}${end}.${later}${prospect(fact)}`;
    }
    case 'stopped':
      return `Stopped at ${at} with mean loss ${digits(fact.loss)}.`;
    case 'exact':
      return `Solved exactly: mean loss ${digits(fact.loss)}.`;
    default:
      return `At ${at}, mean loss ${digits(fact.loss)}.`;
  }
}

const rateAndLimit = (rate: number, limit: number): string =>
  rate === limit
    ? `learning rate ${digits(rate)} is the limit`
    : `learning rate ${digitsBeside(rate, limit)} is past the limit ${digitsBeside(limit, rate)}`;

/** The reason why a run did not arrive, and what would, as far as either is known. */
function prospect(fact: Extract<Fact, { kind: 'outcome' }>): string {
  const { verdict, learningRate, learningRateLimit: limit, noise, arrives, faster } = fact;
  if (verdict === 'diverges' && limit !== null)
    return ` It does not converge: ${rateAndLimit(learningRate, limit)}.`;
  if (noise && verdict === 'converges')
    return ' Batches leave noise: a lower rate or larger batches leave less.';
  const own = arrives === null ? [] : [`it would converge at epoch ${plain(arrives)}`];
  const other =
    faster === null
      ? []
      : [
          `${faster.optimizer}${faster.optimizer === 'cg' ? '' : ' at its automatic rate'} ${own.length > 0 ? '' : 'would converge '}at epoch ${plain(faster.arrives)}`,
        ];
  const all = [...own, ...other];
  return all.length === 0 ? '' : ` From here ${join(all, ', ', ', ')}.`;
}

function race({ rivals, winner, ...fact }: Extract<Fact, { kind: 'race' }>): string {
  const names = namesOfRivals(rivals, (size) =>
    size === 'full' ? 'full batches' : `batches of ${plain(size)}`,
  );
  const ends = rivals.map(({ convergedAt, growth }, i) => {
    if (convergedAt !== null) return `${names[i]} at epoch ${plain(convergedAt)}`;
    return `${names[i]} ${growth !== null && growth >= 1 ? 'never' : 'not within sight'}`;
  });
  const first = Math.min(...rivals.map(({ convergedAt }) => convergedAt ?? Infinity));
  const level = names.filter((_, i) => rivals[i]!.convergedAt === first);
  const usual = names.filter((_, i) => rivals[i]!.isUsual);
  const caveat =
    usual.length === 0
      ? ''
      : ` The rate of ${join(usual, ', ', ' and ')} is only what is usually taken: another may be far sooner there.`;
  const result =
    winner !== null
      ? `${names[winner]} wins`
      : level.length > 0
        ? `${join(level, ', ', ' and ')} are level`
        : 'Nobody arrives';
  const kept = rivals.flatMap(({ growth }, i) =>
    growth === null ? [] : [`${percent(growth)} under ${names[i]}`],
  );
  const why =
    fact.condition === null || fact.flattest === null || fact.steepest === null || kept.length === 0
      ? ''
      : ` The loss curves from ${digits(fact.flattest)} to ${digits(fact.steepest)} (κ = ${digits(fact.condition)}): an epoch leaves of the error in the slowest direction ${kept.join('; ')}.`;
  const mixes = rivals.some(({ optimizer }) => optimizer === 'cg')
    ? ` cg takes the best mix of gradient and last step each time, which spoils nothing won before: but for rounding, ${steps(fact.parameters)} enough.`
    : '';
  return `${result}. The gradient falls to ${digits(fact.tolerance)} of its scale: ${ends.join('; ')}.${mixes}${caveat}${why}`;
}

/** Rows held out that are named. */
const MOST_NAMED = 3;

/** A probability as a share of data; what is tiny is not told to its digits. */
const chanceOf = (p: number): string => (p < 1e-4 ? 'fewer than 0.01 %' : percent(p));

function estimate({ name, value, interval: [low, high], level, p }: Extract<Fact, { kind: 'estimate' }>) {
  const holdsZero = low <= 0 && high >= 0;
  const chance = p === null ? '' : `: were it 0, ${chanceOf(p)} of samples would show one as far from it`;
  const real =
    p === null
      ? ''
      : `; that ${holdsZero ? 'holds 0, from which these rows do not tell it' : 'leaves 0 out'}${chance}`;
  return `Weight of ${name}: ${digits(value)}, ${percent(level)} interval ${digits(low)} to ${digits(high)}${real}.`;
}

/** A row by its name, where it has one, and its number; `word` stands before a number alone. */
const rowOf = ({ row, name }: NamedRow, word: 'Row' | 'row' = 'Row'): string =>
  name === undefined ? `${word} ${plain(row)}` : `${name} (row ${plain(row)})`;

/** Several rows. */
const rowsOf = (rows: readonly NamedRow[]): string =>
  rows.some(({ name }) => name !== undefined)
    ? join(
        rows.map((row, i) => rowOf(row, i === 0 ? 'Row' : 'row')),
        ', ',
        ' and ',
      )
    : `Rows ${join(
        rows.map(({ row }) => plain(row)),
        ', ',
        ' and ',
      )}`;

export const en: Narrator = {
  forecast,
  step,
  outcome,
  race,
  estimate,
  fit({ target, r2, now, sigma, freedom }) {
    const here = digits(now) === digits(r2) ? '' : ` The run now has R² ${digitsBeside(now, 1)}.`;
    return `At the optimum R² is ${digitsBeside(r2, 1)}, and ${target} lies about the line with a standard deviation of ${digits(sigma)}, on ${plain(freedom)} ${freedom === 1 ? 'degree' : 'degrees'} of freedom.${here}`;
  },
  outlier({ studentized, p, ...row }) {
    return `${rowOf(row)} lies ${digits(Math.abs(studentized))} of its standard deviations ${studentized < 0 ? 'below' : 'above'} the line, which chance does in ${chanceOf(p)} of such data. Look how it was recorded; if it is right, fit once without it and tell both.`;
  },
  influence({ cook, ...row }) {
    return `${rowOf(row)} alone moves the line (Cook's distance ${digits(cook)}): fit once without it before you trust the weights.`;
  },
  movers({ rows }) {
    const distances = rows.map(({ cook }) => digits(cook));
    return rows.length === 1
      ? `${rowOf(rows[0]!)} moves the line most: Cook's distance ${distances[0]}.`
      : `${rowsOf(rows)} move the line most: Cook's distances ${join(distances, ', ', ' and ')}.`;
  },
  curvature({ feature, p }) {
    return `The residuals bend with ${feature}, which chance does in ${chanceOf(p)} of such data. Add a curve to the features: ${feature}^2, or log(${feature}) where it is positive.`;
  },
  spread({ grows, p }) {
    return `The rows spread ${grows ? 'more' : 'less'} the larger the prediction, which chance does in ${chanceOf(p)} of such data. Take standard errors that allow for it (HC3), give the rows that spread more less weight, or predict the logarithm of the target.`;
  },
  inflated({ feature, vif }) {
    return `${feature} all but follows from the other columns (VIF ${digits(vif)}): its weight is hardly to be told from theirs, though predictions are no worse. Leave one of them out, or set l2.`;
  },
  sound({ rows }) {
    return `Nothing is wrong with this fit that its rows can show: of the ${plain(rows)} none lies too far from the line or moves it alone, the residuals neither bend nor spread with the prediction, and no column follows from the others.`;
  },
  undiagnosed({ reason, rows, most }) {
    if (reason === 'rows')
      return 'The rows cannot be judged one by one: only their sums are known here, and residuals take the rows themselves.';
    if (reason === 'exact') return 'Every row lies on the line: there are no residuals to judge.';
    return `The rows are not judged one by one here: ${plain(rows)} are more than the ${plain(most)} that can be between two frames. Take a part of them, or all with diagnose of the sdk.`;
  },
  penalty({ penalty, values, folds, best, error, standardError, simplest, kept, features, share, end }) {
    const found = `${digits(best)} predicts rows left out best: mean squared error ${digits(error)}, give or take ${digits(standardError)}`;
    const tried = `Of ${plain(values)} strengths of ${penalty}, each tried on ${plain(folds)} parts of the rows in turn, ${found}.`;
    const left =
      penalty === 'l1'
        ? `${plain(kept)} of ${plain(features)} ${features === 1 ? 'weight is' : 'weights are'} not 0`
        : `the weights are ${percent(share)} as long as at the weakest`;
    const none = end === 'weakest' ? ' That is the weakest one: these rows ask for no penalty.' : '';
    const hopeless =
      end === 'strongest'
        ? ' Even the strongest does as well within one standard error: the features hardly predict rows left out.'
        : ` Up to ${digits(simplest)} the error is within one standard error of that; there ${left}: the simplest model that does as well.`;
    return tried + none + hopeless;
  },
  pathless({ reason, rows }) {
    if (reason === 'rows')
      return 'No path: only sums of the rows are known here, and some must be left out to try a penalty on.';
    return `No path: ${plain(rows)} ${rows === 1 ? 'row is' : 'rows are'} too few to leave some out.`;
  },
  validation({ share, seed, rows, now, best, loss, patience }) {
    const some = rows.slice(0, MOST_NAMED).map(plain);
    const names = rows.length > MOST_NAMED ? `${some.join(', ')} …` : join(some, ', ', ' and ');
    const which =
      share === null
        ? 'Rows of their own are held out'
        : `${percent(share)} of the rows are held out, drawn by seed ${plain(seed)}: ${plain(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} (${names})`;
    const stop =
      best === null || loss === null
        ? 'It falls on as far as this run was followed: nothing for early stopping to stop.'
        : `It is least at epoch ${plain(best)}, ${digits(loss)}, and does not fall for ${plain(patience)} ${patience === 1 ? 'epoch' : 'epochs'} then: early stopping takes the weights of that epoch.`;
    return `${which}. Mean loss on them now: ${digits(now)}. ${stop}`;
  },
  uninferred({ reason, rows, parameters }) {
    if (reason === 'penalty')
      return 'No standard errors under a penalty: it pulls the weights towards 0, and how far is no matter of chance. Set l2 and l1 to 0 for them.';
    if (reason === 'collinear')
      return 'No standard errors: a column follows from the others or never varies, so many weights fit equally well. Leave such columns out.';
    return `No standard errors: ${plain(rows)} ${rows === 1 ? 'row leaves' : 'rows leave'} nothing to tell chance by after ${plain(parameters)} ${parameters === 1 ? 'parameter' : 'parameters'}. More rows or fewer features are needed.`;
  },
  difference({ target, level, reference, value, slope, where }) {
    const by = `${digits(Math.abs(value))} ${value < 0 ? 'less' : 'more'}`;
    const what =
      slope === null
        ? `${by} ${target} than ${reference}`
        : `${by} ${target} for each ${slope} than ${reference}`;
    const at = where.length > 0 ? ` at ${join(where, ', ', ' and ')}` : '';
    return `${level}: ${what}${at}, all else equal.`;
  },
  diverging({ growth, parameters }) {
    const shares = parameters.map(({ name, share }) => `${name} ${digits(share)}`);
    return `What grows is the direction ${join(shares, ', ', ' and ')}, by a factor of ${digits(growth)} an epoch.`;
  },
  collinear({ features, unseen }) {
    const names = join(features, ', ', ' and ');
    if (unseen > 0)
      return `${names} are all but collinear: sums of squares cannot tell them apart, so the descent stays ${digits(unseen)} above the least mean loss; solving the rows at once does not.`;
    return `${names} are collinear: one follows from the others, so many weights fit equally well, and yours depend on the start.`;
  },
  constant({ features }) {
    return `${join(features, ', ', ' and ')} ${features.length === 1 ? 'never varies and gets' : 'never vary and get'} weight 0.`;
  },
  scaling({ unscaled, standardised, scale }) {
    const from = scale === 'none' ? 'would bring' : 'brings';
    return `Scaling ${from} κ from ${digits(unscaled)} down to ${digits(standardised)}: the narrow valley of the loss becomes round, and every direction can take the same step.`;
  },
};
