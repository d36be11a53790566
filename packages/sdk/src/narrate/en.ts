import type { Fact } from '../session/fact.ts';
import { digits, join, type Narrator, namesOfRivals, plain } from './numbers.ts';

const rows = (count: number): string => (count === 1 ? '1 row' : `${plain(count)} rows`);

function forecast(fact: Extract<Fact, { kind: 'forecast' }>): string {
  const { verdict, learningRateLimit: limit, growth, epochs, batches, noise } = fact;
  const rate = digits(fact.learningRate);
  const reached =
    epochs === null
      ? ''
      : `; the gradient falls to ${digits(fact.tolerance)} of its scale by epoch ${plain(epochs)}`;
  if (limit === null)
    return `Learning rate ${rate}: no limit is known for this optimizer, it adapts its steps.`;
  const past = digits(fact.learningRate / limit);
  if (verdict === 'diverges') {
    const grows = growth === null ? '' : `: the error grows by a factor of ${digits(growth)} every epoch`;
    return `Learning rate ${rate} is ${past} times the limit ${digits(limit)}, so the loss will grow without bound${grows}.`;
  }
  if (verdict === 'unproven') {
    return `Learning rate ${rate} is past ${digits(limit)}, the limit for single samples: it may work, but nothing proves it.`;
  }
  if (batches) {
    const end = noise
      ? 'the run settles into noise around the optimum, less noise at a lower rate or a larger batch'
      : 'the run converges, for weights that meet every row leave no noise';
    return `Learning rate ${rate} is below the limit for single samples, ${digits(limit)}: ${end}.`;
  }
  const shrinks =
    growth === null ? '' : `, the slowest direction keeps ${percent(growth)} of its error each epoch`;
  return verdict === 'oscillates'
    ? `Learning rate ${rate} overshoots from side to side and still converges, being below the limit ${digits(limit)}${shrinks}${reached}.`
    : `Learning rate ${rate} converges without overshooting, limit ${digits(limit)}${shrinks}${reached}.`;
}

const percent = (share: number): string => `${digits(100 * share)} %`;

function step(fact: Extract<Fact, { kind: 'step' }>): string {
  const { lossBefore, loss } = fact;
  const change =
    lossBefore === null || lossBefore === loss
      ? ''
      : `, ${loss < lossBefore ? 'down' : 'up'} ${percent(Math.abs(loss / lossBefore - 1))}`;
  const parameters = fact.parameters.map(({ name, value }) => `${name} ${digits(value)}`).join(', ');
  const sample = fact.sample > 0 ? `, sample ${plain(fact.sample)}` : '';
  return `Epoch ${plain(fact.epoch)}${sample}: loss ${digits(loss)}${change}; ${parameters}.`;
}

function outcome(fact: Extract<Fact, { kind: 'outcome' }>): string {
  const { status, learningRateLimit: limit } = fact;
  const at = `epoch ${plain(fact.epoch)}`;
  switch (status) {
    case 'converged':
      return `Converged at ${at} with loss ${digits(fact.loss)}: the gradient has all but vanished.`;
    case 'diverged':
      return limit !== null && fact.learningRate >= limit
        ? `Diverged at ${at}: learning rate ${digits(fact.learningRate)} is past the limit ${digits(limit)}.`
        : `Diverged at ${at}: lower the learning rate ${digits(fact.learningRate)}.`;
    case 'exhausted':
      return `The epochs ran out at ${at}, the loss ${digits(fact.gap)} above its minimum${
        fact.condition === null ? '' : ` (κ = ${digits(fact.condition)})`
      }: momentum gets there sooner, solve at once.`;
    case 'stopped':
      return `Stopped at ${at} with loss ${digits(fact.loss)}.`;
    case 'exact':
      return `Solved exactly: loss ${digits(fact.loss)}.`;
    default:
      return `At ${at}, loss ${digits(fact.loss)}.`;
  }
}

function race({ rivals, winner, ...fact }: Extract<Fact, { kind: 'race' }>): string {
  const names = namesOfRivals(rivals, (size) =>
    size === 'full' ? 'full batches' : `batches of ${plain(size)}`,
  );
  const ends = rivals.map(({ convergedAt, growth }, i) => {
    if (convergedAt !== null) return `${names[i]} at epoch ${plain(convergedAt)}`;
    return `${names[i]} ${growth !== null && growth >= 1 ? 'never' : 'not within sight'}`;
  });
  const result = winner === null ? 'Nobody is first' : `${names[winner]} wins`;
  const kept = rivals.flatMap(({ growth }, i) =>
    growth === null ? [] : [`${percent(growth)} under ${names[i]}`],
  );
  const why =
    fact.condition === null || fact.flattest === null || fact.steepest === null || kept.length === 0
      ? ''
      : ` The loss curves from ${digits(fact.flattest)} to ${digits(fact.steepest)} (κ = ${digits(fact.condition)}): an epoch leaves of the error in the slowest direction ${kept.join('; ')}.`;
  return `${result}. The gradient falls to ${digits(fact.tolerance)} of its scale: ${ends.join('; ')}.${why}`;
}

export const en: Narrator = {
  forecast,
  step,
  outcome,
  race,
  diverging({ growth, parameters }) {
    const shares = parameters.map(({ name, share }) => `${name} ${digits(share)}`);
    return `What grows is the direction ${join(shares, ', ', ' and ')}, by a factor of ${digits(growth)} an epoch.`;
  },
  collinear({ features }) {
    return `${join(features, ', ', ' and ')} are collinear: one follows from the others, so many weights fit equally well, and yours depend on the start.`;
  },
  constant({ features }) {
    return `${join(features, ', ', ' and ')} ${features.length === 1 ? 'never varies and gets' : 'never vary and get'} weight 0.`;
  },
  scaling({ unscaled, standardised, scale }) {
    const from = scale === 'none' ? 'would bring' : 'brings';
    return `Scaling ${from} κ from ${digits(unscaled)} down to ${digits(standardised)}: the narrow valley of the loss becomes round, and every direction can take the same step.`;
  },
  skipped({ skippedRows, rows: kept }) {
    return `${rows(skippedRows)} left out because a value is missing, ${plain(kept)} kept.`;
  },
};
