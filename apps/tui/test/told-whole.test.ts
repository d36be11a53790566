// What is said on a screen is whole at every size: sentences, headings and numbers shorten or break, and only names are cut.
import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { PANELS, penaltyPath } from '@gd-trainer/sdk/view';
import { describe, expect, test } from 'vitest';
import { parseCommand } from '../build/screen/command-line.js';
import { actionOf } from '../build/screen/keys.js';
import { frame } from '../build/screen/panels/frame.js';
import { openRun } from '../build/screen/shown-rows.js';
import { FIRST_SCREEN, type ScreenState } from '../build/screen/state.js';
import { Store } from '../build/screen/store.js';
import { WORDS } from '../build/words/words.js';
import { requestOf } from './bundled.ts';

const SIZES = [
  [40, 12],
  [60, 20],
  [80, 24],
  [100, 30],
  [160, 50],
  [300, 60],
] as const;
const PAST = [':rate 1.5', ':epoch 9000'];
const LATE = [':epoch 12', ':unit batch', 's'];

/** Situations by the table, options beside its own, and what is typed. */
const SITUATIONS: readonly (readonly [string, string, FitOptions, readonly string[]])[] = [
  ['before the start', 'penguins', {}, []],
  ['under way', 'penguins', {}, ['s', 's', 's', 'right']],
  ['converged', 'penguins', {}, ['G']],
  ['past its end', 'penguins', {}, ['G', ']']],
  ['about to diverge', 'penguins', {}, [':rate 1.5']],
  ['diverged', 'penguins', {}, PAST],
  ['with too few epochs', 'penguins', { epochs: 5 }, []],
  ['out of epochs', 'penguins', { epochs: 5 }, [':epoch 5']],
  ['adam', 'penguins', { optimizer: 'adam', learningRate: 'auto' }, []],
  ['momentum', 'penguins', { optimizer: 'momentum', learningRate: 'auto' }, ['s']],
  ['cg', 'penguins', { optimizer: 'cg', learningRate: 'auto' }, ['s']],
  ['l1', 'penguins', { l1: 100 }, ['s']],
  ['l2', 'penguins', { l2: 0.1 }, ['s']],
  ['rows held out', 'penguins', { validation: 0.2, learningRate: 'auto' }, ['s']],
  ['unscaled', 'penguins', { scale: 'none', learningRate: 'auto' }, ['s']],
  ['batches', 'penguins', { batchSize: 32, learningRate: 'auto' }, LATE],
  ['batches out of epochs', 'penguins', { batchSize: 32, epochs: 3, learningRate: 'auto' }, [':epoch 3']],
  ['within an epoch', 'penguins', { batchSize: 1, learningRate: 'auto' }, [':unit sample', 's', 's', 's']],
  ['samples past the limit', 'lecture', {}, [':rate 0.4', ':unit sample', 's']],
  ['a chosen row', 'lecture', {}, [':unit sample', 's', 'down', 'down']],
  ['a race of optimizers', 'penguins', {}, ['r', 's', 's']],
  ['a race from later on', 'penguins', {}, [':epoch 1234', ':epoch 112', 'r']],
  ['a race of rates', 'penguins', {}, [':race rate 0.1 0.5 0.9 1.3', 's']],
  ['a race of batches', 'penguins', {}, [':race batch full 32 1', 's']],
  ['a race of momenta', 'penguins', {}, [':race momentum 0 0.5 0.9', 's']],
  ['a race of the lecture', 'lecture', {}, ['r', 's']],
  ['no bias', 'penguins', { intercept: false }, ['s']],
  ['cars', 'cars', {}, ['s']],
  ['temperature', 'temperature', {}, ['s']],
  ['plane', 'plane', {}, ['s']],
];

describe.each(SITUATIONS)('%s', (_, set, options, typed) => {
  test('is told whole', async () => {
    const store = opened(set, options);
    // until then a sentence of its own stands there
    await new Promise<void>((found) => {
      if (penaltyPath(store.view().session.trainer, 'l2', found)) found();
    });
    for (const act of typed) perform(store, act);
    const names = [set, ...store.view().rows.data.names];
    const cut: string[] = [];
    // by turns in either set of signs, which are as wide as each other: each meets each language, size and panel
    for (const [turn, language] of (['en', 'zh-CN'] as const).entries())
      for (const [row, size] of SIZES.entries())
        for (const [place, panel] of [undefined, ...PANELS].entries()) {
          const charset = (turn + row + place) % 2 === 0 ? 'braille' : 'ascii';
          const lines = drawn(store, size, { charset, language, panel: panel ?? 'loss', zoomed: !!panel });
          const found = lines.flatMap((line) => cutsIn(line, names, charset === 'ascii' ? '~' : '…'));
          if (charset === 'ascii' && language === 'en') expect(lines.join('')).toMatch(/^[ -~]*$/);
          cut.push(...found.map((text) => `${size.join(' × ')} ${charset} ${language} ${panel}: ${text}`));
        }
    expect(cut).toEqual([]);
  });
});

test('where there is no bias none is shown', () => {
  const store = opened('penguins', { intercept: false });
  perform(store, 's');
  for (const size of SIZES)
    for (const zoomed of [false, true]) {
      const told = drawn(store, size, { panel: 'ledger', zoomed }).join('\n');
      expect(told).not.toMatch(/b̃|\+ 0\.0000/);
    }
});

describe.each([
  ['flipper_length_mm'],
  ['flipper_length_mm', 'bill_depth_mm'],
  ['flipper_length_mm', 'bill_depth_mm', 'bill_length_mm'],
])('at 100 × 30 the chain rule of %s', (...features) => {
  test.each([
    ['en', 'chosen, row 9', 'next, row '],
    ['zh-CN', '所选第 9 行', '将用第 '],
  ] as const)(
    'in %s shows the chosen row in full and the next one in full or its numbers',
    (language, chosen, next) => {
      const store = opened('penguins', { batchSize: 1 }, features);
      for (const typed of ['s', ':unit sample', 's', 's', ':sample 9']) perform(store, typed);
      const { session, rows } = store.view();
      const { row, x, y } = rows.sample(session.next!.rows[0]!);
      const [title = '', ...lines] = drawn(store, [100, 30], {
        language,
        panel: 'ledger',
        zoomed: true,
      }).filter((line) => /^[┌│]/.test(line));
      expect(title).toContain(`${chosen} · n ${next}${row}`);
      const at = (label: string): number => lines.findIndex((line) => line.startsWith(`│ ${label}`));
      // where there is room for a second name
      if (features.length < 3) expect(at(chosen)).toBe(0);
      expect(lines.some((line) => /^│ (?:next update|下一次更新)/.test(line))).toBe(true);
      const below = at(`${next}${row}`);
      expect(below).toBeGreaterThan(at('∂L/∂b̃'));
      // by the weights of the snapshot, in data units
      const { weights, bias } = session.snapshot;
      const prediction = x.reduce((sum, value, j) => sum + value * weights[j]!, bias);
      const told = lines.slice(below).join('').replaceAll(',', '');
      expect(Number(/ŷ +(?:=.*= )?(−?[\d.]+)/.exec(told)![1]!.replace('−', '-'))).toBeCloseTo(prediction, 0);
      expect(Number(/y +([\d.]+)/.exec(told)?.[1] ?? y)).toBe(y);
      expect(told).toContain('∂L/∂w̃₁');
    },
  );
});

test.each(['en', 'zh-CN'] as const)('in %s a reason is told once where two rows are derived', (language) => {
  const store = opened('penguins', { batchSize: 1 }, ['flipper_length_mm']);
  for (const typed of [':unit sample', 's', ':sample 9']) perform(store, typed);
  const { why } = WORDS[language];
  const bare = (text: string): string => text.replace(/[\s│]/g, '');
  const reasons = [why.residual, why.loss, why.slope].map(bare);
  const counts = Array.from({ length: 8 }, (_, line) => {
    const screen = { language, panel: 'ledger', zoomed: true, why: line + 1 } as const;
    const told = bare(drawn(store, [100, 40], screen).join(''));
    return reasons.map((reason) => told.split(reason).length - 1);
  });
  expect(counts.filter((each) => each.some((count) => count > 0)).length).toBeGreaterThanOrEqual(
    reasons.length,
  );
  expect(counts.flat().filter((count) => count > 1)).toEqual([]);
});

test.each(['en', 'zh-CN'] as const)('in %s a race names all who run and where they began', (language) => {
  const store = opened('penguins', {});
  for (const typed of [':epoch 112', 'r', 's']) perform(store, typed);
  const words = WORDS[language];
  const names = store.view().session.race!.names(words.batch);
  expect(names.length).toBeGreaterThan(3);
  for (const size of SIZES.slice(3)) {
    const told = drawn(store, size, { language }).join('\n');
    expect(
      names.filter((name) => !told.includes(name)),
      size.join(' × '),
    ).toEqual([]);
    expect(
      [words.sinceEpoch, words.since].some((start) => told.includes(start('112'))),
      size.join(' × '),
    ).toBe(true);
  }
});

function drawn(
  store: Store,
  [columns, rows]: readonly [number, number],
  screen: Partial<ScreenState>,
): string[] {
  const view = store.view();
  return frame({ ...view, screen: { ...view.screen, ...screen } }, columns, rows, (_, text) => text);
}

/** Pieces of a line before the mark of a cut that end with anything but a name, a number that others follow, or a gap. */
function cutsIn(line: string, names: readonly string[], mark: string): string[] {
  const pieces = Array.from(line.matchAll(new RegExp(mark, 'g')), ({ index }) => line.slice(0, index));
  const isName = (text: string): boolean => {
    const [word = ''] = /[\w-]+$/.exec(text) ?? [];
    return word !== '' && names.some((name) => name.startsWith(word));
  };
  return pieces.filter((text) => !isName(text) && !/(?:\d | {2})…?$/.test(text));
}

function opened(set: string, options: FitOptions, columns?: string[]): Store {
  const { data, choice, options: asked } = requestOf(set, { learningRate: 'gentle', ...options });
  const { target, features } = { ...choice, ...(columns && { features: columns }) };
  const trainer = new Trainer(data.columns, { target, features, ...asked });
  return new Store(openRun(data as never, { ...choice, features }, trainer), FIRST_SCREEN);
}

function perform(store: Store, typed: string): void {
  const act = typed.startsWith(':') ? parseCommand(typed.slice(1)) : actionOf(typed, store.view());
  if (act && !('leave' in act)) store.dispatch(act);
}
