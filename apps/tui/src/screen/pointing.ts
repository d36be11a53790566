import type { MouseAct } from '../input/mouse.ts';
import { plainPaint, type Size } from '../plots/canvas.ts';
import type { ShownAction } from './acts.ts';
import { type Area, areasIn, scrolledTo, tabAt } from './panels/frame.ts';
import { RATE_ROW, rateTrack } from './panels/header.ts';
import { PANEL, type PanelCell } from './panels/panels.ts';
import type { View } from './store.ts';

/** Lines that a turn of the wheel scrolls by. */
const WHEEL_LINES = 3;

/** What a press took hold of, and what moving on with it does. */
type Grip = (column: number, view: View) => ShownAction | undefined;

/** The mouse over the screen: a press chooses what lies there, a drag goes on with it, the wheel scrolls or zooms it. */
export class Pointing {
  #grip: Grip | undefined;
  /** Column of the last act of a grip: rows do not matter to it, and most reports of a drag stay in a column. */
  #column = -1;

  /** The acts of the keys that a report stands for. */
  actions({ kind, column, row, by }: MouseAct, view: View, size: Size): readonly ShownAction[] {
    if (kind === 'wheel') return listed(wheel(view, { column, row }, size, by));
    if (kind === 'press') return this.#press(view, { column, row }, size);
    if (column === this.#column) return [];
    this.#column = column;
    return listed(this.#grip?.(column, view));
  }

  #press(view: View, { column, row }: PanelCell, size: Size): readonly ShownAction[] {
    this.#grip = undefined;
    this.#column = column;
    if (view.screen.help > 0) return [];
    if (row === RATE_ROW && rateTrack(view, size.columns)?.holds(column)) {
      return this.#hold((now, shown) => rateUnder(shown, size, now), column, view);
    }
    const { areas, tabs } = areasIn(view, size);
    if (row === tabs) return listed(shown(tabAt(view, column, size.columns)));
    const area = areas.find((candidate) => holds(candidate, column, row));
    if (!area) return [];
    const { panel } = area;
    if (row === area.row) return listed(shown(panel));
    const grip: Grip = (now, current) => press(current, area, { column: now, row });
    return [{ screen: { type: 'focus', panel } }, ...this.#hold(grip, column, view)];
  }

  #hold(grip: Grip, column: number, view: View): readonly ShownAction[] {
    this.#grip = grip;
    return listed(grip(column, view));
  }
}

const listed = (action: ShownAction | undefined): readonly ShownAction[] => (action ? [action] : []);

/** As by the number of the panel: over the whole window, and back. */
const shown = (panel: Area['panel'] | undefined): ShownAction | undefined =>
  panel && { screen: { type: 'show', panel } };

const holds = (area: Area, column: number, row: number): boolean =>
  column >= area.column &&
  column < area.column + area.columns &&
  row >= area.row &&
  row < area.row + area.rows;

/** The act of a panel at a cell of the window, or at the nearest one of its own that is inside its frame. */
function press(view: View, area: Area, { column, row }: PanelCell): ShownAction | undefined {
  const inside = { columns: area.columns - 2, rows: area.rows - 2 };
  const within = (at: number, count: number): number => Math.min(Math.max(0, count - 1), Math.max(0, at));
  const cell = {
    column: within(column - area.column - 1, inside.columns),
    row: within(row - area.row - 1, inside.rows),
  };
  const { charset } = view.screen;
  return PANEL[area.panel].press?.(view, cell, inside, { charset, paint: plainPaint });
}

/** The rate at a column, to the four digits that it is kept to. */
function rateUnder(view: View, { columns }: Size, column: number): ShownAction | undefined {
  const track = rateTrack(view, columns);
  if (!track) return undefined;
  const learningRate = Number(track.rateAt(column).toPrecision(4));
  return { run: { type: 'set', options: { learningRate } } };
}

function wheel(view: View, { column, row }: PanelCell, size: Size, by: number): ShownAction | undefined {
  if (view.screen.help > 0) return { screen: { type: 'help', by } };
  if (row === RATE_ROW) return { run: { type: 'rate-by', factor: by > 0 ? 1 / 1.1 : 1.1 } };
  const { areas, tabs } = areasIn(view, size);
  if (row === tabs) return { screen: { type: 'next-panel', by } };
  const area = areas.find((candidate) => holds(candidate, column, row));
  return area && (PANEL[area.panel].wheel?.(view, by) ?? scrolled(view, area, WHEEL_LINES * by));
}

const scrolled = (view: View, area: Area, by: number): ShownAction | undefined => {
  const to = scrolledTo(view, area, by);
  return to === undefined ? undefined : { screen: { type: 'scroll', to } };
};

/** Lines that the arrow and page keys scroll a chosen panel by. */
const KEY_LINES: Readonly<Record<string, number>> = { up: -1, down: 1, pageup: -10, pagedown: 10 };

/** Act of a key that scrolls the chosen panel; undefined for other keys, and where all of it is in view. */
export function scrolledBy(key: string, view: View, size: Size): ShownAction | undefined {
  const by = KEY_LINES[key];
  const area = by && areasIn(view, size).areas.find(({ panel }) => panel === view.screen.panel);
  return by && area ? scrolled(view, area, by) : undefined;
}
