// What every fit needs, embedded in the package by itself.

export { gradient, optimize } from './descent';
export { diagonalize, tridiagonalize } from './eigen';
export { accumulate, carry, moments, widenF32, widenI32 } from './moments';
