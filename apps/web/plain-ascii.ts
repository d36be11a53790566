import { decode, encode } from '@jridgewell/sourcemap-codec';
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
      const map = bundle['gd-trainer.iife.js.map'];
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        if (map?.type === 'asset') map.source = moved(String(map.source), file.code);
        file.code = file.code.replace(FOREIGN, escaped);
      }
    },
  };
}

const FOREIGN = /[^\0-\x7f]/g;
const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
/** Characters that an escape adds. */
const LONGER = escaped('ŷ').length - 1;

/** A source map with the columns that its code has once it is escaped. */
function moved(map: string, code: string): string {
  const content = JSON.parse(map) as { mappings: string };
  const lines = code.split('\n');
  const mappings = decode(content.mappings).map((segments, row) => {
    const places = Array.from(lines[row]!.matchAll(FOREIGN), ({ index }) => index);
    let before = 0;
    return segments.map((segment) => {
      while (before < places.length && places[before]! < segment[0]) before++;
      const [column, ...rest] = segment;
      return [column + before * LONGER, ...rest] as typeof segment;
    });
  });
  return JSON.stringify({ ...content, mappings: encode(mappings) });
}
