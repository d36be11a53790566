// The command line is edited as a line of a shell is: what stands there is what bash's readline would have.
import { afterEach, expect, test } from 'vitest';
import { TestTerminal } from './terminal.ts';

let terminal: TestTerminal;
afterEach(() => terminal.close());

const [LEFT, RIGHT, UP, DOWN, HOME, END] = ['D', 'C', 'A', 'B', 'H', 'F'].map((letter) => `\u001b[${letter}`);

/** Sends keys one by one, as a hand does. */
async function press(...keys: readonly (string | undefined)[]): Promise<void> {
  for (const key of keys) {
    terminal.type(key!);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
const typed = (): string => /^:(.*?) {2}/.exec(`${terminal.lines.at(-1)!}   `)?.[1] ?? 'closed';

// each with the text before and after the cursor
test.each([
  ['cursor keys', ['rate 01', LEFT, '.'], 'rate 0.▏1'],
  ['home and end', ['ate', HOME, 'r', END, ' 1'], 'rate 1▏'],
  ['Ctrl-A, Ctrl-E', ['ate', '\u0001', 'r', RIGHT, '\u0005', '!'], 'rate!▏'],
  ['Ctrl-U', ['nonsense rate', LEFT, LEFT, LEFT, LEFT, '\u0015'], '▏rate'],
  ['Ctrl-W', ['race rate 1', '\u0017', '\u0017'], 'race ▏'],
  ['Ctrl-W past blanks', ['race rate  ', '\u0017', '\u0017', '\u0017', 'q'], 'q▏'],
  ['backspace within', ['ratte', LEFT, '\u007f'], 'rat▏e'],
  ['the ends stop', ['a', LEFT, LEFT, LEFT, '\u007f', 'b', RIGHT, RIGHT, 'c'], 'bac▏'],
  ['wide characters', ['a面😀积', LEFT, LEFT, '\u007f'], 'a▏😀积'],
])('%s', async (_, keys, wanted) => {
  terminal = TestTerminal.run(['lecture']);
  await terminal.shows('ready');
  await press(':', ...keys);
  await terminal.until(wanted, () => typed() === wanted);
});

test('a key of before the screen is taken, and moves nothing on it', async () => {
  terminal = TestTerminal.run(['penguins'], { columns: 100, rows: 30 });
  terminal.type(' ');
  await terminal.shows(/^ penguins {2}342 rows.* running/);
});

test('the history goes back and forth, keeps what was begun, and outlives other columns', async () => {
  terminal = TestTerminal.run(['penguins']);
  await terminal.shows('ready');
  await press(':seed 7\r', ':seed 8\r', ':seed 8\r', ':l2 1', '\r', ':sho');
  const recalls = async (key: string | undefined, wanted: string): Promise<void> => {
    await press(key);
    await terminal.until(wanted, () => typed() === `${wanted}▏`);
  };
  for (const wanted of ['l2 1', 'seed 8', 'seed 7', 'seed 7']) await recalls(UP, wanted);
  for (const wanted of ['seed 8', 'l2 1', 'sho', 'sho']) await recalls(DOWN, wanted);
  await press('\u0015', 'features bill_depth_mm\r');
  await terminal.shows(/ŷ = +\S+·bill_depth_mm [+−]/);
  await press(':');
  await recalls(UP, 'features bill_depth_mm');
  await recalls(UP, 'l2 1');
  expect(terminal.fullScreen).toBe(true);
});
