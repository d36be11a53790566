import type { Paint } from '../../plots/canvas.ts';
import type { View } from '../store.ts';
import { chainIn, chosenSample, listed, sampleName, updateTitle } from './ledger.ts';
import { type Line, layLine, lineWidth, plain } from './lines.ts';
import { symbolsIn } from './symbols.ts';
import { DIGITS, errorDigits, short } from './written.ts';

/** Three lines for a window without room for the panel. */
export function ledgerSummary(view: View, columns: number, paint: Paint): string[] {
  const chain = chainIn(view);
  const { ledger, sample, update } = chain;
  const symbols = symbolsIn(view);
  const { digits, operandDigits } = errorDigits(chain);
  const facts = (
    values: ArrayLike<number>,
    name: (j: number) => string,
    digitsOf: (j: number) => number = () => DIGITS,
  ): Line[] =>
    Array.from(values, (value, j) => [
      ['label', ` ${name(j)} `],
      [value < 0 ? 'error' : 'model', short(value, digitsOf(j))],
      plain(' '),
    ]);
  const lines: readonly (readonly [head: Line, facts: readonly Line[]])[] = [
    [
      [['strong', ` ${sampleName(view, chosenSample(view))} `]],
      facts(
        [ledger.prediction, sample.y, ledger.residual, ledger.lossByPrediction],
        (j) => ['ŷ', 'y', 'y − ŷ', '∂L/∂ŷ'][j]!,
        (j) => (j < 2 ? operandDigits : digits),
      ),
    ],
    [[], facts([...ledger.lossByWeight, ledger.lossByBias], (j) => `∂L/∂${symbols.parameter(j)}`)],
    [
      [['label', ` ${updateTitle(view, chain)} `]],
      update ? facts(listed(update.to.scaled), symbols.parameter) : [],
    ],
  ];
  return lines.map(([head, told]) => layLine(asFarAsWhole(head, told, columns), columns, paint));
}

/** A line of as many facts as are whole, each with a blank at its end. */
function asFarAsWhole(head: Line, facts: readonly Line[], columns: number): Line {
  for (let count = facts.length; ; count--) {
    const line = [...head, ...facts.slice(0, count).flat(), ...(count < facts.length ? [plain('…')] : [])];
    if (count === 0 || lineWidth(line) <= columns + 1) return line;
  }
}
