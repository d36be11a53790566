import { chainOf } from '@gd-trainer/sdk/view';
import type { Paint } from '../../plots/canvas.ts';
import type { View } from '../store.ts';
import { chainIn, chosenSample, sampleName, updateTitle } from './chosen.ts';
import { type Line, layLine, lineWidth, plain } from './lines.ts';
import { listed, symbolsIn } from './symbols.ts';
import { DIGITS, errorDigits, short } from './written.ts';

/** Three lines for a window without room for the panel. */
export function ledgerSummary(view: View, columns: number, paint: Paint): string[] {
  const chain = chainIn(view);
  const symbols = symbolsIn(view);
  const parameters = chain.update ? listed(view, chain.update.to.scaled) : [];
  const facts = parameters.map((value, j): NamedNumber => [symbols.parameter(j), value, DIGITS]);
  return [
    ...rowInNumbers(view, chosenSample(view), '', columns, paint),
    factLine([['label', ` ${updateTitle(view, chain)} `]], facts, columns, paint),
  ];
}

/** What a row gives, in two lines: ŷ, y and their difference, then its gradient. */
export function rowInNumbers(view: View, row: number, name: string, columns: number, paint: Paint): string[] {
  const chain = chainOf(view.rows.sample(row), view.session.next, view.session.snapshot);
  const { ledger, sample } = chain;
  const symbols = symbolsIn(view);
  const { digits, operandDigits } = errorDigits(chain, short);
  const errors: NamedNumber[] = [
    ['ŷ', ledger.prediction, operandDigits],
    ['y', sample.y, operandDigits],
    ['y − ŷ', ledger.residual, digits],
    ['∂L/∂ŷ', ledger.lossByPrediction, digits],
  ];
  const slopes = listed(view, { weights: ledger.lossByWeight, bias: ledger.lossByBias }).map(
    (value, j): NamedNumber => [`∂L/∂${symbols.parameter(j)}`, value, DIGITS],
  );
  return [
    factLine([['strong', ` ${name}${sampleName(view, row)} `]], errors, columns, paint),
    factLine([], slopes, columns, paint),
  ];
}

/** A number with its name and its digits. */
type NamedNumber = readonly [name: string, value: number, digits: number];

/** A line of as many numbers as are whole. */
function factLine(head: Line, facts: readonly NamedNumber[], columns: number, paint: Paint): string {
  const told = facts.map(
    ([name, value, digits]): Line => [
      ['label', ` ${name} `],
      [value < 0 ? 'error' : 'model', short(value, digits)],
      plain(' '),
    ],
  );
  for (let count = told.length; ; count--) {
    const line = [...head, ...told.slice(0, count).flat(), ...(count < told.length ? [plain('…')] : [])];
    // the blank at its end may have no room
    if (count === 0 || lineWidth(line) <= columns + 1) return layLine(line, columns, paint);
  }
}
