import { GdError, Trainer } from '@gd-trainer/sdk';
import { narrate } from '@gd-trainer/sdk/narrate';
import { contendersOf, RACE_KINDS, Race } from '@gd-trainer/sdk/view';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options } = dataSet('penguins');
const penguins = (): Trainer => new Trainer(columns, { ...options, missing: 'drop' });

describe('a race', () => {
  it('parts where the run stands, and leaves it there', () => {
    const trainer = penguins();
    trainer.seek(7);
    const before = trainer.snapshot;
    const race = new Race(trainer, [{}, { learningRate: 0.5 }]);
    race.seek(10);
    trainer.seek(10);
    expect(race.from).toBe(7);
    expect(race.standings.map(({ epoch }) => epoch)).toEqual([10, 10]);
    expect(race.rivals[0]!.trainer.snapshot).toEqual(trainer.snapshot);
    expect(trainer.seek(7)).toEqual(before);
  });

  it('counts what each costs in gradients of single rows', () => {
    const race = new Race(penguins(), [{}, { batchSize: 10 }, { batchSize: 1 }]);
    race.seek(4);
    expect(race.standings.map((standing) => standing.gradientEvaluations)).toEqual([
      4 * 342,
      4 * 342,
      4 * 342,
    ]);
  });

  it.each([
    [{ optimizer: 'gd', learningRate: 0.1 }, { optimizer: 'momentum' }],
    [{ learningRate: 0.3 }, { learningRate: 0.9 }, { learningRate: 0.05 }],
    [{ optimizer: 'nesterov' }, { optimizer: 'adam' }, { optimizer: 'gd', learningRate: 0.01 }],
  ] as const)('foretells who is first: %j', (...contenders) => {
    const race = new Race(penguins(), contenders);
    const winner = race.rivals.indexOf(race.winner!);
    const convergedAt = race.winner!.convergedAt!;
    race.seek(convergedAt);
    expect(race.standings.map(({ status }) => status === 'converged')).toEqual(
      race.rivals.map((_, i) => i === winner),
    );
    expect(race.standings[winner]!.distance).toBeLessThan(1e-3);
    race.seek(convergedAt - 1);
    expect(race.standings.some(({ status }) => status === 'converged')).toBe(false);
  });

  it('has no winner where nobody arrives, or two at once', () => {
    expect(
      new Race(penguins(), [{ learningRate: 3 }, { batchSize: 1, learningRate: 0.01 }]).winner,
    ).toBeUndefined();
    expect(new Race(penguins(), [{}, {}]).winner).toBeUndefined();
  });

  it('measures every distance by one ruler, whatever the scaling', () => {
    const race = new Race(penguins(), [{}, { scale: 'none', learningRate: 1e-5 }]);
    const [first, second] = race.standings;
    expect(second!.distance).toBeCloseTo(first!.distance, 6);
  });

  it('tells why in both languages, with numbers of the curvature', () => {
    const race = new Race(penguins(), [
      { optimizer: 'gd', learningRate: 0.1 },
      { optimizer: 'momentum' },
      { learningRate: 2 },
    ]);
    const { eigenvalues, condition } = race.rivals[0]!.trainer.forecast;
    expect(race.fact!.flattest).toBeCloseTo(eigenvalues[0]!, 12);
    expect(race.fact!.condition).toBe(condition);
    expect(narrate(race.fact!, 'en')).toMatchInlineSnapshot(
      `"momentum wins at epoch 23. The gradient falls to 10⁻¹⁰ of its scale: momentum at epoch 23; gd, α = 0.1 at epoch 500; gd, α = 2 never. The loss curves from 0.4161 to 1.584 (κ = 3.806): an epoch leaves of the error in the slowest direction 95.84 % under gd, α = 0.1; 32.23 % under momentum; 216.8 % under gd, α = 2."`,
    );
    expect(narrate(race.fact!, 'zh-CN')).toMatchInlineSnapshot(
      `"动量法在第 23 轮最先收敛：动量法第 23 轮；梯度下降（α = 0.1）第 500 轮；梯度下降（α = 2）不收敛。损失的曲率在 0.4161 与 1.584 之间（κ = 3.806）；最慢方向上，每轮之后与之前的误差之比：梯度下降（α = 0.1）为 95.84%，动量法为 32.23%，梯度下降（α = 2）为 216.8%。"`,
    );
  });

  it('names each future by what sets it apart', () => {
    const sentence = (...contenders: object[]): string =>
      narrate(new Race(penguins(), contenders).fact!, 'en');
    expect(sentence({}, { batchSize: 32 })).toMatch(
      /full batches at epoch 42; batches of 32 not within sight/,
    );
    expect(sentence({ learningRate: 0.5 }, { learningRate: 1 })).toMatch(
      /α = 1 at epoch .*; α = 0\.5 at epoch/,
    );
    expect(sentence({ learningRate: 0.5 }, {}, { optimizer: 'momentum' })).toMatch(
      /momentum at .*; gd, α = 1 at .*; gd, α = 0\.5 at/,
    );
  });

  it('names futures of other momentum by it', () => {
    const race = new Race(penguins(), [
      { optimizer: 'momentum', momentum: 0.2 },
      { optimizer: 'momentum', momentum: 0.6 },
      { optimizer: 'momentum' },
    ]);
    expect(narrate(race.fact!, 'en')).toMatch(
      /momentum at epoch 23; β = 0\.2 at epoch \d+; β = 0\.6 at epoch \d+/,
    );
  });

  it('of one has a course, and nobody to win against', () => {
    const race = new Race(penguins(), [{}]);
    expect([race.winner, race.fact]).toEqual([undefined, undefined]);
    expect(race.lastConvergence).toBe(race.rivals[0]!.convergedAt);
    const both = race.with({ optimizer: 'momentum' });
    expect(both.contenders).toEqual([{}, { optimizer: 'momentum' }]);
    expect(both.from).toBe(race.from);
  });

  it('follows a run as far as there is time, and back at once', () => {
    const race = new Race(penguins(), [{}, { batchSize: 1 }]);
    race.follow(9, 0);
    expect([race.isBehind(1), race.isBehind(9)]).toEqual([false, true]);
    race.follow(9);
    expect(race.standings.map(({ epoch }) => epoch)).toEqual([9, 9]);
    race.follow(2, 0);
    expect(race.standings.map(({ epoch }) => epoch)).toEqual([2, 2]);
  });

  it('wants one to six futures', () => {
    for (const contenders of [[], Array(7).fill({}), 'gd']) {
      expect(() => new Race(penguins(), contenders as [])).toThrow(GdError);
    }
    expect(() => new Race(penguins(), [{}, { learningRate: -1 }])).toThrow(/learningRate/);
  });
});

describe('the usual contenders', () => {
  it('tell most: other optimizers, rates around the limit, shares kept, sizes of batches', () => {
    const trainer = penguins();
    const { learningRateLimit: limit } = trainer.forecast;
    expect(contendersOf('optimizer', trainer).map(({ optimizer }) => optimizer)).toEqual([
      'gd',
      'momentum',
      'nesterov',
      'adam',
      'cg',
    ]);
    trainer.set({ batchSize: 32 });
    expect(contendersOf('optimizer', trainer).map(({ optimizer }) => optimizer)).not.toContain('cg');
    trainer.set({ batchSize: 'full' });
    const rates = contendersOf('rate', trainer).map(({ learningRate }) => Number(learningRate) / limit!);
    expect(rates.map((share) => share < 1)).toEqual([true, true, true, false]);
    expect(contendersOf('batch', trainer).map(({ batchSize }) => batchSize)).toEqual(['full', 32, 1]);
    expect(contendersOf('momentum', trainer)[0]).toEqual({
      optimizer: 'momentum',
      learningRate: 'auto',
      momentum: 0,
    });
  });

  it('can be run, whatever the run: with an l1 penalty those that go with one', () => {
    for (const options of [{ l1: 0.5 }, { optimizer: 'adam' }, { batchSize: 7 }] as const) {
      const trainer = penguins();
      trainer.set(options);
      for (const kind of RACE_KINDS) {
        if ('l1' in options && (kind === 'momentum' || kind === 'batch')) continue;
        expect(() => new Race(trainer, contendersOf(kind, trainer))).not.toThrow();
      }
    }
  });
});

it('calls a tie a tie, and says where a rate is only what is usually taken', () => {
  const tie = new Race(penguins(), [{}, {}, { learningRate: 0.1 }]).fact!;
  expect(tie.winner).toBeNull();
  expect(narrate(tie, 'en')).toMatch(/^(?:gd, )?α = 1 and (?:gd, )?α = 1 are level at epoch \d+\./);
  expect(narrate(tie, 'zh-CN')).toMatch(/^α = 1 和 α = 1 在第 \d+ 轮并列第一：/);
  const nobody = new Race(penguins(), [{ learningRate: 3 }, { learningRate: 4 }]).fact!;
  expect(narrate(nobody, 'en')).toMatch(/^Nobody arrives\./);
  const adaptive = new Race(penguins(), [{ optimizer: 'gd' }, { optimizer: 'adam' }]).fact!;
  expect(narrate(adaptive, 'en')).toContain('The rate of adam is only what is usually taken');
  expect(narrate(adaptive, 'zh-CN')).toContain('adam 的学习率只是通常的取值');
  const chosen = new Race(penguins(), [{ optimizer: 'gd' }, { optimizer: 'adam', learningRate: 200 }]).fact!;
  expect(narrate(chosen, 'en')).not.toContain('usually');
});
