declare module 'vitest' {
  interface TaskMeta {
    /** What a test takes besides the repository, as `npm test` says where it is left out. */
    needs?: string;
  }
}

/**
 * Options of tests that take more than the repository, such as a server: `test(name, needs(isThere, what), run)`. They
 * are left out where it is not there, and `npm test` counts them under its name.
 */
export const needs = (isThere: boolean, what: string): { skip: boolean; meta: { needs: string } } => ({
  skip: !isThere,
  meta: { needs: what },
});
