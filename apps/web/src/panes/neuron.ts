import { type Chain, parameterOf, symbolsOf } from '@gd-trainer/sdk/view';
import { html, svg, type TemplateResult } from 'lit';
import { drawMarks } from '../charts/marks.ts';
import { type Input, neuronMarks, roomForInputs } from '../charts/neuron.ts';
import { neuron } from '../styles/neuron.ts';
import type { View } from '../view.ts';
import { differencesIn, pane, type TwinTable } from './pane.ts';

/** The lecture's picture of the neuron with the chosen sample in it. */
export function neuronPane(view: View): TemplateResult {
  const { picture, words, format } = view;
  view.adopt(neuron);
  const { chain } = picture;
  if (!chain) return pane(view, 'neuron', html`<p class="quiet">${words.noRows}</p>`);
  const size = view.sizeOf('neuron');
  const inputs = inputsOf(view, chain);
  const room = roomForInputs(size);
  const shown = inputs.length > room ? [...inputs.slice(0, room - 1), inputs.at(-1)!] : inputs;
  const { prediction, lossByPrediction, loss } = chain.ledger;
  const drawing = {
    inputs: shown,
    hidden: inputs.length - shown.length,
    prediction,
    loss,
    lossByPrediction,
    target: chain.sample.y,
    note: chain.update?.when === 'made' ? words.update.before : '',
  };
  const values = [
    `ŷ ${format.short(prediction)}`,
    `y ${format.short(chain.sample.y)}`,
    `L ${format.short(loss)}`,
  ];
  const label = words.labelled(words.panes.neuron, words.listed(...values));
  const plot = html`<div class="plot" data-plot="neuron">
    <svg class="chart" viewBox=${`0 0 ${size.width} ${size.height}`} role="img" aria-label=${label}>
      ${svg`${drawMarks(neuronMarks(drawing, size, format))}`}
    </svg>
  </div>`;
  return pane(view, 'neuron', plot, { table: () => neuronTable(view, inputs) });
}

function inputsOf({ session }: View, { sample, state, ledger }: Chain): Input[] {
  const { trainer, isScaled, surface } = session;
  const symbols = symbolsOf(trainer.features.length, isScaled);
  const typical = (index: number): number => parameterOf(surface.scaledOptimum, index) || 1;
  const weighted = trainer.features.map((name, j) => ({
    symbol: symbols.input(j),
    name,
    value: sample.z[j]!,
    weightSymbol: symbols.weight(j),
    weight: state.weights[j]!,
    typical: typical(j),
    gradient: ledger.lossByWeight[j]!,
    link: `w${j}`,
  }));
  if (!trainer.options.intercept) return weighted;
  const d = trainer.features.length;
  const constant = {
    symbol: '',
    name: '',
    value: 1,
    weightSymbol: symbols.bias,
    weight: state.bias,
    typical: typical(d),
    gradient: ledger.lossByBias,
    link: 'b',
  };
  return [...weighted, constant];
}

function neuronTable(view: View, inputs: readonly Input[]): TwinTable {
  const { words, format } = view;
  return {
    head: [words.input, words.value, words.weight, '∂L/∂w'],
    rows: inputs.map(({ symbol, name, value, weight, gradient }) => [
      `${symbol} ${name}`.trim() || '1',
      format.short(value),
      format.short(weight),
      format.short(gradient),
    ]),
    notes: differencesIn(view),
  };
}
