import type { Session } from '@gd-trainer/sdk/view';
import { cleanJson, cleanText } from '../output/clean-text.ts';
import type { Yanked } from './acts.ts';
import { equationText } from './panels/equation.ts';
import type { ShownRows } from './shown-rows.ts';
import { keptOf, type ScreenState } from './state.ts';
import { writeRun } from './write-run.ts';

interface YankedRun {
  readonly session: Session;
  readonly rows: ShownRows;
  readonly screen: ScreenState;
}

/** One of them on one line, with nothing in it that acts where it is pasted; the weights as JSON, to their last digit. */
export async function yankedText(what: Yanked, view: YankedRun): Promise<string> {
  const { session, rows, screen } = view;
  const { trainer, snapshot } = session;
  switch (what) {
    case 'link': {
      const { panel, language } = screen;
      return cleanText(
        (
          await writeRun('link', {
            trainer,
            name: rows.data.name,
            view: panel,
            language,
            screen: keptOf(screen),
          })
        ).trim(),
      );
    }
    case 'equation':
      return cleanText(equationText(view));
    case 'weights':
      return cleanJson({ features: trainer.features, weights: [...snapshot.weights], bias: snapshot.bias });
  }
}
