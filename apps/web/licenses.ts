import { isAbsolute } from 'node:path';
import type { Plugin } from 'vite';
import { writeLicenses } from '../../tools/packaging/third-party.mjs';

/** Ships the licences of everything that is in the built element. */
export function licenses(): Plugin {
  return {
    name: 'licenses',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const modules = chunks.flatMap((chunk) =>
        Object.entries(chunk.modules).filter(([, { renderedLength }]) => renderedLength > 0),
      );
      // what the bundler adds of its own has no path
      writeLicenses(dir!, modules.map(([path]) => path).filter(isAbsolute));
    },
  };
}
