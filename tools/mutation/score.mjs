// The score of a run, by package and room, and the changes that survived it.

const NOTICED = new Set(['Killed', 'Timeout']);
const COUNTED = new Set([...NOTICED, 'Survived', 'NoCoverage']);

/**
 * What is made of an empty list is no fault that somebody could make. What runs as a module loads is not counted, be it
 * loaded within a test: only that test would be tried.
 */
const isCounted = ({ status, replacement = '', static: atLoad = false }) =>
  COUNTED.has(status) && !atLoad && !replacement.includes('Stryker was here');

/**
 * Changes made and noticed in each room, and those that nobody noticed.
 *
 * @param {Record<string, { source: string, mutants: any[] }>} files
 */
export function tally(files) {
  /** @type {Map<string, { made: number, noticed: number }>} */
  const rooms = new Map();
  const survivors = [];
  for (const [file, { source, mutants }] of Object.entries(files)) {
    const [, packageName, room] = /^packages\/(\w+)\/dist\/(?:(\w+)\/)?/.exec(file);
    const lines = source.split('\n');
    for (const mutant of mutants.filter(isCounted)) {
      for (const name of [packageName, room && `${packageName}/${room}`]) {
        if (!name) continue;
        const { made, noticed } = rooms.get(name) ?? { made: 0, noticed: 0 };
        rooms.set(name, { made: made + 1, noticed: noticed + (NOTICED.has(mutant.status) ? 1 : 0) });
      }
      if (!NOTICED.has(mutant.status)) survivors.push(survivorOf(file, lines, mutant));
    }
  }
  return { rooms: [...rooms].sort(([a], [b]) => (a < b ? -1 : 1)), survivors };
}

function survivorOf(file, lines, { location: { start, end }, replacement, status }) {
  const last = start.line === end.line ? end.column - 1 : undefined;
  const before = lines[start.line - 1].slice(start.column - 1, last).trim();
  const source = file.replace('/dist/', '/src/').replace(/\.js$/, '.ts');
  return { source, before, after: (replacement ?? '').replace(/\s+/g, ' '), reached: status === 'Survived' };
}

/** The score as a document. */
export function markdownOf({ rooms, survivors }, { seed, share }) {
  const code = (text) => `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').slice(0, 80)}\``;
  const row = (...cells) => `| ${cells.join(' | ')} |\n`;
  const percent = ({ made, noticed }) => `${((100 * noticed) / made).toFixed(1)} %`;
  return [
    '# Changes that tests notice\n\n',
    `Written by \`npm run mutate\`, seed ${seed}, of ${Number((100 * Number(share)).toPrecision(2))} % of the lines as built. `,
    'The goal is 85 % in core and in sdk. ',
    'A survivor is a behaviour that no test reads, or a change that makes no difference.\n\n',
    row('room', 'changes', 'noticed', 'score'),
    row('---', '---:', '---:', '---:'),
    ...rooms.map(([name, count]) => row(name, count.made, count.noticed, percent(count))),
    `\n## Survivors\n\n`,
    row('file', 'was', 'became', 'tests ran it'),
    row('---', '---', '---', '---'),
    ...survivors.map((one) => row(one.source, code(one.before), code(one.after), one.reached ? 'yes' : 'no')),
  ].join('');
}
