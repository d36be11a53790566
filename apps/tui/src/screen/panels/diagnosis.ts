import type { Diagnosis } from '@gd-trainer/sdk';
import {
  type DiagnosisChart,
  type DiagnosisWords,
  diagnosisCells,
  diagnosisCharts,
  diagnosisFacts,
  inferredOf,
} from '@gd-trainer/sdk/view';
import type { Size, Style } from '../../plots/canvas.ts';
import { fitPlot } from '../../plots/fit.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { beside, halfOf, type Line, layLine, plain, type TableSteps, tableWithin } from './lines.ts';
import { meanings, sentences } from './summary.ts';

/** Lines of the charts: at least, and as a share of the panel. */
const LEAST_ROWS = 6;
const CHART_SHARE = 0.5;
/** Columns of a row's number and name, and numbers of the columns left out, as the table gets narrower. */
const STEPS: TableSteps = [
  [26, []],
  [12, []],
  [12, [1]],
  [12, [1, 3]],
  [8, [1, 2, 3]],
];

/** The rows are judged at the optimum, wherever the run stands. */
export function diagnosisTitle({ screen }: View): string {
  const { panels, ofOptimum } = WORDS[screen.language];
  return `${panels.diagnosis} · ${ofOptimum}`;
}

/**
 * Residuals over the predictions and over normal quantiles, the rows that matter most, what is wrong in words, and what charts
 * and numbers mean.
 */
export function diagnosisPanel(
  { session, screen }: View,
  columns: number,
  rows: number,
  style: Style,
): string[] {
  const { trainer } = session;
  const inferred = inferredOf(trainer);
  const words = WORDS[screen.language].diagnosis;
  const lay = (lines: readonly Line[]): string[] => lines.map((line) => layLine(line, columns, style.paint));
  const said = sentences(diagnosisFacts(inferred, trainer), screen, columns);
  const diagnosis = inferred.refusal ? undefined : inferred.diagnosed.diagnosis;
  if (!diagnosis) return lay(said);
  const table = mostMoving(diagnosis, words, columns);
  const height = Math.max(LEAST_ROWS, Math.floor(rows * CHART_SHARE));
  const told = [...said, [], ...meanings(words.explained, screen, columns)];
  const size = { columns: halfOf(columns), rows: height - 1 };
  const charts = diagnosisCharts(diagnosis).map(
    (chart) => [words.charts[chart.kind], residualPlot(chart, size, style)] as const,
  );
  return [...beside(charts, screen, columns, style.paint), ...lay([...table, ...told])];
}

const residualPlot = ({ kind, x, y, line, named }: DiagnosisChart, size: Size, style: Style): string[] =>
  fitPlot(
    {
      x,
      y,
      feet: undefined,
      lines: (low, high) => [
        { x: Float64Array.of(low, high), y: Float64Array.of(line(low), line(high)), level: undefined },
      ],
      bands: () => [],
      agreement: kind === 'normal',
      levels: undefined,
      areAcross: false,
      chosen: undefined,
      named,
    },
    size,
    style,
  );

/** The table of the rows that move the line most. */
function mostMoving(diagnosis: Diagnosis, words: DiagnosisWords, columns: number): Line[] {
  const cells = diagnosisCells(diagnosis, diagnosis.most, words);
  const [heading = '', ...lines] = tableWithin(cells, STEPS, 0, columns - 2);
  return [[['label', ` ${heading}`]], ...lines.map((line): Line => [plain(` ${line}`)]), []];
}
