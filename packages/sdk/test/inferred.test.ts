import { readFileSync } from 'node:fs';
import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import { inferredOf, Session, summaryFacts } from '@gd-trainer/sdk/view';
import { expect, it } from 'vitest';

const { mtcars } = JSON.parse(
  readFileSync(new URL('corpus/inference/inference.json', import.meta.url), 'utf8'),
) as { mtcars: { columns: Readonly<Record<string, readonly number[]>> } };

const sessionOf = (options: FitOptions = {}): Session =>
  new Session(new Trainer(mtcars.columns, { target: 'mpg', ...options }));

const said = ({ trainer }: Session, language: 'en' | 'zh-CN'): string[] =>
  summaryFacts(inferredOf(trainer), trainer).map((fact) => narrate(fact, language));

// summary and confint of R 4.2.2: lm(mpg ~ wt + hp, mtcars)
it('tells how sure the weights of a run are, as R has it, wherever the run stands', () => {
  const session = sessionOf();
  const weights = [
    /^Weight of wt: −3.878, 95 % interval −5.172 to −2.584; that leaves 0 out.* fewer than 0.01 %/,
    /^Weight of hp: −0.03177, 95 % interval −0.05024 to −0.01331; that leaves 0 out.* 0.1451 %/,
  ];
  const ofWeights = (sentences: readonly string[]) =>
    sentences.filter((text) => /Weight of|的权重/.test(text));
  const [start] = said(session, 'en');
  const before = ofWeights(said(session, 'en'));
  expect(start).toMatch(
    /^At the optimum R² is 0.8268, .* of 2.593, on 29 degrees of freedom. The run now has R² −/,
  );
  for (const [i, pattern] of weights.entries()) expect(before[i]).toMatch(pattern);
  session.seek(1e6);
  const [end] = said(session, 'en');
  const after = ofWeights(said(session, 'en'));
  expect(end).toMatch(/on 29 degrees of freedom.$/);
  expect(after).toEqual(before);
  const chinese = said(session, 'zh-CN');
  expect(chinese[0]).toMatch(/R² 为 0.8268.*标准误，为 2.593（自由度 29）。$/);
  expect(ofWeights(chinese)[0]).toMatch(
    /^wt 的权重：−3.878，95% 置信区间 −5.172 到 −2.584；区间不包含 0.*不到 0.01%/,
  );
});

it('is worked out once for all rates and states, and anew for another intercept', () => {
  const session = sessionOf();
  const inferred = inferredOf(session.trainer);
  session.set({ learningRate: 0.1 });
  session.step('epoch', 3);
  expect(inferredOf(session.trainer)).toBe(inferred);
  session.set({ intercept: false });
  expect(inferredOf(session.trainer)).not.toBe(inferred);
  // R: lm(mpg ~ 0 + wt + hp, mtcars)
  expect(said(session, 'en')[0]).toContain('on 30 degrees of freedom');
});

it.each<[string, Session, RegExp, RegExp]>([
  ['a ridge', sessionOf({ l2: 0.1 }), /^No standard errors under a penalty/, /正则项/],
  ['a lasso', sessionOf({ l1: 0.1, optimizer: 'gd' }), /^No standard errors under a penalty/, /正则项/],
  [
    'as many rows as parameters',
    new Session(new Trainer({ x: [[1], [2]], y: [1, 3] })),
    /: 2 rows leave nothing .* after 2 parameters/,
    /2 行数据要确定 2 个参数/,
  ],
  [
    'collinear columns',
    new Session(new Trainer({ a: [1, 2, 3, 4], b: [2, 4, 6, 8], y: [1, 2, 3, 5] }, { target: 'y' })),
    /a column follows from the others/,
    /可由其余各列线性表示/,
  ],
])('of %s it tells why there is none', (_, session, english, chinese) => {
  expect(said(session, 'en')).toEqual([expect.stringMatching(english)]);
  expect(said(session, 'zh-CN')).toEqual([expect.stringMatching(chinese)]);
});

it('tells of a column that the others all but make up', () => {
  const x = Array.from({ length: 40 }, (_, i) => i);
  const near = x.map((value, i) => value + ((i * 7) % 5) / 10);
  const y = x.map((value, i) => 2 * value + ((i * 3) % 7));
  const sentences = said(new Session(new Trainer({ x, near, y }, { target: 'y' })), 'en');
  // VIF = 1/(1 − r²) of the two columns
  const r2 = correlation(x, near) ** 2;
  expect(sentences.find((text) => text.startsWith('x all but follows'))).toContain(
    `VIF ${Math.round(1 / (1 - r2))}`,
  );
  expect(said(sessionOf(), 'en').join()).not.toContain('VIF');
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (p: readonly number[], q: readonly number[], mp: number, mq: number) =>
    p.reduce((total, value, i) => total + (value - mp) * (q[i]! - mq), 0);
  return sum(a, b, ma, mb) / Math.sqrt(sum(a, a, ma, ma) * sum(b, b, mb, mb));
}
