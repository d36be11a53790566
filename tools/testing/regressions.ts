import found from '../../packages/sdk/test/corpus/terms/terms.json' with { type: 'json' };

/** A regression of terms, and the weights that R's lm has for it. */
export interface Regression {
  readonly name: string;
  /** Terms, as a command line and an attribute take them. */
  readonly features: string;
  readonly target: string;
  readonly intercept: boolean;
  readonly weights: readonly number[];
  /** 0 without an intercept. */
  readonly bias: number;
  /** The rows, or the bundled set that has them. */
  readonly csv?: string;
  readonly set?: string;
}

/** First chapters on regression, as packages/sdk/test/corpus/terms/terms.R computes them. */
export const REGRESSIONS: readonly Regression[] = Object.entries(found).map(([name, of]) => ({
  name,
  ...of,
}));
