// The four rows of the lecture, with what a reader computes of them by hand.

/** x₁, x₂ and y of each row. */
export const LECTURE_ROWS = [
  [2, 1, 8],
  [1, 1, 6],
  [0, 1, 4],
  [1, 0, 3],
] as const;

/** L of each row, at w₁, w₂ and b. */
export const lossesAt = ([w1, w2, b]: readonly [number, number, number]): number[] =>
  LECTURE_ROWS.map(([x1, x2, y]) => 0.5 * (y - (w1 * x1 + w2 * x2 + b)) ** 2);

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** A number under the name of the loss alone, which might be of one row or of all. */
export const NAMELESS_LOSS = /(?<!mean )\bloss(?: L)?[:：]? *[−\d].*|(?<!平均)损失[:：]? *[−\d].*/i;
