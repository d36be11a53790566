import type {} from '@gd-trainer/web';
import { describe, expect, test } from 'vitest';
import { openSite } from '../../../apps/web/test/served-page.ts';
import { readRepository } from '../src/repository.ts';

const site = openSite();

interface Sample {
  readonly name: string;
  readonly html: string;
  /** Scripts and style sheets that stand below it, by the name in their first line. */
  readonly files: Readonly<Record<string, string>>;
}

/** The pages of a document, each with the files that follow it. */
function samplesOf(path: string): Sample[] {
  const blocks = [...readRepository(path).matchAll(/^```(html|js|css)\n([\s\S]*?)^```/gm)];
  const samples: { name: string; html: string; files: Record<string, string> }[] = [];
  for (const [, kind, code] of blocks) {
    if (kind === 'html') samples.push({ name: `${path} ${samples.length + 1}`, html: code!, files: {} });
    const file = /^(?:\/\/|\/\*) (page\.\w+)/.exec(code!)?.[1];
    if (file) samples.at(-1)!.files[file] = code!;
  }
  return samples;
}

const head = '<!doctype html><meta charset="utf-8"><title>page</title><link rel="icon" href="icon.svg">';
const open = async ({ html, files }: Sample) => {
  // a sample that shows the tag alone stands in a page like the others
  const script = html.includes('<script') ? '' : '<script type="module" src="gd-trainer.js"></script>';
  site.html = `<html lang="en">${head}${script}${html}`;
  site.files = files;
  return site.visit(site.address(), { reducedMotion: 'reduce' });
};
const documents = [
  'README.md',
  'README.zh-CN.md',
  'apps/web/README.md',
  'apps/web/README.zh-CN.md',
  'docs/guides/embedding.md',
  'docs/guides/embedding.zh-CN.md',
];
const samples = documents.flatMap(samplesOf);
const embedding = samplesOf('docs/guides/embedding.md');
const sampleWith = (text: string): Sample =>
  embedding.find(({ html, files }) => [html, ...Object.values(files)].some((code) => code.includes(text)))!;

describe('every page in the documents', () => {
  test('is found', () => {
    for (const path of documents) expect(samplesOf(path), path).not.toEqual([]);
  });

  test.each(samples.map((sample) => [sample.name, sample] as const))(
    '%s runs, and nothing complains',
    async (_, sample) => {
      const { page, complaints, hosts } = await open(sample);
      await page.waitForFunction(() => {
        const elements = [...document.querySelectorAll('gd-trainer')];
        return elements.length > 0 && elements.every(({ snapshot }) => snapshot !== undefined);
      });
      const finite = await page.evaluate(() => {
        const { trainer } = document.querySelector('gd-trainer')!;
        return Number.isFinite(trainer!.seek(10).loss);
      });
      expect(finite).toBe(true);
      expect(complaints).toEqual([]);
      expect([...hosts]).toEqual([new URL(site.address()).host]);
      await page.close();
    },
  );
});

describe('the pages of the guide', () => {
  test('ask the reader and hear what came of it', async () => {
    const { page } = await open(sampleWith('gd-answer'));
    await page.locator('button[value=diverged]').click();
    await expect.poll(() => page.locator('#answer').textContent()).toBe('It has converged.');
    await page.close();
  });

  test('drive the run from a script', async () => {
    const { page } = await open(sampleWith('updateComplete'));
    await expect
      .poll(() => page.locator('output').textContent())
      .toMatch(/^converged at epoch 100, loss \d\.\d{3}$/);
    await page.close();
  });

  test('colour it from a style sheet', async () => {
    const { page } = await open(sampleWith('::part(equation)'));
    const styles = await page.waitForFunction(() => {
      const equation = document.querySelector('gd-trainer')?.shadowRoot?.querySelector('[part=equation]');
      return equation && getComputedStyle(equation).fontSize;
    });
    expect(await styles.jsonValue()).toBe(`${1.4 * 16}px`);
    await page.close();
  });

  test('work without WebAssembly, to the same bits', async () => {
    const promised = /^```text\n(default-src.*)\n```/m.exec(readRepository('docs/guides/embedding.md'))![1]!;
    const runUnder = async (policy: string) => {
      site.policy = policy;
      const { page } = await open(embedding[0]!);
      await page.waitForFunction(() => document.querySelector('gd-trainer')?.snapshot);
      return page.evaluate(async () => {
        const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
        const compiles = await WebAssembly.compile(empty).then(
          () => true,
          () => false,
        );
        return { compiles, bias: document.querySelector('gd-trainer')!.trainer!.seek(7).bias };
      });
    };
    const allowed = await runUnder(promised);
    const refused = await runUnder(promised.replace(" 'wasm-unsafe-eval'", ''));
    site.policy = promised;
    expect([allowed.compiles, refused.compiles]).toEqual([true, false]);
    expect(refused.bias).toBe(allowed.bias);
  });
});
