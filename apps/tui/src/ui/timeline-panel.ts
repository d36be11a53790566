import { narrate } from '@gd-trainer/sdk/narrate';
import { formatCount, formatNumber } from '../numbers.ts';
import type { Style } from '../plots/canvas.ts';
import { timelineBar } from '../plots/timeline-bar.ts';
import { WORDS } from '../words/words.ts';
import { type Line, layLine, plain, spread, wrap } from './lines.ts';
import type { View } from './store.ts';

/** The run as a bar to scrub along, and what is to be seen on it. */
export function timelinePanel(
  { session, screen }: View,
  columns: number,
  rows: number,
  style: Style,
): string[] {
  const { paint } = style;
  const { outlook, time, snapshot, visits, rivals } = session;
  const words = WORDS[screen.language];
  const { converges } = outlook;
  const end = Math.max(outlook.end, time, 1);
  const bar = timelineBar(
    { now: time, end, converges: converges?.epoch },
    { columns: columns - 2, rows: 1 },
    style,
  );
  const reached: Line = converges
    ? [['optimum', ` ◇ ${words.convergesAt(formatCount(converges.epoch))}`]]
    : [['label', ` ${words.neverConverges(formatCount(outlook.end))}`]];
  const first = visits[0];
  const lines = [
    ` ${bar} `,
    spread([['label', ' 0']], [['label', `${formatCount(end)} `]], columns, paint),
    layLine(reached, columns, paint),
    layLine(
      [
        ['label', ` ${words.loss} `],
        plain(formatNumber(outlook.losses[0] ?? first?.loss ?? 0, 5)),
        ['label', ' → '],
        plain(formatNumber(snapshot.loss, 5)),
      ],
      columns,
      paint,
    ),
    layLine([['label', ` ${words.timelineKeys}`]], columns, paint),
    layLine([['label', ` ${words.branchKeys}`]], columns, paint),
    ...rivals.map(({ label, outlook: other }) =>
      layLine(
        [
          ['optimum', ` ${label}`],
          [
            'label',
            `  ${other.converges ? words.convergesAt(formatCount(other.converges.epoch)) : words.neverConverges(formatCount(other.end))}`,
          ],
        ],
        columns,
        paint,
      ),
    ),
  ];
  // the rest of the room goes to what stands out of the data
  const facts = session.trainer.facts
    .slice(1)
    .flatMap((fact) => ['', ...wrap(narrate(fact, screen.language), columns - 2, 5)]);
  const told = facts.map((line) => layLine([['label', ` ${line}`]], columns, paint));
  return [...lines, ...told].slice(0, rows);
}
