/** Symbols of parameters and inputs: with a tilde, and z for x, where they are not in data units. */
export interface Symbols {
  /** w̃₁ or w₁, by number from 0. */
  weight(j: number): string;
  /** z₁ or x₁. */
  input(j: number): string;
  /** b̃ or b. */
  readonly bias: string;
  /** Any of the parameters, the bias after the weights. */
  parameter(index: number): string;
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** An index as it stands under a name, w₁, x₁₂; as plain digits where there are no others. */
export function subscript(index: number, charset: 'unicode' | 'ascii' = 'unicode'): string {
  const digits = String(index);
  return charset === 'ascii' ? digits : digits.replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]!);
}

/** Symbols of the space that a run descends in, for so many features; ascii says by an apostrophe what a tilde does. */
export function symbolsOf(
  features: number,
  isScaled: boolean,
  charset: 'unicode' | 'ascii' = 'unicode',
): Symbols {
  // a combining tilde has width 0 and survives every font that has braille
  const mark = isScaled ? (charset === 'ascii' ? "'" : '\u0303') : '';
  const weight = (j: number): string => `w${mark}${subscript(j + 1, charset)}`;
  const bias = `b${mark}`;
  return {
    weight,
    input: (j) => `${isScaled ? 'z' : 'x'}${subscript(j + 1, charset)}`,
    bias,
    parameter: (index) => (index < features ? weight(index) : bias),
  };
}
