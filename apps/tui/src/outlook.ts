import type { Snapshot, Trainer } from '@gd-trainer/sdk';

/** A run from its start to where it leads: sampled states, past and predicted. Parameters are in data units. */
export interface Outlook {
  readonly epochs: Float64Array;
  readonly losses: Float64Array;
  readonly weights: readonly Float64Array[];
  readonly biases: Float64Array;
  /** Epoch and loss where the tolerance is met, if they are known. */
  readonly converges: { readonly epoch: number; readonly loss: number } | undefined;
  /** Last epoch sampled. */
  readonly end: number;
  /** Whether looking on would have cost too much: what follows `end` is not known. */
  readonly cut: boolean;
}

interface Point {
  readonly epoch: number;
  readonly loss: number;
  readonly weights: Float64Array;
  readonly bias: number;
}

const POINTS_EVEN = 160;
const POINTS_EARLY = 60;
const MOST_REMEMBERED = 600;
/** Multiplications spent on looking ahead where there is no closed form: 5 to 20 ms, for keys must not wait longer. */
const AFFORDABLE = 1e6;
/** Multiplications an update costs beside those of its features. */
const UPDATE_COST = 4;

/**
 * Follows a copy of the run to convergence, divergence or its last epoch. Where going back would mean walking through
 * batches again, the past is taken from what was known of it before.
 */
export function lookAhead(trainer: Trainer, known?: Outlook): Outlook {
  return walks(trainer) ? walkAhead(trainer, known) : leapAhead(trainer, known);
}

/** The same without the past: from the present epoch on. */
export function lookOn(trainer: Trainer): Outlook {
  return lookAhead(trainer, outlookOf([], undefined, 0, false));
}

/** Whether an epoch means going through the rows. */
export function walks({ options }: Trainer): boolean {
  return options.batchSize !== 'full' || options.path === 'rows';
}

function leapAhead(trainer: Trainer, known: Outlook | undefined): Outlook {
  const now = Math.ceil(trainer.snapshot.epoch);
  const limit = Math.max(now, trainer.options.epochs);
  const reach = Math.min(limit, now + affordableEpochs(trainer));
  const ghost = trainer.branch();
  const final = ghost.seek(reach);
  const { convergedAt } = final;
  const last = convergedAt !== null && convergedAt < final.epoch ? marginPast(convergedAt) : final.epoch;
  const end = Math.max(now, Math.min(last, final.epoch));
  const from = known ? now : 0;
  const states = sampledEpochs(end - from).map((ahead) => pointOf(ghost.seek(from + ahead), trainer.rows));
  const converges =
    convergedAt === null ? undefined : { epoch: convergedAt, loss: ghost.seek(convergedAt).loss };
  const cut = convergedAt === null && final.status !== 'diverged' && reach < limit;
  return outlookOf([...pointsBefore(from, known), ...states], converges, end, cut);
}

function walkAhead(trainer: Trainer, known: Outlook | undefined): Outlook {
  const { rows, snapshot: now } = trainer;
  const begin = pointOf(now, rows);
  const points = [...pointsBefore(begin.epoch, known), begin];
  const limit = Math.max(now.epoch, trainer.options.epochs);
  const reach = Math.min(limit - now.epoch, affordableEpochs(trainer));
  const ghost = trainer.branch();
  let state = now;
  for (const ahead of sampledEpochs(reach)) {
    if (now.epoch + ahead <= state.epoch) continue;
    state = ghost.step('epoch', now.epoch + ahead - state.epoch);
    points.push(pointOf(state, rows));
    if (state.status === 'diverged') break;
    if (state.convergedAt !== null && state.epoch >= marginPast(state.convergedAt)) break;
  }
  const met = state.convergedAt;
  const at = met === null ? undefined : points.findLast(({ epoch }) => epoch <= met);
  const converges = met === null ? undefined : { epoch: met, loss: at?.loss ?? state.loss };
  const end = Math.max(Math.ceil(begin.epoch), state.epoch);
  const cut = met === null && state.status !== 'diverged' && end < limit;
  return outlookOf(points, converges, end, cut);
}

/** A little further than convergence, so that it can be seen. */
const marginPast = (epoch: number): number => Math.ceil(epoch * 1.15) + 2;

function affordableEpochs(trainer: Trainer): number {
  const { options, features, rows } = trainer;
  const { optimizer, l1 } = options;
  const size = features.length + 1;
  if (walks(trainer)) return Math.floor(AFFORDABLE / (rows * (UPDATE_COST + size)));
  if (l1 === 0 && ['gd', 'momentum', 'nesterov'].includes(optimizer)) return Infinity;
  return Math.floor((20 * AFFORDABLE) / (UPDATE_COST + size * size));
}

function pointOf({ epoch, sample, loss, weights, bias }: Snapshot, rows: number): Point {
  return { epoch: epoch + sample / rows, loss, weights, bias };
}

/** What is remembered of the time before an epoch, thinned out when it gets too much. */
function pointsBefore(epoch: number, outlook: Outlook | undefined): Point[] {
  if (!outlook) return [];
  const { epochs, losses, weights, biases } = outlook;
  const points = Array.from(epochs, (at, i) => ({
    epoch: at,
    loss: losses[i]!,
    weights: weights[i]!,
    bias: biases[i]!,
  })).filter((point) => point.epoch < epoch);
  return points.length > MOST_REMEMBERED ? points.filter((_, i) => i % 2 === 0) : points;
}

function outlookOf(
  points: readonly Point[],
  converges: Outlook['converges'],
  end: number,
  cut: boolean,
): Outlook {
  return {
    epochs: Float64Array.from(points, ({ epoch }) => epoch),
    losses: Float64Array.from(points, ({ loss }) => loss),
    weights: points.map(({ weights }) => weights),
    biases: Float64Array.from(points, ({ bias }) => bias),
    converges,
    end,
    cut,
  };
}

/** Even steps for the curve, and finer ones at the start, where most happens. */
function sampledEpochs(end: number): number[] {
  const even = Array.from({ length: POINTS_EVEN + 1 }, (_, i) => Math.round((end * i) / POINTS_EVEN));
  const early = Array.from({ length: POINTS_EARLY }, (_, i) => Math.round(end ** (i / POINTS_EARLY)) - 1);
  return [...new Set([...even, ...early])].filter((epoch) => epoch <= end).sort((a, b) => a - b);
}
