import type { Panel } from '@gd-trainer/sdk/view';
import type { Style } from '../../plots/canvas.ts';
import { WORDS, type Words } from '../../words/words.ts';
import type { View } from '../store.ts';
import { dataPanel } from './data.ts';
import { diagnosisPanel, diagnosisTitle } from './diagnosis.ts';
import { ledgerPanel, ledgerTitle } from './ledger.ts';
import { penaltyPanel, penaltyTitle } from './penalty.ts';
import { descentPanel, descentTitle, fitPanel, fitTitle, lossPanel, lossTitle } from './plots.ts';
import { summaryPanel, summaryTitle } from './summary.ts';
import { timelinePanel } from './timeline.ts';

const named =
  (name: keyof Words['panels']) =>
  ({ screen }: View): string =>
    WORDS[screen.language].panels[name];

/** Every panel: what stands in its upper edge, and what is inside it. */
export const PANEL: Readonly<
  Record<
    Panel,
    {
      title(view: View): string;
      draw(view: View, columns: number, rows: number, style: Style): readonly string[];
    }
  >
> = {
  loss: { title: lossTitle, draw: lossPanel },
  descent: { title: descentTitle, draw: descentPanel },
  ledger: { title: ledgerTitle, draw: ledgerPanel },
  fit: { title: fitTitle, draw: fitPanel },
  timeline: { title: named('timeline'), draw: timelinePanel },
  data: { title: named('data'), draw: dataPanel },
  summary: { title: summaryTitle, draw: summaryPanel },
  diagnosis: { title: diagnosisTitle, draw: diagnosisPanel },
  penalty: { title: penaltyTitle, draw: penaltyPanel },
};
