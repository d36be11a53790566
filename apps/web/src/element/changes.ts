import type { FitOptions } from '@gd-trainer/sdk';
import { PAGE_SETTINGS } from '@gd-trainer/sdk/view';
import type { PropertyValues } from 'lit';
import { approach } from './approach.ts';
import { READING, type RunSettings } from './attributes.ts';
import { emit } from './events.ts';
import type { Narration } from './narration.ts';
import type { TrainerProperties } from './properties.ts';
import type { RunControl } from './run-control.ts';

const SOURCE_PROPERTIES = ['src', 'data', ...Object.keys(READING)];
const RUN_STARTERS = ['target', 'features', 'missing', 'validation', 'patience', 'weights', 'bias'];

/** Ways of what has changed into the run. */
interface Changes {
  /** From the attributes: other rows are loaded, other columns are another run; else it goes on, or is shown elsewhere. */
  follow(changed: PropertyValues): void;
  /** From the reader: into the run first, because it may refuse them, then into the attributes. */
  change(settings: RunSettings): void;
}

/** @param batchesChanged - told when a run goes on with other batches */
export function changesOf(
  element: TrainerProperties,
  run: RunControl,
  narration: Narration,
  batchesChanged: () => void,
): Changes {
  const set = (settings: RunSettings, names: readonly (keyof FitOptions)[]): boolean => {
    if (names.length === 0 || !run.set(settings, names)) return false;
    if (names.includes('batchSize')) batchesChanged();
    return true;
  };
  return {
    follow(changed) {
      const has = (name: PropertyKey): boolean => changed.has(name) && !run.settled.has(name);
      const isDue = has('loading') && !run.session && !run.isLoading;
      if (SOURCE_PROPERTIES.some(has) || !element.hasUpdated || isDue) run.load();
      else if (RUN_STARTERS.some(has) || (has('seed') && element.validation !== undefined)) run.begin();
      else {
        const names = PAGE_SETTINGS.filter(has);
        if (names.length === 0 && has('epoch')) run.error = undefined;
        set(element, names);
        if (has('epoch')) approach(run, element.epoch ?? 0);
      }
      run.settled.clear();
    },
    change(settings) {
      const names = PAGE_SETTINGS.filter((name) => name in settings);
      if (!set(settings, names)) return;
      run.settle(settings);
      const session = run.session!;
      if ('learningRate' in settings) narration.foretell(session);
      emit(element, 'gd-change', session.snapshot);
    },
  };
}
