/** Weights and bias, in data units or as the descent sees them. */
export interface State {
  readonly weights: ArrayLike<number>;
  readonly bias: number;
}

/** Parameter `index` of a state, the bias after the weights. */
export const parameterOf = ({ weights, bias }: State, index: number): number =>
  index < weights.length ? weights[index]! : bias;

/** The state with some parameters replaced. */
export function withParameters(
  { weights, bias }: State,
  values: Readonly<Record<number, number>>,
): { weights: Float64Array; bias: number } {
  const replaced = Float64Array.from(weights, (weight, j) => values[j] ?? weight);
  return { weights: replaced, bias: values[weights.length] ?? bias };
}
