// What walks over rows, embedded apart: a page that fits on moments does not load it.

export { interleave, seed, shuffle, stochastic } from './stochastic';
