import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { type Fact, narrate } from '@gd-trainer/sdk/narrate';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options } = dataSet('penguins');
const trainer = (more: FitOptions = {}): Trainer => new Trainer(columns, { ...options, ...more });
const kinds = (more: FitOptions): string[] => trainer(more).facts.map(({ kind }) => kind);

describe('what a learning rate will do', () => {
  it.each<[FitOptions, RegExp, RegExp]>([
    [{ learningRate: 0.3 }, /^Learning rate 0.3 converges without overshooting/, /^学习率 0.3 平稳收敛/],
    [{ learningRate: 1.2 }, /^Learning rate 1.2 overshoots .* still converges/, /来回越过最优点.*仍然收敛/],
    [
      { learningRate: 1.3 },
      /1.03 times the limit 1.263, .* factor of 1.059 every epoch/,
      /1.03 倍，损失将无限增大/,
    ],
    [{ batchSize: 1 }, /noise around the optimum/, /随机波动/],
    [{ batchSize: 1, learningRate: 1 }, /nothing proves it/, /没有保证/],
    [{ optimizer: 'adam' }, /adapts its steps/, /自行调整步长/],
  ])('%o is said in both languages', (more, english, chinese) => {
    const [fact] = trainer(more).facts;
    expect(narrate(fact, 'en')).toMatch(english);
    expect(narrate(fact, 'zh-CN')).toMatch(chinese);
  });

  it.each([0.3, 1.2, 1.3, 2])('at %d holds when it is tried', (learningRate) => {
    const session = trainer({ learningRate });
    session.step('epoch', 2);
    const [fact] = session.facts as [Extract<Fact, { kind: 'forecast' }>];
    const end = session.step('epoch', 100_000);
    expect(end.status).toBe(fact.verdict === 'diverges' ? 'diverged' : 'converged');
    if (fact.verdict === 'diverges') {
      const late = trainer({ learningRate });
      const [before, after] = [late.seek(end.epoch - 2), late.seek(end.epoch - 1)];
      expect(Math.sqrt(after.gap / before.gap)).toBeCloseTo(fact.growth!, 1);
    } else {
      expect(end.convergedAt).toBe(fact.epochs);
    }
  });
});

it('promises noise only where some row is missed by the best weights', () => {
  const lecture = dataSet('lecture');
  const session = new Trainer(lecture.columns, lecture.options);
  expect(narrate(session.facts[0], 'en')).toMatch(
    /the run converges, for weights that meet every row leave no noise/,
  );
  expect(session.step('epoch', 1000).status).toBe('converged');
});

it('tells collinear and constant columns by name', () => {
  const session = new Trainer(
    { a: [1, 2, 3, 4], b: [2, 4, 6, 8], c: [5, 5, 5, 5], y: [1, 2, 3, 5] },
    { target: 'y' },
  );
  const sentences = session.facts.map((fact) => narrate(fact, 'en'));
  expect(sentences).toContainEqual(expect.stringMatching(/^a and b are collinear/));
  expect(sentences).toContainEqual('c never varies and gets weight 0.');
});

it('mentions scaling only where it helps', () => {
  expect(kinds({})).toContain('scaling');
  const round = { x: [-1, 1, -1, 1], z: [-1, -1, 1, 1], y: [1, 2, 3, 4] };
  expect(new Trainer(round, { target: 'y' }).facts.map(({ kind }) => kind)).toEqual(['forecast']);
});

describe('one line a step', () => {
  const fact: Fact = {
    kind: 'step',
    epoch: 12345,
    sample: 0,
    loss: 0.5,
    lossBefore: 1,
    parameters: [{ name: 'w₁', value: -2 }],
    status: 'running',
  };
  it('says where the run is and which way the loss goes', () => {
    expect(narrate(fact, 'en')).toBe('Epoch 12 345: loss 0.5, down 50 %; w₁ −2.');
    expect(narrate(fact, 'zh-CN')).toBe('第 12 345 轮：损失 0.5，下降 50%；w₁ −2。');
  });
});

describe('how a run ended', () => {
  const outcome = {
    kind: 'outcome',
    epoch: 7,
    now: 7,
    loss: 2,
    gap: 1e-9,
    learningRate: 3,
    learningRateLimit: 2,
    condition: 1e9,
    verdict: 'converges',
    noise: false,
    arrives: 90,
    faster: { optimizer: 'momentum', arrives: 30 },
  } as const;
  it.each([
    ['converged', /^Converged at epoch 7/, /^在第 7 轮收敛/],
    ['diverged', /learning rate 3 is past the limit 2/, /超过了上限 2/],
    [
      'exhausted',
      /1e−9 above its minimum \(κ = 1e9\)\. From here it would converge at epoch 90, momentum at its automatic rate at epoch 30\./,
      /照此继续，第 90 轮收敛；若从这里改用 momentum 和自动学习率，第 30 轮收敛。/,
    ],
    ['stopped', /^Stopped/, /停止/],
    ['exact', /^Solved exactly/, /精确求解/],
    ['running', /^At epoch 7/, /^第 7 轮/],
  ] as const)('%s', (status, english, chinese) => {
    expect(narrate({ ...outcome, status }, 'en')).toMatch(english);
    expect(narrate({ ...outcome, status }, 'zh-CN')).toMatch(chinese);
  });
});

it.each([
  [1.2627, 1.26279],
  [1.26279, 1.2627],
  [4.89e-5, 4.895e-5],
  [1.0000001, 1],
])('%d and %d, which differ, are told apart', (learningRate, learningRateLimit) => {
  const fact: Fact = {
    kind: 'forecast',
    verdict: learningRate < learningRateLimit ? 'oscillates' : 'diverges',
    learningRate,
    learningRateLimit,
    growth: learningRate < learningRateLimit ? 1 - 1e-9 : 1 + 1e-9,
    tolerance: 1e-10,
    epochs: null,
    most: 100,
    rise: null,
    batches: false,
    noise: false,
  };
  for (const language of ['en', 'zh-CN'] as const) {
    const said = narrate(fact, language).match(/\d[\d.]*(e−\d+)?/g)!;
    expect(new Set(said.slice(0, 2)).size).toBe(2);
    expect(narrate(fact, language)).not.toMatch(/\b1 times| 100 ?%| 1 倍|factor of 1 /);
  }
});

it('does not round away whole digits', () => {
  const fact = {
    kind: 'step',
    epoch: 1,
    sample: 0,
    loss: 76617.3,
    lossBefore: null,
    parameters: [],
    status: 'running',
  } as const;
  expect(narrate(fact, 'en')).toContain('loss 76 617');
});

it('counts the rows left out', () => {
  const fact: Fact = { kind: 'skipped', skippedRows: 1, rows: 342 };
  expect(narrate(fact, 'en')).toBe('1 row left out because a value is missing, 342 kept.');
  expect(narrate(fact, 'zh-CN')).toBe('有 1 行因缺失值被略去，保留 342 行。');
});
