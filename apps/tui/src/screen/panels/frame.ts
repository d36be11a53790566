import { formatCount, PANELS, type Panel } from '@gd-trainer/sdk/view';
import { asciiLine } from '../../output/ascii.ts';
import { type Paint, plainPaint, type Size } from '../../plots/canvas.ts';
import { WORDS, type Words } from '../../words/words.ts';
import type { ScreenState } from '../state.ts';
import type { View } from '../store.ts';
import { boxed } from './box.ts';
import { footer } from './footer.ts';
import { header, smallest } from './header.ts';
import { helpPage } from './help.ts';
import { ledgerSummary } from './ledger-summary.ts';
import { type Line, layLine, lineWidth } from './lines.ts';
import { PANEL } from './panels.ts';

/** Smallest window that shows anything useful. */
const LEAST = { columns: 40, rows: 12 };
const MEDIUM = { columns: 96, rows: 26 };
const LARGE = { columns: 140, rows: 36 };

interface Stack {
  readonly columns: number;
  readonly panels: readonly { readonly panel: Panel; readonly rows: number }[];
}

/** The whole screen: exactly `rows` lines of `columns` columns, whatever the window. */
export function frame(view: View, columns: number, rows: number, paint: Paint): string[] {
  const { screen } = view;
  const last = spelled(view, footer(view, columns, paint));
  if (columns < LEAST.columns || rows < LEAST.rows) {
    const all = spelled(view, smallest(view, columns, rows, paint));
    // the keys have no room, what is typed and what happened have some
    const told = isIdle(view) ? [] : last.slice(0, Math.max(1, rows - 3));
    return [...all.slice(0, rows - told.length), ...told];
  }
  const above =
    screen.help > 0
      ? spelled(view, helpPage(view, columns, rows - 1, paint))
      : body(view, columns, rows - 1, paint);
  // a long message lies over what is below, so that nothing has to move for it
  return [...above.slice(0, rows - last.length), ...last];
}

/** True while nothing is typed and nothing is to be told. */
const isIdle = ({ screen }: View): boolean => screen.command === undefined && screen.message === undefined;

function body(view: View, columns: number, rows: number, paint: Paint): string[] {
  const top = header(view, columns, rows + 1, paint);
  return [...spelled(view, top), ...panels(view, columns, rows - top.length, paint)];
}

/** Lines of one place on the screen, in the characters that were chosen. */
const spelled = ({ screen }: View, lines: readonly string[]): string[] =>
  lines.map((line) => (screen.charset === 'ascii' ? asciiLine(line) : line));

/** True where panels stand side by side, and one of them may take the whole room. */
const isWide = (columns: number, rows: number): boolean =>
  columns >= MEDIUM.columns && rows >= MEDIUM.rows - 7;

function panels(view: View, columns: number, rows: number, paint: Paint): string[] {
  const { zoomed } = view.screen;
  const wide = isWide(columns, rows);
  if (wide && !zoomed)
    return sideBySide(view, stacksOf(columns, rows, view.session.trainer.features.length), rows, paint);
  if (wide) return drawPanel(view, view.screen.panel, columns, rows, paint);
  return onePanel(view, columns, rows, paint);
}

/** A panel in the window, its frame included. */
export interface Area extends Size {
  readonly panel: Panel;
  /** Its upper left cell. */
  readonly column: number;
  readonly row: number;
}

/** The panels as they lie in the window, and the row of their tabs where one is shown at a time. */
export function areasIn(
  view: View,
  { columns, rows }: Size,
): { readonly areas: readonly Area[]; readonly tabs: number | undefined } {
  const { screen, session } = view;
  if (columns < LEAST.columns || rows < LEAST.rows || screen.help > 0) return { areas: [], tabs: undefined };
  const row = header(view, columns, rows, plainPaint).length;
  const height = rows - row - 1;
  const whole = { panel: screen.panel, column: 0, row, columns, rows: height };
  if (!isWide(columns, height)) {
    const above = tabRows(height);
    const below = summaryRows(screen.panel, height);
    return {
      areas: [{ ...whole, row: row + above, rows: height - above - below }],
      tabs: above > 0 ? row : undefined,
    };
  }
  const stacks = stacksOf(columns, height, session.trainer.features.length);
  return { areas: screen.zoomed ? [whole] : stackedAreas(stacks, row), tabs: undefined };
}

/** Stacks from the left to the right, their panels from `top` down. */
function stackedAreas(stacks: readonly Stack[], top: number): Area[] {
  let column = 0;
  return stacks.flatMap((stack) => {
    let row = top;
    const areas = stack.panels.map(({ panel, rows }): Area => {
      row += rows;
      return { panel, column, row: row - rows, columns: stack.columns, rows };
    });
    column += stack.columns;
    return areas;
  });
}

/** Columns of panels: curves to the left, then the landscape, the chain rule beside them, the rows under it where there is room. */
function stacksOf(columns: number, rows: number, features: number): Stack[] {
  const large = columns >= LARGE.columns && rows >= LARGE.rows - 7;
  const right = Math.max(large ? 56 : 37, Math.floor((large ? 0.35 : 0.37) * columns));
  const plots = columns - right;
  const left = Math.ceil(plots / 2);
  const upper = Math.ceil(rows * 0.58);
  // each feature takes four lines of the chain rule: itself, ∂ŷ/∂w, ∂L/∂w and its update
  const ledger = large ? Math.min(10 + 4 * features, rows - 12) : rows;
  return [
    {
      columns: left,
      panels: [
        { panel: 'loss', rows: upper },
        { panel: 'fit', rows: rows - upper },
      ],
    },
    {
      columns: plots - left,
      panels: [
        { panel: 'descent', rows: upper },
        { panel: 'timeline', rows: rows - upper },
      ],
    },
    {
      columns: right,
      panels: [
        { panel: 'ledger', rows: ledger },
        ...(large ? [{ panel: 'data' as const, rows: rows - ledger }] : []),
      ],
    },
  ];
}

function sideBySide(view: View, stacks: readonly Stack[], rows: number, paint: Paint): string[] {
  const columns = stacks.map((stack) =>
    stack.panels.flatMap(({ panel, rows: height }) => drawPanel(view, panel, stack.columns, height, paint)),
  );
  return Array.from({ length: rows }, (_, row) => columns.map((lines) => lines[row]).join(''));
}

/** Lines of the chain rule below a panel that is shown alone. */
const summaryRows = (panel: Panel, rows: number): number => (panel === 'ledger' || rows < 14 ? 0 : 3);

/** Lines of the tabs above it: a low window needs theirs for the panel, whose edge names it. */
const tabRows = (rows: number): number => (rows < 6 ? 0 : 1);

/** Tabs, the chosen panel, and the chain rule folded to three lines. */
function onePanel(view: View, columns: number, rows: number, paint: Paint): string[] {
  const { panel } = view.screen;
  const summary = summaryRows(panel, rows) === 0 ? [] : ledgerSummary(view, columns, paint);
  const above = tabRows(rows) > 0 ? [layLine(tabs(view.screen, columns).flat(), columns, paint)] : [];
  return [
    ...above,
    ...drawPanel(view, panel, columns, rows - above.length - summary.length, paint),
    ...spelled(view, summary),
  ];
}

/** The panels by number and name: where there is no room by short names, and then all but the chosen one by number alone. */
function tabs({ panel, language }: ScreenState, columns: number): Line[] {
  const words = WORDS[language];
  const short = { ...words.panels, ...words.tabs };
  const within = (names: Words['panels'], others: (name: Panel) => string): Line[] =>
    PANELS.map((name, index) => [
      ['model', ` ${index + 1}`],
      name === panel ? ['strong', `[${names[name]}]`] : ['label', others(name)],
    ]);
  const tabs = [
    within(words.panels, (name) => ` ${words.panels[name]} `),
    within(short, (name) => ` ${short[name]}`),
    within(short, () => ''),
  ];
  return tabs.find((lines) => lineWidth(lines.flat()) <= columns) ?? tabs.at(-1)!;
}

/** The panel whose tab takes a column. */
export function tabAt({ screen }: View, column: number, columns: number): Panel | undefined {
  let end = 0;
  return PANELS[
    tabs(screen, columns).findIndex((tab) => {
      end += lineWidth(tab);
      return column < end;
    })
  ];
}

function drawPanel(view: View, name: Panel, columns: number, rows: number, paint: Paint): string[] {
  const { charset, panel, language } = view.screen;
  const chosen = panel === name;
  const all = linesOf(view, name, { columns, rows }, paint);
  const first = chosen ? firstLine(view, all.length - (rows - 2)) : 0;
  const hidden = scrolls(name) ? all.length - first - (rows - 2) : 0;
  const below = hidden > 0 ? WORDS[language].linesBelow(formatCount(hidden)) : '';
  const box = { title: PANEL[name].title(view), columns, rows, chosen, below };
  return spelled(
    view,
    boxed(box, charset, paint, () => all.slice(first)),
  );
}

/** All that a panel of a size, its frame included, has to show. */
const linesOf = (view: View, name: Panel, { columns, rows }: Size, paint: Paint): readonly string[] =>
  PANEL[name].draw(view, columns - 2, rows - 2, { charset: view.screen.charset, paint });

/** True of panels of text, which may hold more than their room. */
const scrolls = (name: Panel): boolean => PANEL[name].wheel === undefined;

const firstLine = ({ screen }: View, beyond: number): number => Math.max(0, Math.min(screen.scroll, beyond));

/** The first line of a panel of text once it is scrolled by so many; undefined where all of it is in view. */
export function scrolledTo(view: View, area: Area, by: number): number | undefined {
  if (!scrolls(area.panel)) return undefined;
  const beyond = linesOf(view, area.panel, area, plainPaint).length - (area.rows - 2);
  return beyond > 0 ? Math.max(0, Math.min(firstLine(view, beyond) + by, beyond)) : undefined;
}
