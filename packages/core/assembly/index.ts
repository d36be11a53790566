// The exports of the module. Every kernel works on pointers into the imported memory and on counts; it allocates
// nothing, throws nothing, and trusts its caller for bounds. Each has a twin in src/reference/ that adds in the same
// order, so both return the same bits.

export * from './full-batch';
export * from './rows';
