import { written } from '../terms/syntax.ts';
import type { LinearModel } from './linear-model.ts';

/** The reference level of each category whose other levels have a weight: what these are differences from. */
export function referencesOf({
  terms,
  features,
}: Pick<LinearModel, 'terms' | 'features'>): [category: string, level: string][] {
  return Object.entries(terms?.levels ?? {}).flatMap(([category, [reference]]) => {
    const level = (name: string): boolean =>
      name.startsWith(`${category}=`) || name.startsWith(`${written(category)}=`);
    return reference !== undefined && features.some(level) ? [[category, reference]] : [];
  });
}
