import type { Parameters } from '@gd-trainer/sdk';
import {
  type Box,
  boxAround as boxOf,
  type Chain,
  type CoursePoint,
  chainOf,
  type DrawnRows,
  drawnRows,
  type FitOver,
  fitOver,
  holds,
  type Point,
  predictionsOf,
  rangeAcross,
  type Session,
} from '@gd-trainer/sdk/view';
import { frameOf } from './axes.ts';
import type { Range, Size } from './marks.ts';

/** Points a chart draws at most. */
const MOST_DRAWN = 1000;
/** Epochs on the axis at least, and while the true number would tell too much. */
const LEAST_HORIZON = 10;
const SECRET_HORIZON = 100;

/** Ranges that the axes of the fit have to show. */
interface FitRanges {
  readonly across: Range;
  readonly up: Range;
  /** Of two columns and the target, for a picture in space; undefined where the model is made of more or less. */
  readonly space: readonly [Range, Range, Range] | undefined;
}

/** States of a run for charts, and as far as they are known those to come. */
export interface ShownCourse {
  readonly points: readonly CoursePoint[];
  /** Epoch at which axis and timeline end. */
  readonly horizon: number;
  /** Epoch at which the tolerance is met; null if never, or if nobody can tell. */
  readonly convergedAt: number | null;
}

/** Ranges that stand still in the charts while a run moves, so that they can be pointed at, and the sample that is looked at. */
export class Picture {
  readonly drawn: DrawnRows;
  /** What the fit can be drawn over, if all terms are made of so little. */
  readonly over: FitOver | undefined;
  /** Typical sizes of the parameters, by which their numbers keep a steady number of decimals. */
  readonly sizes: Parameters;
  /** The sample whose chain rule is shown, from 0. */
  chosen = 0;
  /** True if nothing of the future is to be shown. */
  isSecret = false;
  readonly #session: Session;
  /** What the axes of the fit would best show, and what they show: the same, or what was there before. */
  readonly #needed: FitRanges;
  #ranges: FitRanges;
  #isHeld: boolean;
  readonly #boxes: Map<string, Box>;

  /** @param before - of a run on nearly the same data, or of this one from another start: what will do stays where it is */
  constructor(session: Session, before?: Picture) {
    this.#session = session;
    const { trainer } = session;
    const same = before?.isOf(session) ? before : undefined;
    this.drawn = same?.drawn ?? drawnRows(trainer, MOST_DRAWN);
    this.over = same ? same.over : fitOver(trainer, this.drawn);
    this.#needed = rangesOf(this.drawn, this.over, session.points[0]!);
    this.#isHeld = before ? before.#isHeld : false;
    this.#ranges = this.#kept(before ? before.#ranges : this.#needed);
    this.sizes = sizesOf(session);
    this.#boxes = before ? before.#boxes : new Map();
    this.pick(before?.chosen ?? 0);
  }

  /**
   * Ranges of the axes of the fit: the start included, where it predicts something else than what there is. A run that
   * diverges is followed, in steps.
   */
  get ranges(): FitRanges {
    const { forecast, snapshot } = this.#session;
    const { across, up, space } = this.#ranges;
    if (forecast.verdict !== 'diverges') return this.#ranges;
    const predicted = predictionsOf(this.drawn, snapshot);
    return this.over && !space
      ? { across, up: reaching(up, predicted), space }
      : {
          across: reaching(across, predicted),
          up,
          space: space && [space[0], space[1], reaching(space[2], predicted)],
        };
  }

  /** True if it shows this run. */
  isOf(session: Session): boolean {
    return this.#session === session;
  }

  /** Looks at another sample; a number past the last means the last. */
  pick(sample: number): void {
    this.chosen = Math.min(this.#session.trainer.rows - 1, Math.max(0, Math.round(sample) || 0));
  }

  /** Keeps all ranges while something is dragged, which would run away from the pointer; then they are what they need to be. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#ranges = this.#kept(this.#ranges);
  }

  #kept(ranges: FitRanges): FitRanges {
    return this.#isHeld || stillIn(ranges, this.#needed) ? ranges : this.#needed;
  }

  /** The chain rule of the chosen sample, at the state where it was just used, else now; undefined where there are no rows. */
  get chain(): Chain | undefined {
    if (this.drawn.samples.length === 0) return undefined;
    const { trainer, made, snapshot } = this.#session;
    const update = made?.rows.includes(this.chosen) ? made : this.#session.next;
    return chainOf(trainer.sample(this.chosen), update, snapshot);
  }

  /** The course as far as the reader may see it: without its future while a question about it is open. */
  get shown(): ShownCourse {
    const { points, course, time, race } = this.#session;
    if (this.isSecret) {
      const past = points.filter(({ epoch }) => epoch <= time);
      return { points: past, horizon: Math.max(SECRET_HORIZON, Math.ceil(time)), convergedAt: null };
    }
    // the slowest of a race fits on the bar
    const horizon = Math.max(LEAST_HORIZON, course.end, Math.ceil(time), race?.end ?? 0);
    return { points, horizon, convergedAt: course.converges?.epoch ?? null };
  }

  /** The part of a plane to draw: the same as before while it will do, because a picture that moves can't be dragged on. */
  boxFor(plane: readonly [number, number], points: readonly Point[], size: Size): Box {
    const key = plane.join();
    const needed = boxAround(points, size);
    const known = this.#boxes.get(key);
    const box = known && (this.#isHeld || stillFits(known, points, needed)) ? known : needed;
    this.#boxes.set(key, box);
    return box;
  }
}

function sizesOf({ snapshot, surface }: Session): Parameters {
  const { weights, bias } = surface.optimum;
  return {
    weights: Array.from(snapshot.weights, (weight, j) => weights[j] || weight || 1),
    bias: bias || snapshot.bias || 1,
  };
}

/** True if what is drawn lies within ranges that were made for something else, and fills half of them. */
function stillIn(ranges: FitRanges, needed: FitRanges): boolean {
  const holds = ([low, high]: Range, [from, to]: Range): boolean =>
    from >= low && to <= high && to - from > (high - low) / 2;
  return holds(ranges.across, needed.across) && holds(ranges.up, needed.up);
}

/** What a picture of something that grows without bound is widened by at a time. */
const ZOOM = 4;

/** The steps by which `near` is widened until it holds `far`, as a factor. */
export const zoomTo = (far: number, near: number): number =>
  far > near && near > 0 ? ZOOM ** Math.ceil(Math.log(far / near) / Math.log(ZOOM)) : 1;

/** A range about the same middle, wide enough for the values. */
function reaching([low, high]: Range, values: Iterable<number>): Range {
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const far = Math.max(...Array.from(values, (value) => Math.abs(value - middle)));
  const reach = half * zoomTo(far, half);
  return [middle - reach, middle + reach];
}

const MARGIN = 0.06;

/** Ranges that stand still during a run: of the data, and of what the start values predict. */
function rangesOf(drawn: DrawnRows, over: FitOver | undefined, start: Parameters): FitRanges {
  const predicted = predictionsOf(drawn, start);
  const targets = drawn.columns.at(-1)!;
  const [first, second] = (over?.columns ?? []).map(({ values }) => rangeOf(values));
  const up = rangeOf([...predicted, ...targets]);
  const space = first && second && ([first, second, up] as const);
  if (!over || space) return { across: up, up: rangeOf(targets), space };
  return { across: first ?? rangeAcross(over), up, space };
}

function rangeOf(values: Iterable<number>): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const margin = MARGIN * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin];
}

/** The box around points in a picture of a size. */
function boxAround(points: readonly Point[], size: Size): Box {
  const { left, right, top, bottom } = frameOf(size);
  return boxOf(points, (right - left) / (bottom - top));
}

/** True if a box still shows all points, and is not far too large for them. */
function stillFits(box: Box, points: readonly Point[], needed: Box): boolean {
  const area = ({ x, y }: Box): number => (x[1] - x[0]) * (y[1] - y[0]);
  return points.every((point) => holds(box, point)) && area(box) < 9 * area(needed);
}
