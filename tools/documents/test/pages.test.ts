import { execFileSync } from 'node:child_process';
import { globSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { isRight, type Sum, sumsIn } from '@gd-trainer/testing/arithmetic';
import sharp from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { nistIsThere } from '../src/accuracy.ts';
import { exactLeastSquares } from '../src/exact-least-squares.ts';
import { pages, renewed } from '../src/pages.ts';
import { writeReference } from '../src/reference.ts';
import { readRepository, repositoryFile } from '../src/repository.ts';

// a page starts the trainer some ten times, on machines that may be busy
vi.setConfig({ testTimeout: 120_000 });

const CURE = 'run `npm run docs`';
const guides = readdirSync(repositoryFile('docs/guides')).map((name) => `docs/guides/${name}`);
const readmes = ['README.md', 'README.zh-CN.md'];
const packageReadmes = globSync('{apps,packages}/*/README*.md', { cwd: repositoryFile('') }).map((path) =>
  path.replaceAll('\\', '/'),
);
if (!nistIsThere)
  console.warn("The page on accuracy is not compared: NIST's files are not beside the checkout");

describe('what is generated', () => {
  test.each(pages)('%s is as it would be written now', async (path) => {
    expect(await renewed(path), CURE).toBe(readRepository(path));
  });

  test('the reference is as it would be written now, and every public name says what it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gd-reference-'));
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    expect(await writeReference(folder)).toEqual([]);
    const written = readdirSync(folder).sort();
    expect(readdirSync(repositoryFile('docs/api')).sort(), CURE).toEqual(written);
    for (const name of written) {
      expect(readRepository(`docs/api/${name}`), CURE).toBe(readFileSync(join(folder, name), 'utf8'));
    }
  });

  test.each(readdirSync(repositoryFile('docs/api')))('%s explains every property and parameter', (name) => {
    const unexplained = readRepository(`docs/api/${name}`).match(/^.*\| - \|$/gm) ?? [];
    expect(unexplained, 'give it a docstring').toEqual([]);
  });
});

describe('what is written by hand', () => {
  const [, codesOfNotes = ''] = /type NoteCode = ([^;]*);/.exec(readRepository('docs/api/csv.md')) ?? [];

  test.each(codesOfNotes.match(/\w+/g) ?? [])('says what a note of the code %s is about', (code) => {
    for (const readme of readmes) {
      const [, own = ''] = readRepository(readme).split(/## (?:Your own data|用自己的数据)\n/);
      expect(own.split('\n## ')[0], readme).toMatch(new RegExp(`^\\|.*\`${code}\``, 'm'));
    }
    for (const guide of guides.filter((path) => path.includes('larger-than-memory')))
      expect(readRepository(guide).split('\n### ')[0], guide).toContain(`\`${code}\``);
  });

  /** Without the commas and spaces between thousands. */
  const numbersIn = (text: string): string[] =>
    [...text.matchAll(/(?<![\w.])\d+(?:[, ]\d{3}(?!\d))*(?:\.\d+)?(?:e[+-]?\d+)?/g)].map(([number]) =>
      number.replace(/[,\s]/g, ''),
    );

  /** Small whole numbers count things; the others are results. */
  const isResult = (number: string): boolean => !/^\d$/.test(number);

  const isRounded = (word: string, printed: string): boolean =>
    Number(printed).toFixed(word.split('.')[1]?.length ?? 0) === word;

  const engines = ['package.json', 'packages/sdk/package.json'].map(
    (path) => (JSON.parse(readRepository(path)) as { engines: { node: string } }).engines.node,
  );

  test.each([...guides.filter((path) => !path.includes('larger-than')), ...readmes])(
    'the results in the words of %s are printed by its samples, or stand in its tables',
    (path) => {
      const text = readRepository(path).replace(/\]\([^)]*\)|<\/?[a-z][^>]*>/g, ' ');
      const samples = text.match(/^```[\s\S]*?^```|^\|.*$|<!-- (\w+): [\s\S]*?<!-- \/\1 -->/gm)!;
      const words = text.replace(/^```[\s\S]*?^```|^\|.*$|<!--[\s\S]*?-->|`[^`]*`|^#.*$/gm, ' ');
      const printed = numbersIn([...samples, ...engines].join('\n'));
      const unproven = numbersIn(words).filter(
        (number) =>
          isResult(number) && !printed.some((other) => other === number || isRounded(number, other)),
      );
      expect(unproven).toEqual([]);
    },
  );

  test.each([...guides, ...readmes, ...packageReadmes, 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'])(
    'every link of %s leads somewhere',
    (path) => {
      const text = readRepository(path);
      const links = [...text.matchAll(/(?:\]\(|(?:src|srcset|href)=")(?!https?:|#)([^)"#\s]+)/g)];
      const dead = links
        .filter(([whole]) => !whole.endsWith('.js') && !whole.endsWith('.csv') && !whole.endsWith('.css'))
        .map(([, target]) => normalize(join(dirname(path), target!)))
        .filter((target) => !statSync(repositoryFile(target), { throwIfNoEntry: false }));
      expect(dead).toEqual([]);
    },
  );

  const sumsOf = (path: string): Sum[] => {
    const blocks = [...readRepository(path).matchAll(/^```text\n([\s\S]*?)^```/gm)];
    return blocks.flatMap(([, text]) => text!.split('\n')).flatMap(sumsIn);
  };

  test.each(guides)('the sums that %s writes out are right', (path) => {
    expect(sumsOf(path).filter((sum) => !isRight(sum))).toEqual([]);
  });

  test('the lecture writes out the same sums in both languages', () => {
    const [english, chinese] = ['', '.zh-CN'].map((language) => sumsOf(`docs/guides/lecture${language}.md`));
    expect(english).toEqual(chinese);
    expect(english!.length).toBeGreaterThan(25);
  });

  const translated = [...guides, ...readmes, ...packageReadmes].filter((path) => path.endsWith('.zh-CN.md'));

  /** Comments in a shell and the language of the trainer are translated. */
  const codeOf = (document: string): string[] =>
    [...readRepository(document).matchAll(/^```(?:ts|js|sh|python)\n([\s\S]*?)^```/gm)].map(([, code]) =>
      code!.replace(/ --lang zh-CN| {2,}# .*$/gm, ''),
    );

  test.each(translated)('%s shows the code that the English page shows', (path) => {
    expect(codeOf(path)).toEqual(codeOf(path.replace('.zh-CN', '')));
  });

  test('and there is some', () => {
    expect(translated.flatMap(codeOf).length).toBeGreaterThan(20);
  });

  test('what the guide to data of any size prints stands in both languages', () => {
    const blocksOf = (path: string): string[] =>
      readRepository(path)
        .match(/^```[\s\S]*?^```$/gm)!
        // commands to the letter, of what they print in words of a language the numbers
        .map((block) =>
          /^```(?:sh|js|ts)/.test(block) || !/[α损]/.test(block)
            ? block.replaceAll(' --lang zh-CN', '')
            : block.match(/-?\d[\d.,]*/g)!.join(' '),
        );
    const [chinese, english] = ['.zh-CN', ''].map((language) =>
      blocksOf(`docs/guides/larger-than-memory${language}.md`),
    );
    expect(chinese).toEqual(english);
  });
});

describe.each(readmes)('the sample of fit in %s', (path) => {
  test('saved in the checkout, prints what it says by npm run node', () => {
    const [, code] = /^```ts\n(import \{ fit \}[\s\S]*?)^```/m.exec(readRepository(path)) ?? [];
    // ignored by git, and below the root as a reader's file is
    const file = repositoryFile(`.setup/sample-${path}.ts`);
    writeFileSync(file, code as string);
    const printed = execFileSync(process.execPath, [repositoryFile('tools/setup/node.mjs'), file], {
      encoding: 'utf8',
    });
    rmSync(file);
    const promised = [...(code as string).matchAll(/ \/\/ (.*)$/gm)].map(([, comment]) => comment);
    expect(printed.trim().split('\n')).toEqual(promised);
  });
});

describe('pictures of the element', () => {
  const MOST_BYTES = 150_000;

  test.each(readmes)('%s has one for light pages and one for dark ones, small and moving', async (path) => {
    const pictures = [...readRepository(path).matchAll(/(?:src|srcset)="(docs\/images\/[^"]+)"/g)];
    expect(pictures.map(([, name]) => /dark|light/.exec(name!)?.[0]).sort()).toEqual(['dark', 'light']);
    for (const [, name] of pictures) {
      expect(statSync(repositoryFile(name!)).size).toBeLessThan(MOST_BYTES);
      const { format, pages: frames } = await sharp(repositoryFile(name!), { animated: true }).metadata();
      expect([format, frames! > 5]).toEqual(['webp', true]);
    }
  });
});

describe('exact least squares', () => {
  test('of a line through three points, worked out in fractions', () => {
    // Σx = 6, Σx² = 14, Σy = 7, Σxy = 17: slope 3/2, bias −2/3
    const [bias, slope] = exactLeastSquares([Float64Array.of(1, 2, 3)], Float64Array.of(1, 2, 4), true);
    expect([bias, slope]).toEqual([-2 / 3, 3 / 2]);
  });

  test('of tenths, which are no f64 numbers: the weights of what they are in f64', () => {
    const x = Float64Array.of(0.1, 0.2, 0.4);
    expect(
      exactLeastSquares(
        [x],
        x.map((value) => 2 * value),
        false,
      ),
    ).toEqual([2]);
  });
});
