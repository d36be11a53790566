import type { Panel } from '@gd-trainer/sdk/view';
import type { Size, Style } from '../../plots/canvas.ts';
import { WORDS, type Words } from '../../words/words.ts';
import type { ShownAction } from '../acts.ts';
import type { View } from '../store.ts';
import { sampleBeside } from './chosen.ts';
import { dataPanel, rowUnder } from './data.ts';
import { diagnosisPanel, diagnosisTitle } from './diagnosis.ts';
import { ledgerPanel, ledgerTitle } from './ledger.ts';
import { penaltyPanel, penaltyTitle } from './penalty.ts';
import { descentPanel, descentTitle, fitPanel, fitTitle, lossPanel, lossTitle, lossUnder } from './plots.ts';
import { summaryPanel, summaryTitle } from './summary.ts';
import { epochUnder, timelinePanel } from './timeline.ts';

const named =
  (name: keyof Words['panels']) =>
  ({ screen }: View): string =>
    WORDS[screen.language].panels[name];

/** A cell inside a panel, from its upper left one. */
export interface PanelCell {
  readonly column: number;
  readonly row: number;
}

/** Every panel: what stands in its upper edge, what is inside it, and what the mouse does there. */
export const PANEL: Readonly<
  Record<
    Panel,
    {
      title(view: View): string;
      draw(view: View, columns: number, rows: number, style: Style): readonly string[];
      /** Act of a press at a cell, and of a drag that goes on from there along the row. */
      press?(view: View, cell: PanelCell, size: Size, style: Style): ShownAction | undefined;
      /** Act of the wheel: up −1, down 1. */
      wheel?(view: View, by: number): ShownAction;
    }
  >
> = {
  loss: {
    title: lossTitle,
    draw: lossPanel,
    press: (view, { column }, size, style) => lossUnder(view, column, size, style),
    wheel: (_, by) => ({ screen: { type: 'recent', recent: by < 0 } }),
  },
  descent: {
    title: descentTitle,
    draw: descentPanel,
    wheel: (_, by) => ({ screen: { type: 'follow', follow: by < 0 } }),
  },
  ledger: { title: ledgerTitle, draw: ledgerPanel, wheel: sampleBeside },
  fit: { title: fitTitle, draw: fitPanel, wheel: (_, by) => ({ screen: { type: 'fit-view', by } }) },
  timeline: {
    title: named('timeline'),
    draw: timelinePanel,
    press: epochUnder,
    wheel: (_, by) => ({ run: { type: 'seek-by', epochs: by } }),
  },
  data: {
    title: named('data'),
    draw: dataPanel,
    press: (view, { row }, size) => rowUnder(view, row, size),
    wheel: sampleBeside,
  },
  summary: { title: summaryTitle, draw: summaryPanel },
  diagnosis: { title: diagnosisTitle, draw: diagnosisPanel },
  penalty: { title: penaltyTitle, draw: penaltyPanel },
};
