// The exports of the module. Every kernel works on pointers into the imported memory and on counts; it allocates
// nothing, throws nothing, and trusts its caller for bounds. Each has a twin in src/reference/ that adds in the same
// order, so both return the same bits.

export { gradient, optimize } from './descent';
export { diagonalize, tridiagonalize } from './eigen';
export { gradientOfColumns } from './gradient';
export { accumulate, carry, moments, widenF32, widenI32 } from './moments';
export { gradientOfRows, interleave, seed, shuffle, stochastic } from './stochastic';
