import type { Optimizer } from '../optimizers.ts';
import type { Fact, RaceRival } from '../session/fact.ts';

/** A language: one function a kind of fact. */
export type Narrator<Kind extends Fact['kind'] = Fact['kind']> = {
  readonly [Own in Kind]: (fact: Extract<Fact, { kind: Own }>) => string;
};

/** The sentences of a language on facts. */
export const narrateBy =
  <Kind extends Fact['kind']>(narrator: Narrator<Kind>) =>
  (fact: Extract<Fact, { kind: Kind }>): string =>
    (narrator[fact.kind as Kind] as (fact: Fact) => string)(fact);

const SMALL = 1e-3;
const LARGE = 1e6;

const SIGNIFICANT = 4;
/** A double has no more. */
const MOST_SIGNIFICANT = 17;

/** A measured number with four significant digits, as people say it; none before the point is rounded away. */
export function digits(value: number, significant: number = SIGNIFICANT): string {
  const size = Math.abs(value);
  const isPlain = !Number.isFinite(value) || (size >= SMALL && size < LARGE) || size === 0;
  if (!isPlain) return exponent(value, significant - 1);
  const whole = size < 1 || !Number.isFinite(value) ? 0 : Math.trunc(Math.log10(size)) + 1;
  return plain(Number(value.toPrecision(Math.max(significant, whole))));
}

/** A number with as many digits as tell it from another: 99.9999 where four digits would make it 100. */
export function digitsBeside(value: number, other: number): string {
  let significant = SIGNIFICANT;
  const isSame = (): boolean => digits(value, significant) === digits(other, significant);
  while (value !== other && isSame() && significant < MOST_SIGNIFICANT) significant++;
  return digits(value, significant);
}

/** A number in full, thousands apart, with a true minus sign: 1595, 9,147,995. */
export function plain(value: number): string {
  const [whole = '', fraction] = String(Math.abs(value)).split('.');
  return `${value < 0 ? '−' : ''}${grouped(whole)}${fraction ? `.${fraction}` : ''}`;
}

/** Up to so many digits times a power of ten: 10⁷, 2.5×10⁻⁴. */
export const exponent = (value: number, significant: number = 3): string =>
  power(Number(value.toPrecision(significant)).toExponential());

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `1.3e-4` as people write it, 1.3×10⁻⁴; a factor 1 goes without saying. */
export function power(exponential: string): string {
  const [factor = '', digits = ''] = exponential.split(/e\+?/);
  if (digits === '0') return minus(factor);
  const raised = digits.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!).replace('-', '⁻');
  return minus(`${/^-?1$/.test(factor) ? factor.slice(0, -1) : `${factor}×`}10${raised}`);
}

/** Digits with the thousands apart from five on: a year is no quantity. */
export const grouped = (digits: string): string =>
  digits.replace('-', '').length < 5 ? digits : digits.replace(/\d(?=(\d{3})+$)/g, '$&,');

/** With true minus signs. */
export const minus = (text: string): string => text.replaceAll('-', '−');

/** Names in a row, the last joined by its own word. */
export function join(names: readonly string[], comma: string, and: string): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(comma)}${and}${names.at(-1)}`;
}

/** Numbers of the futures of a race, the first to arrive first. */
export function byArrival(rivals: readonly Pick<RaceRival, 'convergedAt'>[]): number[] {
  const arrival = (i: number): number => rivals[i]!.convergedAt ?? Number.MAX_VALUE;
  return rivals.map((_, i) => i).sort((a, b) => arrival(a) - arrival(b));
}

/** The futures of a race, each by what sets it apart: optimizer and batches, and the rate where these do not. */
export function namesOfRivals(
  rivals: readonly RaceRival[],
  batchesOf: (size: 'full' | number) => string,
  optimizerOf: (optimizer: Optimizer) => string = (optimizer) => optimizer,
): string[] {
  const differ = (key: 'optimizer' | 'batchSize' | 'momentum'): boolean =>
    new Set(rivals.map((rival) => rival[key])).size > 1;
  const kinds = rivals.map(({ optimizer, batchSize, momentum }) =>
    [
      ...(differ('optimizer') ? [optimizerOf(optimizer)] : []),
      ...(differ('batchSize') ? [batchesOf(batchSize)] : []),
      ...(differ('momentum') && momentum !== 'auto' ? [`β = ${digits(momentum)}`] : []),
    ].join(', '),
  );
  return rivals.map(({ optimizer, learningRate }, i) => {
    const isAlone = kinds[i] !== '' && kinds.indexOf(kinds[i]!) === kinds.lastIndexOf(kinds[i]!);
    if (isAlone) return kinds[i]!;
    // one whose β is chosen for it, among those whose β is given
    if (differ('momentum') && kinds[i] === '') return optimizerOf(optimizer);
    return [kinds[i], `α = ${digits(learningRate)}`].filter(Boolean).join(', ');
  });
}
