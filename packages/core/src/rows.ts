import { compiled, core, link } from './core.ts';
import type { Core, RowKernels } from './kernels.ts';
import { ROWS } from './rows.generated.ts';

/** The kernels over rows: a module of their own on the memory of the others, linked on the first call. */
export function rowKernels(to: Core = core()): RowKernels {
  to.rows ??= link<RowKernels>(compiled(ROWS), to.memory.ground);
  return to.rows;
}
