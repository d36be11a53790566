// The score of a run, by package and room, and the changes that survived it.

/** Outcomes that somebody who runs the tests would see. */
const NOTICED = ['noticed', 'endless'];

/**
 * Changes made and noticed in each package and room, and those that nobody noticed.
 *
 * @param {{ file: string, was: string, became: string, outcome: string }[]} tried
 */
export function tally(tried) {
  /** @type {Map<string, { made: number, noticed: number }>} */
  const rooms = new Map();
  for (const { file, outcome } of tried) {
    const [, packageName, room] = /^\w+\/(\w+)\/src\/(?:(\w+)\/)?/.exec(file);
    for (const name of [packageName, room && `${packageName}/${room}`]) {
      if (!name) continue;
      const { made, noticed } = rooms.get(name) ?? { made: 0, noticed: 0 };
      rooms.set(name, { made: made + 1, noticed: noticed + (NOTICED.includes(outcome) ? 1 : 0) });
    }
  }
  const survivors = tried.filter(({ outcome }) => !NOTICED.includes(outcome));
  return {
    rooms: [...rooms].sort(([a], [b]) => (a < b ? -1 : 1)),
    survivors: survivors.sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

/** The score as a document. */
export function markdownOf({ rooms, survivors }, { seed, count }) {
  const code = (text) =>
    `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|').slice(0, 80)}\``;
  const row = (...cells) => `| ${cells.join(' | ')} |\n`;
  const percent = ({ made, noticed }) => `${((100 * noticed) / made).toFixed(1)} %`;
  return [
    '# Changes that tests notice\n\n',
    `Written by \`npm run mutate\`, seed ${seed}, ${count} changes of each package. `,
    'The goal is 85 % in core and in sdk, 75 % in the apps. ',
    'A survivor is a behaviour that no test reads, or a change that makes no difference.\n\n',
    row('room', 'changes', 'noticed', 'score'),
    row('---', '---:', '---:', '---:'),
    ...rooms.map(([name, counts]) => row(name, counts.made, counts.noticed, percent(counts))),
    '\n## Survivors\n\n',
    row('file', 'was', 'became', 'tests'),
    row('---', '---', '---', '---'),
    ...survivors.map(({ file, was, became, outcome }) => row(file, code(was), code(became), outcome)),
  ].join('');
}
