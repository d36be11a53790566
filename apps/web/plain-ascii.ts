import type { Plugin } from 'vite';

/**
 * Writes the build for plain script tags in ASCII: such a script is read in the encoding of its page, and a page from a
 * file, or from a server that names none, is often not in UTF-8. A UTF-16 unit as an escape means itself in strings,
 * templates, regular expressions and names alike; `String.raw` is not used.
 */
export function plainAscii(): Plugin {
  return {
    name: 'plain-ascii',
    apply: 'build',
    generateBundle({ format }, bundle) {
      if (format !== 'iife') return;
      for (const file of Object.values(bundle)) if (file.type === 'chunk') file.code = escaped(file.code);
    },
  };
}

function escaped(code: string): string {
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
