// Before each file of tests in a browser: tells what its page has come by.
import { afterAll, expect, inject } from 'vitest';
import { commands } from 'vitest/browser';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which that is told, '' while a change is in force. */
    readonly reached: string;
  }
}

const reached = inject('reached');

afterAll(async () => {
  const { __stryker__ } = globalThis as { __stryker__?: { mutantCoverage?: { static: object } } };
  const mutants = Object.keys(__stryker__?.mutantCoverage?.static ?? {});
  if (reached === '' || mutants.length === 0) return;
  const test = expect.getState().testPath!.replace(/^.*?(?=(packages|apps)\/)/, '');
  await commands.writeFile(`${reached}/${crypto.randomUUID()}.json`, JSON.stringify({ test, mutants }));
});
