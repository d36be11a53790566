import type { Paint } from '../../plots/canvas.ts';
import { WORDS } from '../../words/words.ts';
import type { View } from '../store.ts';
import { chainIn, chosenSample, listed, sampleName, updateTitle } from './ledger.ts';
import { type Line, layLine, plain } from './lines.ts';
import { symbolsIn } from './symbols.ts';
import { DIGITS, errorDigits, short } from './written.ts';

/** Three lines for a window without room for the panel. */
export function ledgerSummary(view: View, columns: number, paint: Paint): string[] {
  const chain = chainIn(view);
  const { ledger, sample, update } = chain;
  const symbols = symbolsIn(view);
  const words = WORDS[view.screen.language];
  const { digits, operandDigits } = errorDigits(chain);
  const all = (
    values: ArrayLike<number>,
    name: (j: number) => string,
    digitsOf: (j: number) => number = () => DIGITS,
  ): Line =>
    Array.from(values).flatMap(
      (value, j): Line => [
        ['label', ` ${name(j)} `],
        [value < 0 ? 'error' : 'model', short(value, digitsOf(j))],
        plain(' '),
      ],
    );
  return [
    layLine(
      [
        ['strong', ` ${sampleName(view, chosenSample(view))} `],
        ...all(
          [ledger.prediction, sample.y, ledger.residual, ledger.lossByPrediction],
          (j) => ['ŷ', 'y', 'y − ŷ', '∂L/∂ŷ'][j]!,
          (j) => (j < 2 ? operandDigits : digits),
        ),
      ],
      columns,
      paint,
    ),
    layLine(
      all([...ledger.lossByWeight, ledger.lossByBias], (j) => `∂L/∂${symbols.parameter(j)}`),
      columns,
      paint,
    ),
    layLine(
      [
        ['label', ` ${updateTitle(chain, words)} `],
        ...(update ? all(listed(update.to.scaled), symbols.parameter) : []),
      ],
      columns,
      paint,
    ),
  ];
}
