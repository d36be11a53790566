// The reference by task: what a reader wants to do, and the names that do it, on the page that explains them.

/** A name on a page of the reference; a method stands under its class. */
type Place = readonly [name: string, page: string];

const TASKS: readonly (readonly [task: string, places: readonly Place[]])[] = [
  [
    'fit a line by descent',
    [
      ['fit()', 'index'],
      ['fitSync()', 'index'],
    ],
  ],
  [
    'fit it exactly',
    [
      ['solve()', 'index'],
      ['solveSync()', 'index'],
    ],
  ],
  ['know the learning rate limit and the epochs before a run', [['forecast()', 'index']]],
  ['watch a run: step, seek, race, undo', [['Trainer', 'index']]],
  ['see the chain rule of one row', [['ledger()', 'index']]],
  ['predict, with an interval; save a model and load it', [['Model', 'index']]],
  [
    'judge a fit: t, p, intervals, robust errors',
    [
      ['Summary', 'index'],
      ['compare()', 'index'],
    ],
  ],
  [
    'choose features or penalties',
    [
      ['crossValidate()', 'index'],
      ['path()', 'index'],
    ],
  ],
  [
    'fit a line for every group or window',
    [
      ['fitGroups()', 'index'],
      ['rolling()', 'index'],
    ],
  ],
  [
    'keep only sums of the rows, and add to them',
    [
      ['moments()', 'index'],
      ['Moments', 'index'],
    ],
  ],
  ['read a CSV', [['parseCsv()', 'csv']]],
  ['train from files of any size', [['openFile()', 'duckdb']]],
  ['train in a database', [['momentsFromSql()', 'sql']]],
  [
    'take a model elsewhere: SQL, code, ONNX',
    [
      ['toSql()', 'export'],
      ['toSource()', 'export'],
      ['toOnnx()', 'export'],
    ],
  ],
  ['ship little JavaScript', [['fit()', 'lean']]],
  ['say what happened, in words', [['narrate()', 'narrate']]],
];

/** The index as Markdown. Throws where a page has no such heading. */
export function tasksIndex(read: (page: string) => string): string {
  const rows = TASKS.map(
    ([task, places]) => `| ${task} | ${places.map((place) => linkTo(place, read)).join(', ')} |`,
  );
  return ['## By task', '', '| to | see |', '| ------ | ------ |', ...rows, ''].join('\n');
}

function linkTo([name, page]: Place, read: (page: string) => string): string {
  const headings = [...read(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading ?? '');
  const index = headings.indexOf(name);
  if (index < 0)
    throw new Error(`docs/api/${page}.md has no heading ${name}, which tools/documents/src/tasks.ts names`);
  return `[\`${name}\`](${page}.md#${anchorOf(headings, index)})`;
}

/** As GitHub writes it: a heading that others before it are like ends in their number. */
function anchorOf(headings: readonly string[], index: number): string {
  const slug = (heading: string): string => heading.toLowerCase().replace(/[^a-z0-9-]/g, '');
  const anchor = slug(headings[index] ?? '');
  const before = headings.slice(0, index).filter((heading) => slug(heading) === anchor).length;
  return before > 0 ? `${anchor}-${before}` : anchor;
}
