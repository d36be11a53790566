/** x = 1, 2, 3 and y = 2x, as a database might answer: sums after the constants are taken away. */
export const ANSWER: Readonly<Record<string, unknown>> = {
  total: 4,
  mean0: 2,
  low0: 1,
  high0: 3,
  mean1: 4,
  low1: 2,
  high1: 6,
  complete: 3,
  sum0: 0,
  sum1: 0,
  product0_0: 2,
  product0_1: 4,
  product1_1: 8,
};
