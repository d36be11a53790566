/**
 * Way from gradients to updates: gd, with a memory of past steps (momentum, nesterov), with a rate a parameter (adagrad,
 * rmsprop, adam), or with the best mix of gradient and last step every time (cg: conjugate gradients).
 */
export type Optimizer = 'gd' | 'momentum' | 'nesterov' | 'adagrad' | 'rmsprop' | 'adam' | 'cg';

/** Traits that set one optimizer apart, as far as anyone but its own update has to know. */
export interface Traits {
  /** Number by which the kernels know it; none where an update takes more than a gradient. */
  readonly code?: number;
  /** Its name as papers write it; a language may have a word of its own. */
  readonly name: string;
  /** It keeps a share β of the last step. */
  readonly keepsStep: boolean;
  /** It finds a rate for each parameter as it goes: no bound is known, and no closed form. */
  readonly adapts: boolean;
  /** It finds the best rate of every update by the curvature: it can be given none, and takes full batches on the moments. */
  readonly searches: boolean;
  /** It takes the proximal steps that the corners of l1 ask for. */
  readonly proximal: boolean;
}

const PLAIN = { keepsStep: false, adapts: false, searches: false, proximal: false };

/** One row an optimizer: the list that options, flags, menus, races and exports are made of. */
export const TRAITS: Readonly<Record<Optimizer, Traits>> = {
  gd: { ...PLAIN, code: 0, name: 'gradient descent', proximal: true },
  momentum: { ...PLAIN, code: 1, name: 'momentum', keepsStep: true },
  nesterov: { ...PLAIN, code: 2, name: 'Nesterov', keepsStep: true, proximal: true },
  adagrad: { ...PLAIN, code: 3, name: 'AdaGrad', adapts: true },
  rmsprop: { ...PLAIN, code: 4, name: 'RMSProp', adapts: true },
  adam: { ...PLAIN, code: 5, name: 'Adam', adapts: true },
  cg: { ...PLAIN, name: 'conjugate gradients', searches: true },
};

/** Names of all optimizers, from the plainest on. */
export const OPTIMIZERS: readonly Optimizer[] = Object.keys(TRAITS) as Optimizer[];
