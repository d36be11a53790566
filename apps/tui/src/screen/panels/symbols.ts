import { type Symbols, symbolsOf } from '@gd-trainer/sdk/view';
import type { View } from '../store.ts';

/** Symbols of the space the descent runs in; `:scale none` makes it the data's own. */
export function symbolsIn({ session, screen }: View): Symbols {
  const charset = screen.charset === 'ascii' ? 'ascii' : 'unicode';
  return symbolsOf(session.trainer.features.length, session.isScaled, charset);
}
