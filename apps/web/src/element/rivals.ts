import type { FitOptions, Snapshot, Surface, Trainer } from '@gd-trainer/sdk';
import { type Lane, Race, type Standing } from '@gd-trainer/sdk/view';
import { type CoursePoint, isPredictable, sampleEpochs } from './course.ts';

/** Single rows that a future by batches may learn from while it is looked ahead: some ten milliseconds. */
const AFFORDABLE = 2e6;

/** One of the futures, as the charts draw it. */
export interface Rival extends Lane {
  /** From where the futures part, in the space of the run they part from. */
  readonly points: readonly CoursePoint[];
}

/** The futures of a race beside the run: computed ahead, and followed epoch by epoch. */
export class Rivals {
  /** The run where they part. */
  readonly begin: Trainer;
  readonly race: Race;
  readonly all: readonly Rival[];
  standings: readonly Standing[];
  /** The present state of each, as a point of its course. */
  present: readonly CoursePoint[];

  constructor(begin: Trainer, contenders: readonly Partial<FitOptions>[], horizon: number) {
    this.begin = begin;
    this.race = new Race(begin, contenders);
    const arrivals = this.race.lanes.map(({ arrival }) => arrival ?? 0);
    const farthest = Math.max(horizon, 10, ...arrivals);
    this.all = this.race.lanes.map((lane) => ({
      ...lane,
      points: courseOf(lane, this.race.from, farthest, begin.surface),
    }));
    this.standings = this.race.standings;
    this.present = this.#places();
  }

  /** The last epoch that any of them is drawn to. */
  get horizon(): number {
    return Math.max(...this.all.map(({ points }) => points.at(-1)?.epoch ?? 0));
  }

  /** Whether none of them moves on. */
  get isOver(): boolean {
    return this.standings.every(({ status }) => status !== 'running' && status !== 'idle');
  }

  seek(epoch: number): void {
    this.race.seek(epoch);
    this.standings = this.race.standings;
    this.present = this.#places();
  }

  #places(): CoursePoint[] {
    const { surface } = this.begin;
    return this.race.lanes.map(({ trainer }) => placeOf(trainer.snapshot, surface));
  }
}

/** A state in the space of the run that the futures parted from. */
const placeOf = ({ epoch, loss, weights, bias }: Snapshot, surface: Surface): CoursePoint => ({
  epoch,
  loss,
  ...surface.toScaled({ weights, bias }),
});

/** What the charts draw of a race; nothing if there is none. */
export const rivalsOf = ({ rivals }: { readonly rivals: Rivals | undefined }) =>
  rivals ? rivals.all.map(({ points }, i) => ({ points, now: rivals.present[i]! })) : [];

function courseOf({ trainer }: Lane, from: number, horizon: number, surface: Surface): CoursePoint[] {
  const ghost = trainer.branch();
  const affordable = isPredictable(trainer) ? horizon : from + Math.ceil(AFFORDABLE / trainer.rows);
  const points: CoursePoint[] = [];
  for (const ahead of sampleEpochs(Math.min(horizon, affordable) - from)) {
    const point = placeOf(ghost.seek(from + ahead), surface);
    // a run that diverged stays where it was last finite
    if (point.epoch === points.at(-1)?.epoch) break;
    points.push(point);
  }
  return points;
}
