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

/** One row an optimizer: the list that options, flags, menus, races and exports are made of. */
export const TRAITS: Readonly<Record<Optimizer, Traits>> = {
  gd: { code: 0, name: 'gradient descent', keepsStep: false, adapts: false, searches: false, proximal: true },
  momentum: { code: 1, name: 'momentum', keepsStep: true, adapts: false, searches: false, proximal: false },
  nesterov: { code: 2, name: 'Nesterov', keepsStep: true, adapts: false, searches: false, proximal: true },
  adagrad: { code: 3, name: 'AdaGrad', keepsStep: false, adapts: true, searches: false, proximal: false },
  rmsprop: { code: 4, name: 'RMSProp', keepsStep: false, adapts: true, searches: false, proximal: false },
  adam: { code: 5, name: 'Adam', keepsStep: false, adapts: true, searches: false, proximal: false },
  cg: { name: 'conjugate gradients', keepsStep: false, adapts: false, searches: true, proximal: false },
};

/** Names of all optimizers, from the plainest on. */
export const OPTIMIZERS: readonly Optimizer[] = Object.keys(TRAITS) as Optimizer[];
