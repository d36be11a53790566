// A run as it goes, in English: what a page tells before anybody asks for more.
import type { Fact, RunFact } from '../session/fact.ts';
import { digits, digitsBeside, join, type Narrator, plain } from './numbers.ts';

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
export const steps = (count: number): string =>
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
export const percent = (share: number): string => `${digitsBeside(100 * share, 100)} %`;

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

export const run: Narrator<RunFact['kind']> = {
  forecast,
  step,
  outcome,
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
