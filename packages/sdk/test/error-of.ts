import { GdError } from '@gd-trainer/sdk';
import { expect } from 'vitest';

/** The GdError that a call throws. */
export function errorOf(call: () => unknown): GdError {
  try {
    call();
  } catch (error) {
    return known(error);
  }
  throw new Error('expected an error');
}

/** The GdError that a call throws or rejects with. */
export async function rejectionOf(call: () => unknown): Promise<GdError> {
  try {
    await call();
  } catch (error) {
    return known(error);
  }
  throw new Error('expected an error');
}

function known(error: unknown): GdError {
  expect(error).toBeInstanceOf(GdError);
  return error as GdError;
}
