// Cost of a frame of a playing run: 1,000 points, every pane open, a recorded Chromium trace.
//   node apps/web/tools/frames.ts        (after a build; CHROME_PATH names another Chromium than playwright's)
import { readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright';

const SECONDS = 5;
const EPOCHS_A_SECOND = 60;
const POINTS = 1000;
/** Kinds of work, by the names of their events in a trace. */
const WORK: Readonly<Record<string, readonly string[]>> = {
  script: ['FireAnimationFrame', 'RunMicrotasks', 'FunctionCall'],
  style: ['UpdateLayoutTree', 'RecalcStyle'],
  layout: ['Layout'],
  paint: ['PrePaint', 'Paint', 'Layerize', 'Commit'],
};

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds, as all times of a trace. */
  readonly ts: number;
  readonly dur?: number;
  readonly tid: number;
}

const script = readFileSync(new URL('../dist/gd-trainer.js', import.meta.url), 'utf8');
const executablePath = process.env.CHROME_PATH;
const browser = await chromium.launch({
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  ...(executablePath ? { executablePath } : {}),
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1700 } });
  await start(page);
  report(await play(page), await record(browser, page));
} finally {
  await browser.close();
}

async function start(page: Page): Promise<void> {
  await page.addScriptTag({ content: script, type: 'module' });
  await page.evaluate(
    ([points, speed]) => {
      // two features and noise, by a generator that is the same everywhere
      let state = 1;
      const random = (): number => {
        state = (state * 48_271) % 2_147_483_647;
        return state / 2_147_483_647 - 0.5;
      };
      const rows = Array.from({ length: points }, () => {
        const [a, b] = [random(), random()];
        return [a, b, 3 * a - 2 * b + 0.3 * random()].join();
      });
      const element = document.createElement('gd-trainer');
      const settings = {
        data: `a,b,y\n${rows.join('\n')}\n`,
        'learning-rate': '0.002',
        tolerance: '1e-300',
        speed: String(speed),
      };
      for (const [name, value] of Object.entries(settings)) element.setAttribute(name, value);
      document.body.append(element);
      return new Promise((done) => element.addEventListener('gd-ready', done, { once: true }));
    },
    [POINTS, EPOCHS_A_SECOND] as const,
  );
}

/** Milliseconds between frames while it plays, once it is warm. */
function play(page: Page): Promise<number[]> {
  return page.evaluate(async (seconds) => {
    document.querySelector('gd-trainer')!.play();
    const times: number[] = [];
    let now = await new Promise(requestAnimationFrame);
    for (let i = 0; i < 60; i++) now = await new Promise(requestAnimationFrame);
    const end = now + seconds * 1000;
    while (now < end) {
      const next: number = await new Promise(requestAnimationFrame);
      times.push(next - now);
      now = next;
    }
    return times;
  }, SECONDS);
}

async function record(browser: Browser, page: Page): Promise<TraceEvent[]> {
  await browser.startTracing(page, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  await page.evaluate(async (count) => {
    for (let i = 0; i < count; i++) await new Promise(requestAnimationFrame);
  }, SECONDS * 60);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[];
  };
  return traceEvents;
}

function report(times: readonly number[], events: readonly TraceEvent[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): string =>
    `${(sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1)} ms`;
  const perSecond = (1000 * times.length) / times.reduce((sum, time) => sum + time, 0);
  const late = times.filter((time) => time > 33.4).length;
  console.log(`${perSecond.toFixed(1)} frames/s   median ${at(0.5)}   99 % ${at(0.99)}   longest ${at(1)}`);
  console.log(`${late} of ${times.length} frames over 33 ms`);

  const animation = events.filter(({ name }) => name === 'FireAnimationFrame');
  const main = animation[0]?.tid;
  for (const [kind, names] of Object.entries(WORK)) {
    const mine = events.filter(({ name, tid, ph }) => ph === 'X' && tid === main && names.includes(name));
    console.log(`${kind.padEnd(8)} ${(total(mine) / 1000 / animation.length).toFixed(2)} ms a frame`);
  }
  // on threads of their own, which share the processor
  const raster = events.filter(({ name, ph }) => ph === 'X' && name === 'RasterTask');
  const sum = raster.reduce((all, { dur = 0 }) => all + dur, 0);
  console.log(`raster   ${(sum / 1000 / animation.length).toFixed(2)} ms a frame`);
}

/** Time covered by events, those inside another counted once. */
function total(events: readonly TraceEvent[]): number {
  let [sum, end] = [0, 0];
  for (const { ts, dur = 0 } of events.toSorted((a, b) => a.ts - b.ts)) {
    sum += Math.max(0, ts + dur - Math.max(ts, end));
    end = Math.max(end, ts + dur);
  }
  return sum;
}
