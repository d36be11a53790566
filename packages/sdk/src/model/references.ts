import { written } from '../terms/names.ts';
import type { LinearModel } from './linear-model.ts';

/** The reference level of each category whose other levels have a weight: what these are differences from. */
export function referencesOf({
  terms,
  features,
}: Pick<LinearModel, 'terms' | 'features'>): [category: string, level: string][] {
  const names = new Set(features);
  return Object.entries(terms?.levels ?? {}).flatMap(([category, [reference, ...others]]) => {
    const isWeight = (level: string): boolean =>
      [category, written(category)].some((name) => names.has(`${name}=${written(level)}`));
    const isReference = reference !== undefined && !isWeight(reference) && others.some(isWeight);
    return isReference ? [[category, reference]] : [];
  });
}
