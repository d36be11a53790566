// In place of kernels that are left out of a bundle: in chunks those that load by themselves, in one file those that come late.
export const FULL_BATCH = '';
export const ROWS = '';

export function embedded(): never {
  throw new Error('the kernels are in the bundle');
}
