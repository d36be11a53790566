import { formatCount, formatNumber } from '../numbers.ts';
import type { Paint, Tone } from '../plots/canvas.ts';
import { WORDS } from '../words/words.ts';
import { chosenSample } from './chain-panel.ts';
import { type Line, layLine, pad } from './lines.ts';
import type { View } from './store.ts';

const LEAST_WIDTH = 10;
const MOST_WIDTH = 20;

/** The rows with prediction and residual, the chosen one in the middle and marked. */
export function dataPanel(view: View, columns: number, rows: number, paint: Paint): string[] {
  const { session, screen } = view;
  const { trainer, snapshot } = session;
  const words = WORDS[screen.language];
  const mark = screen.charset === 'ascii' ? '>' : '▸';
  const shown = Math.max(0, Math.min(trainer.features.length, Math.floor((columns - 9) / LEAST_WIDTH) - 3));
  const cellWidth = Math.min(MOST_WIDTH, Math.floor((columns - 9) / (shown + 3)));
  const cell = (text: string, tone: Tone = 'plain'): Line[number] => [tone, pad(text, cellWidth, 'left')];
  const heading: Line = [
    ['label', pad(` ${words.row}`, 8)],
    ...trainer.features.slice(0, shown).map((name) => cell(` ${name}`, 'label')),
    cell(` ${trainer.target}`, 'label'),
    cell('ŷ', 'label'),
    cell('y − ŷ', 'label'),
  ];
  const targets = session.drawn.columns.at(-1)!;
  const largest = targets.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const decimals = Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(largest || 1))));
  const chosen = chosenSample(view);
  const body = Math.max(0, rows - 1);
  const first = Math.max(0, Math.min(chosen - Math.floor(body / 2), session.shownRows - body));
  const lines = Array.from({ length: Math.min(body, session.shownRows) }, (_, offset): Line => {
    const index = first + offset;
    const { x, y, row } = session.sample(index);
    const prediction = x.reduce((sum, value, j) => sum + value * snapshot.weights[j]!, snapshot.bias);
    const tone: Tone = index === chosen ? 'strong' : 'plain';
    return [
      [tone, `${index === chosen ? mark : ' '}${pad(formatCount(row), 7)}`],
      ...Array.from(x.slice(0, shown), (value) => cell(formatNumber(value, 5).replaceAll(' ', ''), tone)),
      cell(steady(y, decimals), tone),
      cell(steady(prediction, decimals), tone),
      cell(steady(y - prediction, decimals), y < prediction ? 'error' : 'model'),
    ];
  });
  return [heading, ...lines].map((line) => layLine(line, columns, paint));
}

/** Decimals that suit the target, so that a column of residuals can be read down. */
function steady(value: number, decimals: number): string {
  const text = Math.abs(value) >= 1e8 ? value.toExponential(2).replace('e+', 'e') : value.toFixed(decimals);
  return text.replaceAll('-', '−');
}
