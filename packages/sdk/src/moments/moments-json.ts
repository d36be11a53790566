import type { DateOrder } from '../data/dates.ts';
import type { Terms } from '../data/table.ts';
import { count, expect, number, numbers, object, oneOf, optional, string, strings } from '../json.ts';
import { fromTriangle, Moments } from './moments.ts';

/** Lists of names by name, as terms keep their inputs and levels. */
const namesByName = (value: unknown, name: string): Readonly<Record<string, readonly string[]>> =>
  byName(value, name, strings);

/** Values by name, each read by itself: on an object without a prototype. */
function byName<Value>(
  value: unknown,
  name: string,
  read: (value: unknown, name: string) => Value,
): Readonly<Record<string, Value>> {
  const values: Record<string, Value> = Object.create(null);
  for (const [key, item] of Object.entries(object(value, name))) values[key] = read(item, `${name}.${key}`);
  return values;
}

const dateOrder = (value: unknown, name: string): DateOrder => oneOf(value, name, ['day', 'month'] as const);

/** Terms as JSON has them. */
export function readTerms(value: unknown): Terms {
  const { inputs, levels, orders } = object(value, 'terms');
  return {
    inputs: namesByName(inputs, 'terms.inputs'),
    levels: namesByName(levels, 'terms.levels'),
    ...(orders === undefined ? {} : { orders: byName(orders, 'terms.orders', dateOrder) }),
  };
}

/**
 * Everything that least squares and full-batch gradient descent need to know of any number of rows: count, means and co-moments
 * of the columns. Parts of a data set merge exactly, up to rounding, in any order. The lean entry has them without `fromJSON`.
 */
export class ReadableMoments extends Moments {
  /** Reads what `toJSON` wrote, key by key. Throws `MODEL` for anything else. */
  static fromJSON(json: unknown): Moments {
    const { format, schemaVersion, ...given } = object(json, 'the moments');
    expect(format === 'gd-trainer/moments', 'format', '"gd-trainer/moments"', format);
    expect(schemaVersion === 1, 'schemaVersion', '1', schemaVersion);
    const names = strings(given.names, 'names');
    const target = string(given.target, 'target');
    expect(names.includes(target), 'target', 'one of the names', target);
    const weight = number(given.weight, 'weight');
    expect(weight >= 0, 'weight', 'a number ≥ 0', weight);
    const p = names.length;
    const rest = optional(given.rest, (value) => object(value, 'rest'));
    return new Moments({
      n: count(given.n, 'n'),
      weight,
      names,
      target,
      mean: numbers(given.mean, 'mean', p),
      comoment: fromTriangle(numbers(given.comoment, 'comoment', (p * (p + 1)) / 2), p),
      rest: rest && {
        weight: number(rest.weight, 'rest.weight'),
        mean: numbers(rest.mean, 'rest.mean', p),
        comoment: fromTriangle(numbers(rest.comoment, 'rest.comoment', (p * (p + 1)) / 2), p),
      },
      terms: optional(given.terms, readTerms),
      weighted: given.weighted === true || undefined,
    });
  }
}
