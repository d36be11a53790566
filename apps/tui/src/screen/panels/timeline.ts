import { narrate } from '@gd-trainer/sdk/narrate';
import { type Course, differencesOf, fitNumber, formatCount, formatNumber } from '@gd-trainer/sdk/view';
import textWidth from '../../output/text-width.ts';
import type { Size, Style } from '../../plots/canvas.ts';
import { epochOnBar, timelineBar } from '../../plots/timeline.ts';
import { WORDS, type Words } from '../../words/words.ts';
import type { ShownAction } from '../acts.ts';
import type { View } from '../store.ts';
import { type Line, layLine, plain, spread, wholeClauses, wrapIn } from './lines.ts';
import { standingLines, verdictOfRace } from './race.ts';

/** Future of a run, as far as it was looked ahead. */
function outcomeIn({ converges, end, cut }: Course, words: Words): string {
  if (converges) return words.convergesAt(formatCount(converges.epoch));
  return (cut ? words.lookedAhead : words.neverConverges)(formatCount(end));
}

/** The run as a bar to scrub along, and what is to be seen on it. */
export function timelinePanel(view: View, columns: number, rows: number, style: Style): string[] {
  const { paint } = style;
  const { session, screen } = view;
  const { course, time, snapshot, points, race } = session;
  const words = WORDS[screen.language];
  const { converges } = course;
  const end = endOf(view);
  const bar = timelineBar(
    { now: time, end, converges: converges?.epoch },
    { columns: columns - 2, rows: 1 },
    style,
  );
  const reached = wrapIn(screen, `${converges ? '◇ ' : ''}${outcomeIn(course, words)}`, columns - 2);
  const ends = spread([['label', ' 0']], [['label', `${formatCount(end)} `]], columns, paint);
  const above = barRows(view, rows);
  const lines = [
    ...[` ${bar} `, ends].slice(0, above),
    ...standingLines(view, columns, rows - above, paint),
    ...reached.map((line) => layLine([[converges ? 'optimum' : 'label', ` ${line}`]], columns, paint)),
    ...lossLines(points[0]!.loss, snapshot.loss, words, columns).map((line) => layLine(line, columns, paint)),
    layLine([['label', ` ${words.timelineKeys}`]], columns, paint),
    layLine([['label', ` ${words.branchKeys}`]], columns, paint),
  ];
  // the rest of the room goes to the race, to what stands out of the data, and to what weights of levels mean
  const facts = [...session.facts.slice(1), ...differencesOf(session.trainer, snapshot)];
  const texts = [
    verdictOfRace(race, screen.language),
    ...facts.map((fact) => narrate(fact, screen.language)),
  ];
  for (const text of texts) {
    if (text === undefined) continue;
    const room = rows - lines.length - 1;
    const told = wholeClauses(screen, text, columns - 2, room);
    if (told.length <= room)
      lines.push(...['', ...told].map((line) => layLine([['label', ` ${line}`]], columns, paint)));
  }
  return lines.slice(0, rows);
}

/** Last epoch on the bar. */
const endOf = ({ session: { course, time } }: View): number => Math.max(course.end, time, 1);

/** The bar and the numbers under it, which go where all rivals of a race and their heading need the room. */
const barRows = ({ session: { race } }: View, rows: number): number =>
  race && rows < 3 + race.rivals.length ? 1 : 2;

/** The act that goes to the epoch under a cell of the bar. */
export function epochUnder(
  view: View,
  { column, row }: { readonly column: number; readonly row: number },
  { columns, rows }: Size,
): ShownAction | undefined {
  if (row >= barRows(view, rows)) return undefined;
  return { run: { type: 'seek', epoch: epochOnBar(column - 1, columns - 2, endOf(view)) } };
}

/** The loss then and now: on two lines where one is too short for numbers with their thousands apart. */
function lossLines(then: number, now: number, words: Words, columns: number): Line[] {
  const label = ` ${words.loss}`;
  const room = (before: string): number => Math.floor((columns - textWidth(`${before}  → `)) / 2);
  const written = (room: number): Line => {
    const [from, to] = [then, now].map((loss) => {
      const text = formatNumber(loss, 5);
      return plain(text.length <= room ? text : fitNumber(loss, 5, room));
    });
    return [['label', ' '], from!, ['label', ' → '], to!];
  };
  const isWide = [then, now].every((loss) => formatNumber(loss, 5).length <= room(label));
  return isWide ? [[['label', label], ...written(room(label))]] : [[['label', label]], written(room(''))];
}
