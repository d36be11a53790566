// What walks over rows, embedded apart: a page that fits on moments does not load it.

export { gradientOfColumns } from './columns';
export { step } from './descent';
export { preciseDots } from './precise';
export { interleave, seed, shuffle, stochastic } from './stochastic';
