// Chinese in the columns of a terminal: every text that the product has in Chinese, broken at every width.
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import textWidth from 'string-width';
import { expect, it } from 'vitest';
import { wrap } from '../build/output/wrapping.js';

// the bundle has a require of its own
Object.assign(globalThis, { require: createRequire(import.meta.url) });

const root = fileURLToPath(new URL('../../../', import.meta.url));
const CHINESE = '{packages/sdk,apps/tui,apps/web}/src/**/*{zh-CN,worksheet-words}.ts';

/** Texts between quotes, with a number for whatever is put into them. */
const TEXTS = globSync(CHINESE, { cwd: root }).flatMap((file) =>
  (readFileSync(root + file, 'utf8').match(/'[^'\n]*'|`[^`\n]*`/g) ?? [])
    .map((text) => text.slice(1, -1).replace(/\$\{[^}]*\}|\{\d\}/g, '2,913'))
    .filter((text) => /\p{Script=Han}/u.test(text) && textWidth(text) > 20),
);
const SENTENCES = [
  ...TEXTS,
  '训练到第 42 轮收敛，途中不会越过最优点。在最慢的方向上，每轮之后误差还剩 58.39%。学习率 1.056 低于上限 1.263，达到上限就会发散。',
  '损失的曲率在 0.4161 与 1.584 之间（κ = 3.806）；“鳍肢长度”、“喙厚”共线：4.9×10⁻⁵ 是 40,850 倍。',
];

it('no line begins with a mark that closes, or ends with one that opens', () => {
  expect(SENTENCES.length).toBeGreaterThan(400);
  for (const sentence of SENTENCES)
    for (let width = 20; width <= 100; width += 9) {
      const lines = wrap(sentence, width);
      expect(
        lines.slice(1).filter((line) => /^[，。；：、！？）》】〕”’]/.test(line)),
        sentence,
      ).toEqual([]);
      expect(
        lines.slice(0, -1).filter((line) => /[（《【〔“‘]$/.test(line)),
        sentence,
      ).toEqual([]);
    }
});

it('nothing is lost, and no line is too long', () => {
  for (const sentence of SENTENCES)
    for (const width of [24, 38, 60, 78]) {
      const lines = wrap(sentence, width);
      for (const line of lines) expect(textWidth(line), sentence).toBeLessThanOrEqual(width);
      const told = lines.join('').replace(/\s/g, '');
      if (!told.includes('…')) expect(told).toBe(sentence.replace(/\s/g, ''));
    }
});

it('a number stays with what it counts, and with its sign', () => {
  for (const unit of ['第 42 轮', '40,850 倍', 'κ = 3.806', '4.9×10⁻⁵'])
    for (let width = 12; width < 60; width++)
      expect(wrap(SENTENCES.at(-1)! + SENTENCES.at(-2)!, width).join('\n')).toContain(unit);
});
