import { count, expect, number, numbers, object, optional, string, strings } from '../json.ts';
import { fromTriangle, Moments } from './moments.ts';

/** The moments of any number of rows, as the lean entry has them too, and the way back from their JSON, which it spares. */
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
    });
  }
}
