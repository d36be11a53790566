import type { Plugin } from 'vite';

/** An import of a module, or of one name that is taken out of it. */
const LOADED = /\bimport\((['"])([^'"]+)\1\)(?:\.then\(\(\{ ?(\w+) ?\}\) => \3\))?/g;

/**
 * Brings what is loaded late along, for a file that can load nothing: a bundler that does it by itself wraps every module
 * in a function to keep their order, at 3 KB more.
 */
export function inlineParts(): Plugin {
  return {
    name: 'inline-parts',
    apply: 'build',
    transform(code, id) {
      if (id.includes('node_modules/lit') || !code.includes('import(')) return undefined;
      const imports: string[] = [];
      const linked = code.replace(LOADED, (_, _quote, path: string, name?: string) => {
        const late = `late${imports.length}`;
        imports.push(`import ${name ? `{ ${name} as ${late} }` : `* as ${late}`} from '${path}';`);
        return `Promise.resolve(${late})`;
      });
      // on one line, so that maps of lines stay as they are
      return imports.length > 0 ? { code: `${imports.join('')}${linked}`, map: null } : undefined;
    },
  };
}
