import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright';
import { describe, expect, test } from 'vitest';
import { dist, openSite, PENGUINS_PAGE, ready, STRICT } from './served-page.ts';

// least squares on the 342 complete rows: tools/datasets/reference-weights.json, computed in NumPy
const WEIGHTS = ['51.541445', '22.634138'];

const site = openSite();

/** The weights once the run is at its end. */
async function train(page: Page): Promise<string[]> {
  await ready(page);
  return page.evaluate(() => {
    const element = document.querySelector('gd-trainer')!;
    element.seek(1000);
    return Array.from(element.snapshot!.weights, (weight) => weight.toFixed(6));
  });
}

describe('the built files', () => {
  test('work under a strict content security policy, and ask nobody else for anything', async () => {
    site.policy = STRICT;
    const { page, complaints, hosts } = await site.visit();
    expect(await train(page)).toEqual(WEIGHTS);
    expect(complaints).toEqual([]);
    expect([...hosts]).toEqual([new URL(site.address()).host]);
    await page.close();
  });

  test('work where the page refuses WebAssembly, to the same bits', async () => {
    site.policy = STRICT;
    const allowed = await site.visit();
    site.policy = "default-src 'self'";
    const refused = await site.visit();
    const bits = (page: Page): Promise<string> =>
      page.evaluate(() => {
        const element = document.querySelector('gd-trainer')!;
        element.seek(7);
        return JSON.stringify([...element.snapshot!.weights, element.snapshot!.bias, element.snapshot!.loss]);
      });
    expect(await train(refused.page)).toEqual(WEIGHTS);
    expect(await train(allowed.page)).toEqual(WEIGHTS);
    expect(await bits(refused.page)).toBe(await bits(allowed.page));
    await Promise.all([allowed.page.close(), refused.page.close()]);
  });

  test('work under Trusted Types', async () => {
    site.policy = `${STRICT}; require-trusted-types-for 'script'; trusted-types lit-html`;
    const { page, complaints } = await site.visit();
    expect(await train(page)).toEqual(WEIGHTS);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('work from a file, as a plain script tag before the element', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gd-trainer-'));
    const file = join(folder, 'page.html');
    const script = pathToFileURL(join(dist, 'gd-trainer.iife.js')).href;
    const rows = 'x,y\n0,1\n1,3\n2,5\n';
    writeFileSync(
      file,
      `<!doctype html><script src="${script}"></script><gd-trainer><script type="text/csv">${rows}</script></gd-trainer>`,
    );
    const { page, complaints } = await site.visit(pathToFileURL(file).href);
    expect(await train(page)).toEqual(['2.000000']);
    expect(complaints).toEqual([]);
    // a page that names no encoding is read as windows-1252, and its plain scripts with it
    expect(await page.evaluate(() => document.characterSet)).toBe('windows-1252');
    const text = await page.locator('gd-trainer').evaluate((element) => element.shadowRoot?.textContent);
    expect(text).toContain('‖∇L‖');
    expect(text).not.toMatch(/[ÂÃâ€Î]/);
    await page.close();
    rmSync(folder, { recursive: true });
  });

  test('can be imported where there is no browser', async () => {
    const built: { GdTrainerElement: unknown } = await import(
      pathToFileURL(join(dist, 'gd-trainer.js')).href
    );
    expect(built.GdTrainerElement).toBeTypeOf('function');
  });
});

/** The longest task of the page's main thread while something is done, in milliseconds of its own: what else the machine has to do does not count. */
async function longestTask(page: Page, act: () => Promise<unknown>): Promise<number> {
  type TraceEvent = Readonly<
    Record<'name' | 'pid' | 'tid', unknown> & { tdur?: number; args: { name?: string } }
  >;
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const traceConfig = { includedCategories: ['disabled-by-default-devtools.timeline', '__metadata'] };
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig });
  await act();
  const complete = new Promise((done) => session.once('Tracing.tracingComplete', done));
  await session.send('Tracing.end');
  await complete;
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const isMain = ({ name, args }: TraceEvent): boolean =>
    name === 'thread_name' && args.name === 'CrRendererMain';
  const mains = new Set(events.filter(isMain).map(threadOf));
  const tasks = events.filter((event) => event.name === 'RunTask' && mains.has(threadOf(event)));
  expect(tasks.length).toBeGreaterThan(0);
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

test.each(['gd-trainer.js', 'chunks/gd-trainer.js'])(
  '%s goes back and forth over ten million updates, and no frame waits for it',
  { retry: 2 },
  async (script) => {
    const rows = Array.from(
      { length: 20_000 },
      (_, i) => `${i % 97},${i % 31},${(3 * (i % 97) - 2 * (i % 31)) % 89}`,
    );
    const { html } = site;
    site.policy = STRICT;
    site.files = { 'walk.csv': ['x1,x2,y', ...rows].join('\n') };
    site.html = html
      .replace('gd-trainer.js', script)
      .replace(
        /src="penguins.csv".*>/,
        'src="walk.csv" target="y" batch-size="1" learning-rate="0.001" panes="all"></gd-trainer>',
      );
    const { page } = await site.visit();
    await ready(page);
    [site.html, site.files] = [html, {}];
    const seek = async (epoch: number): Promise<void> => {
      await page.evaluate((to) => document.querySelector('gd-trainer')!.seek(to), epoch);
      await page.waitForFunction((to) => document.querySelector('gd-trainer')!.snapshot!.epoch === to, epoch);
    };
    const timeline = page.getByRole('slider', { name: 'Timeline' });
    const drag = async (): Promise<void> => {
      const { x, y, width, height } = (await timeline.boundingBox())!;
      const to = (share: number) => page.mouse.move(x + share * width, y + height / 2);
      await to(0.98);
      await page.mouse.down();
      for (const share of [0.7, 0.4, 0.1, 0.3, 0.6, 0.9, 0.5]) await to(share);
      await page.mouse.up();
    };
    // one epoch is drawn in a task; on a slow machine that alone takes most of 50 ms
    const drawing = await longestTask(page, () => seek(1));
    for (const act of [() => seek(500), () => seek(10), () => seek(490), drag])
      expect(await longestTask(page, act)).toBeLessThan(Math.max(50, 16 + 2.5 * drawing));
    await page.close();
  },
);

describe('by keyboard alone', () => {
  test('a run is played to its end, taken back, broken by its rate and mended', async () => {
    site.policy = STRICT;
    const { page } = await site.visit();
    await train(page);
    await page.evaluate(() => document.querySelector('gd-trainer')!.reset());
    const status = (): Promise<string | null> => page.locator('gd-trainer').getAttribute('status');
    const focus = async (name: string): Promise<void> => {
      // as a reader would: on and on until it is there
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(() => {
          const field = document.activeElement?.shadowRoot?.activeElement as HTMLInputElement | null;
          return (
            field?.ariaLabel ?? field?.labels?.[0]?.textContent?.trim() ?? field?.textContent?.trim() ?? ''
          );
        });
        if (label === name) return;
      }
      throw new Error(`no way to "${name}" by Tab`);
    };

    await focus('Play');
    await page.keyboard.press('Enter');
    await expect.poll(status).toBe('converged');
    await focus('Timeline');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(status).toBe('stopped');
    await focus('Learning rate α');
    for (let presses = 0; presses < 9; presses++) await page.keyboard.press('PageUp');
    await page.keyboard.press('End');
    const verdict = page.locator('gd-trainer #verdict');
    await expect.poll(() => verdict.getAttribute('data-verdict')).toBe('diverges');
    await focus('auto');
    await page.keyboard.press('Space');
    await expect.poll(() => verdict.getAttribute('data-verdict')).not.toBe('diverges');
    await page.close();
  });
});

describe('by mouse', () => {
  test('a point is dragged, a sample picked, an epoch read and gone to', async () => {
    site.policy = STRICT;
    const { page } = await site.visit();
    await page.setViewportSize({ width: 1280, height: 1400 });
    await train(page);
    const trainer = page.locator('gd-trainer');
    const snapshot = (): Promise<{ epoch: number; weight: number }> =>
      trainer.evaluate((node) => {
        const { epoch, scaled } = (node as HTMLElementTagNameMap['gd-trainer']).snapshot!;
        return { epoch, weight: scaled.weights[0]! };
      });

    const { weight } = await snapshot();
    const handle = (await trainer.locator('.handle .now').boundingBox())!;
    await page.mouse.move(handle.x + 7, handle.y + 7);
    await page.mouse.down();
    await page.mouse.move(handle.x - 60, handle.y + 30, { steps: 4 });
    await page.mouse.up();
    await expect.poll(snapshot).toMatchObject({ epoch: 0 });
    expect((await snapshot()).weight).toBeLessThan(weight);

    const fit = (await trainer.locator('[data-plot=fit]').boundingBox())!;
    await page.mouse.click(fit.x + fit.width - 60, fit.y + 40);
    const field = trainer.getByLabel('Sample');
    await expect.poll(() => field.inputValue()).not.toBe('1');

    const loss = (await trainer.locator('[data-plot=loss]').boundingBox())!;
    await page.mouse.move(loss.x + loss.width / 2, loss.y + 80);
    await expect.poll(() => trainer.locator('.readout').textContent()).toMatch(/^epoch \d+ · L /);
    await page.mouse.click(loss.x + loss.width / 2, loss.y + 80);
    await expect.poll(async () => (await snapshot()).epoch).toBeGreaterThan(0);
    await page.close();
  });
});

describe('what is dragged', () => {
  const few = (plot: string): string =>
    PENGUINS_PAGE.replace(
      /<gd-trainer.*/s,
      `<gd-trainer panes="${plot}" scale="none" learning-rate="0.02" data="x,y\n0,1\n1,4\n2,4\n6,8\n"></gd-trainer>`,
    );
  const axes = (page: Page, plot: string): Promise<string[]> =>
    page.locator(`gd-trainer [data-plot=${plot}] .tick`).allTextContents();
  const middle = async (page: Page, selector: string): Promise<[number, number]> => {
    const { x, y, width, height } = (await page.locator(`gd-trainer ${selector}`).boundingBox())!;
    return [x + width / 2, y + height / 2];
  };

  test.each([
    ['a point at an end', 'fit', 3],
    ['a point among the others', 'fit', 1],
    ['the start', 'descent', 0],
  ] as const)(
    'stays under the pointer, and no axis moves before it is let go: %s',
    async (_, plot, sample) => {
      site.policy = STRICT;
      site.html = few(plot);
      const { page } = await site.visit();
      await ready(page);
      const thing = plot === 'fit' ? '[data-plot=fit] circle.chosen' : '[data-plot=descent] circle.now';
      if (plot === 'fit') await page.getByRole('button', { name: 'Edit points' }).click();
      const frame = (await page.locator(`gd-trainer [data-plot=${plot}] svg.chart`).boundingBox())!;
      if (plot === 'fit') {
        const path = await page.locator('gd-trainer [data-plot=fit] .points').getAttribute('d');
        const [, x, y] = [...path!.matchAll(/M([\d.]+),([\d.]+)/g)][sample]!;
        await page.mouse.move(frame.x + Number(x), frame.y + Number(y));
      } else await page.mouse.move(...(await middle(page, thing)));
      await page.mouse.down();
      const [left, top] = await middle(page, thing);
      const before = await axes(page, plot);
      const end = plot === 'fit' ? [left, frame.y + frame.height - 40] : await middle(page, '.optimum');
      // down and up again, ever so little beside it, as a hand does
      for (const share of [0.05, 0.3, 0.6, 0.9, 1, 0.5]) {
        const at = [left + 3 + share * (end[0]! - left), top + share * (end[1]! - top)] as const;
        await page.mouse.move(...at);
        await expect.poll(async () => Math.abs((await middle(page, thing))[0] - at[0])).toBeLessThan(2);
        expect(Math.abs((await middle(page, thing))[1] - at[1])).toBeLessThan(2);
        expect(await axes(page, plot)).toEqual(before);
      }
      await page.mouse.up();
      await page.close();
    },
  );

  test('is in the picture again once it is let go beyond it', async () => {
    site.html = few('fit');
    const { page } = await site.visit();
    await ready(page);
    await page.getByRole('button', { name: 'Edit points' }).click();
    const frame = (await page.locator('gd-trainer [data-plot=fit] svg.chart').boundingBox())!;
    const before = await axes(page, 'fit');
    await page.mouse.move(...(await middle(page, '[data-plot=fit] circle.chosen')));
    await page.mouse.down();
    await page.mouse.move(frame.x + 200, frame.y + frame.height + 150, { steps: 4 });
    expect(await axes(page, 'fit')).toEqual(before);
    await page.mouse.up();
    await expect.poll(() => axes(page, 'fit')).not.toEqual(before);
    const [, y] = await middle(page, '[data-plot=fit] circle.chosen');
    expect(y).toBeLessThan(frame.y + frame.height);
    site.html = PENGUINS_PAGE;
    await page.close();
  });
});

describe('the demo page', () => {
  test('shows a run and complains of nothing', async () => {
    site.policy = STRICT;
    const { page, complaints } = await site.visit(site.address('index.html'));
    expect(await train(page)).toEqual(WEIGHTS);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('says nothing of a run that is not so', async () => {
    site.policy = STRICT;
    const { page, complaints } = await site.visit(site.address('index.html'));
    // scaling comes last, and steps 1, 3 and 4 are the lecture's own rows, one at a time
    const steps = await page
      .locator('#lesson gd-trainer')
      .evaluateAll((all) =>
        all.map((step) => ['scale', 'src', 'batch-size'].map((name) => step.getAttribute(name))),
      );
    expect(steps.map(([scale]) => scale)).toEqual(Array(6).fill('none'));
    for (const step of [0, 2, 3]) expect(steps[step]!.slice(1)).toEqual(['lecture.csv', '1']);
    const claims = page.locator('gd-trainer[data-claim]');
    expect(await claims.count()).toBeGreaterThan(4);
    for (const element of await claims.all()) {
      await element.scrollIntoViewIfNeeded();
      await expect.poll(() => element.getAttribute('status')).toBe('idle');
      const claim = await element.evaluate((node) => {
        const trainer = node as HTMLElementTagNameMap['gd-trainer'];
        trainer.seek(10_000);
        return trainer.dataset.claim!;
      });
      // single samples are gone through in pieces, which a slow machine has more of
      const status = (): Promise<string | null> => element.getAttribute('status');
      await expect
        .poll(async () => (await status())?.slice(0, 7), { message: claim })
        .toBe(claim.slice(0, 7));
    }
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('asks before it shows, and says what came of it', async () => {
    site.policy = STRICT;
    const { page, complaints } = await site.visit(site.address('index.html'));
    await page.locator('#question').scrollIntoViewIfNeeded();
    await page.evaluate(() => {
      document.querySelector<HTMLElementTagNameMap['gd-trainer']>('#question')!.speed = 1000;
    });
    await page.getByRole('button', { name: 'It diverges' }).click();
    await expect
      .poll(() => page.locator('#question').getByText('You said').locator('..').textContent())
      .toMatch(
        /You said: It diverges\. It went otherwise\.\s*Converged at epoch \d+.*1\.2 is .*limit 1\.26/s,
      );
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a parabola is linear, a category a step, and a product a line for each: every number as the page says it', async () => {
    const { page } = await site.visit(site.address('index.html'));
    const found = await page.evaluate(async () => {
      const trainers = await Promise.all(
        ['parabola', 'step', 'lines'].map(async (id) => {
          const element = document.querySelector<HTMLElementTagNameMap['gd-trainer']>(`#${id}`)!;
          element.loading = 'eager';
          await new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
          return element.trainer!;
        }),
      );
      const [parabola, step, lines] = trainers as [
        (typeof trainers)[0],
        (typeof trainers)[0],
        (typeof trainers)[0],
      ];
      const unscaled = { condition: parabola.forecast.condition, status: parabola.seek(10_000).status };
      const scaled = parabola.branch();
      scaled.seek(0);
      scaled.set({ scale: 'standard' });
      const largest = Math.max(
        ...Array.from({ length: parabola.rows }, (_, row) => parabola.sample(row).x[1]!),
      );
      const end = (trainer: typeof step) => {
        const { weights, bias } = trainer.seek(10_000);
        return { weights: [...weights], bias };
      };
      return {
        unscaled,
        scaled: { condition: scaled.forecast.condition, at: scaled.seek(10_000).convergedAt },
        largest,
        step: end(step),
        lines: end(lines),
        text: document.querySelector('#terms')!.textContent!,
      };
    });
    await page.close();
    expect(found.unscaled.status).toBe('exhausted');
    expect(found.unscaled.condition).toBeCloseTo(1.7e10, -9);
    expect([Math.round(found.scaled.condition!), found.scaled.at, found.largest]).toEqual([
      115, 1300, 52_900,
    ]);

    // means, and a line for each species by itself, from the file
    const [head = '', ...lines] = readFileSync(
      join(dist, '../../../packages/datasets/sets/penguins.csv'),
      'utf8',
    )
      .trim()
      .split('\n');
    const names = head.split(',');
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, j) => [names[j]!, cell])));
    const of = (species: string) => {
      const own = rows.filter((row) => row.species === species && Number(row.body_mass_g) > 0);
      const [x, y] = ['flipper_length_mm', 'body_mass_g'].map((name) =>
        own.map((row) => Number(row[name])),
      ) as [number[], number[]];
      const mean = (values: readonly number[]): number =>
        values.reduce((sum, value) => sum + value, 0) / values.length;
      const about = x.map((value) => value - mean(x));
      const [xx, xy] = [
        mean(about.map((value) => value * value)),
        mean(about.map((value, i) => value * y[i]!)),
      ];
      return { mass: mean(y), slope: xy / xx, xx: xx * x.length, xy: xy * x.length };
    };
    const [adelie, chinstrap, gentoo] = [of('Adelie'), of('Chinstrap'), of('Gentoo')];
    expect(found.step.bias).toBeCloseTo(adelie.mass, 3);
    expect(found.step.weights[0]).toBeCloseTo(chinstrap.mass - adelie.mass, 3);
    expect(found.step.weights[1]).toBeCloseTo(gentoo.mass - adelie.mass, 3);
    const [, , slope, , steeper] = found.lines.weights;
    expect(slope).toBeCloseTo(adelie.slope, 3);
    expect(slope! + steeper!).toBeCloseTo(gentoo.slope, 3);
    for (const number of [adelie.mass, chinstrap.mass - adelie.mass, gentoo.mass - adelie.mass]) {
      const told = String(Math.round(number));
      expect(found.text).toContain(`${told} g`);
      expect(found.text).toMatch(new RegExp(`${told}\\s+克`));
    }
    const all = [adelie, chinstrap, gentoo];
    const common = all.reduce((sum, { xy }) => sum + xy, 0) / all.reduce((sum, { xx }) => sum + xx, 0);
    for (const number of [common, adelie.slope, gentoo.slope])
      expect(found.text.split(number.toFixed(1)).length).toBe(3);
  });

  test('many weights fit where columns say the same, and which depends on the start', async () => {
    const { page } = await site.visit(site.address('index.html'));
    const ends = await page.evaluate(async () => {
      const element = document.querySelector<HTMLElementTagNameMap['gd-trainer']>('#collinear')!;
      element.loading = 'eager';
      await new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
      return [
        { weights: [0, 0], bias: 0 },
        { weights: [5, 5], bias: 0 },
      ].map((start) => {
        element.trainer!.place(start);
        const { weights, loss, status } = element.trainer!.seek(1e5);
        return { weights: [...weights], loss, status };
      });
    });
    const [first, second] = ends;
    expect(ends.map(({ status }) => status)).toEqual(['converged', 'converged']);
    expect(second!.loss / first!.loss).toBeCloseTo(1, 9);
    expect(Math.abs(second!.weights[0]! - first!.weights[0]!)).toBeGreaterThan(1);
    await page.close();
  });

  test('single samples tremble, larger batches less, and full ones come to rest', async () => {
    const { page } = await site.visit(site.address('index.html'));
    const gaps = await page.evaluate(async () => {
      const element = document.querySelector<HTMLElementTagNameMap['gd-trainer']>('#noise')!;
      element.loading = 'eager';
      await new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
      return ([1, 8, 50, 'full'] as const).map((batchSize) => {
        const trainer = element.trainer!.branch();
        trainer.set({ batchSize });
        trainer.seek(300);
        const late = Array.from({ length: 100 }, () => trainer.step().gap);
        return late.reduce((sum, gap) => sum + gap, 0) / late.length;
      });
    });
    const [one, eight, fifty, full] = gaps as [number, number, number, number];
    expect(one).toBeGreaterThan(3 * eight);
    expect(eight).toBeGreaterThan(3 * fifty);
    expect(full).toBeLessThan(1e-6 * fifty);
    await page.close();
  });

  test('past the limit the named direction grows by the named factor', async () => {
    const { page } = await site.visit(site.address('index.html'));
    const found = await page.evaluate(async () => {
      const element = document.querySelector<HTMLElementTagNameMap['gd-trainer']>('[data-claim=diverges]')!;
      element.loading = 'eager';
      await new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
      const { trainer } = element;
      const { scaledOptimum } = trainer!.surface;
      const fact = trainer!.facts.find(({ kind }) => kind === 'diverging')!;
      const distance = (epoch: number): number[] => {
        const { scaled } = trainer!.seek(epoch);
        const weights = Array.from(scaled.weights, (weight, j) => weight - scaledOptimum.weights[j]!);
        return [...weights, scaled.bias - scaledOptimum.bias];
      };
      return { fact, before: distance(49), after: distance(50) };
    });
    const { fact, before, after } = found;
    if (fact.kind !== 'diverging') throw new Error('no fact about what diverges');
    expect(Math.hypot(...after) / Math.hypot(...before)).toBeCloseTo(fact.growth, 3);
    const largest = after.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most));
    fact.parameters.forEach(({ share }, j) => {
      expect(Math.abs(after[j]! / largest)).toBeCloseTo(Math.abs(share), 2);
    });
    await page.close();
  });

  test('has every run there before anybody prints it, seen or not', async () => {
    const { page } = await site.visit(site.address('index.html'));
    const waiting = (): Promise<number> =>
      page.evaluate(() => document.querySelectorAll('gd-trainer:not([status=idle])').length);
    await expect.poll(waiting, { timeout: 30_000 }).toBe(0);
    await page.close();
  });

  test('lists the whole reference, and speaks Chinese', async () => {
    const { page } = await site.visit(site.address('index.html'));
    await expect.poll(() => page.locator('#reference tr').count()).toBeGreaterThan(40);
    expect(await page.locator('#reference').textContent()).not.toContain('`');
    await page.locator('#language').click();
    await expect.poll(() => page.locator('h1 [lang=zh-CN]').isVisible()).toBe(true);
    await expect
      .poll(() => page.locator('gd-trainer').first().getByText('学习率').first().isVisible())
      .toBe(true);
    await page.close();
  });

  test('opens in the language of the browser, keeps the one that was chosen, and says all of itself in it', async () => {
    const { page, complaints } = await site.visit(site.address('index.html'), { locale: 'zh-TW' });
    const spoken = () => page.evaluate(() => document.documentElement.lang);
    expect(await spoken()).toBe('zh-CN');
    expect(await page.title()).toContain('梯度下降');
    expect(await page.locator('meta[name=description]').getAttribute('content')).toContain('线性回归');
    await expect.poll(() => page.locator('#reference tr').count()).toBeGreaterThan(40);
    // every entry has its Chinese
    const cells = await page.locator('#reference td > [lang=zh-CN]').allTextContents();
    expect(cells.filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
    await page.locator('#language').click();
    await page.reload();
    expect(await spoken()).toBe('en');
    expect(await page.title()).toBe('gd-trainer');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('Chinese is no smaller than 13 px, with air between its lines', async () => {
    const { page } = await site.visit(site.address('index.html'), { locale: 'zh-CN' });
    const trainer = page.locator('gd-trainer').first();
    await expect.poll(() => trainer.getAttribute('status')).toBe('idle');
    const small = await trainer.evaluate((node) => {
      const texts = document.createTreeWalker(node.shadowRoot!, NodeFilter.SHOW_TEXT);
      const found: string[] = [];
      while (texts.nextNode()) {
        const text = texts.currentNode.textContent!.trim();
        const parent = texts.currentNode.parentElement!;
        if (!/\p{Script=Han}/u.test(text) || parent.closest('style')) continue;
        const { fontSize } = getComputedStyle(parent);
        if (Number.parseFloat(fontSize) < 13) found.push(`${text}: ${fontSize}`);
      }
      return found;
    });
    expect(small).toEqual([]);
    const air = await trainer.evaluate((node) => {
      const { fontSize, lineHeight } = getComputedStyle(node);
      return Number.parseFloat(lineHeight) / Number.parseFloat(fontSize);
    });
    expect(air).toBeGreaterThanOrEqual(1.6);
    await page.close();
  });

  test('asks for less motion: the run jumps to its end', async () => {
    const { page } = await site.visit();
    await train(page);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    const status = await page.evaluate(() => {
      const element = document.querySelector('gd-trainer')!;
      element.reset();
      element.play();
      return element.snapshot!.status;
    });
    expect(status).toBe('converged');
    await page.close();
  });
});
