import type { Paint } from '../../plots/canvas.ts';
import type { View } from '../store.ts';
import {
  chainIn,
  chosenSample,
  factLine,
  listed,
  type NamedNumber,
  rowInNumbers,
  updateTitle,
} from './ledger.ts';
import { symbolsIn } from './symbols.ts';
import { DIGITS } from './written.ts';

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
