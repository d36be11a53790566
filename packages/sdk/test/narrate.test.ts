import { type FitOptions, Trainer } from '@gd-trainer/sdk';
import { type Fact, narrate } from '@gd-trainer/sdk/narrate';
import { describe, expect, it } from 'vitest';
import { dataSet } from './data-sets.ts';

const { columns, options } = dataSet('penguins');
const trainer = (more: FitOptions = {}): Trainer => new Trainer(columns, { ...options, ...more });
const kinds = (more: FitOptions): string[] => trainer(more).facts.map(({ kind }) => kind);

describe('what a learning rate will do', () => {
  it.each<[FitOptions, RegExp, RegExp]>([
    [
      { learningRate: 0.3 },
      /^The weights settle by epoch \d+ and never overshoot.*rate 0.3 is below/,
      /^训练到第 \d+ 轮收敛，途中不会越过最优点/,
    ],
    [
      { learningRate: 1.2 },
      /^The weights settle by epoch \d+ and swing past the optimum and back/,
      /两侧来回摆动.*低于上限/,
    ],
    [
      { learningRate: 1.3 },
      /1.03 times the limit 1.263, .* factor of 1.059 every epoch/,
      /1.03 倍）：误差每轮变为原来的 .* 倍，损失无限增大/,
    ],
    [{ batchSize: 1 }, /noise around the optimum/, /附近波动/],
    [{ batchSize: 1, learningRate: 1 }, /nothing proves it/, /不保证/],
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
    rows: 4,
    loss: 0.5,
    lossBefore: 1,
    parameters: [{ name: 'w₁', value: -2 }],
    status: 'running',
  };
  it('says where the run is and which way the loss goes', () => {
    expect(narrate(fact, 'en')).toBe('Epoch 12,345: mean loss 0.5, down 50 %; w₁ −2.');
    expect(narrate(fact, 'zh-CN')).toBe('第 12,345 轮：平均损失 0.5，下降 50%；w₁ −2。');
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
      /10⁻⁹ above its minimum \(κ = 10⁹\)\. From here it would converge at epoch 90, momentum at its automatic rate at epoch 30\./,
      /照此继续，第 90 轮收敛；若从这里改用动量法和自动学习率，第 30 轮收敛。/,
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
    const said = narrate(fact, language).match(/\d[\d.]*(×10⁻?[⁰-⁹¹²³]+)?/g)!;
    expect(new Set(said.slice(0, 2)).size).toBe(2);
    expect(narrate(fact, language)).not.toMatch(/\b1 times| 100 ?%| 1 倍|factor of 1 /);
  }
});

it('does not round away whole digits', () => {
  const fact = {
    kind: 'step',
    epoch: 1,
    sample: 0,
    rows: 4,
    loss: 76617.3,
    lossBefore: null,
    parameters: [],
    status: 'running',
  } as const;
  expect(narrate(fact, 'en')).toContain('mean loss 76,617');
});

// Sentences as a teacher would write them from the numbers beside them, word for word, one a branch.
const forecast: Extract<Fact, { kind: 'forecast' }> = {
  kind: 'forecast',
  verdict: 'converges',
  learningRate: 0.5,
  learningRateLimit: 2,
  growth: 0.75,
  tolerance: 1e-10,
  epochs: 80,
  most: 100,
  rise: null,
  batches: false,
  noise: false,
};

it.each<[Partial<typeof forecast>, string, string]>([
  [
    {},
    'The weights settle by epoch 80 and never overshoot on the way. Each epoch leaves 75 % of the error in the slowest direction. The learning rate 0.5 is below the limit 2, from which on it would diverge.',
    '训练到第 80 轮收敛，途中不会越过最优点。最慢方向上的误差每轮变为原来的 75%。学习率 0.5 低于上限 2，达到上限就会发散。',
  ],
  [
    { growth: null, epochs: 100 },
    'The weights settle by epoch 100 and never overshoot on the way. The learning rate 0.5 is below the limit 2, from which on it would diverge.',
    '训练到第 100 轮收敛，途中不会越过最优点。学习率 0.5 低于上限 2，达到上限就会发散。',
  ],
  [
    { growth: null, epochs: 101, verdict: 'oscillates' },
    'The weights would settle by epoch 101, but the run ends at epoch 100. They swing past the optimum and back on the way. The learning rate 0.5 is below the limit 2, from which on it would diverge.',
    '要到第 101 轮才会收敛，但训练到第 100 轮就结束，途中在最优点两侧来回摆动。学习率 0.5 低于上限 2，达到上限就会发散。',
  ],
  [
    { growth: null, epochs: null },
    'The weights settle and never overshoot on the way. The learning rate 0.5 is below the limit 2, from which on it would diverge.',
    '训练会收敛，途中不会越过最优点。学习率 0.5 低于上限 2，达到上限就会发散。',
  ],
  [
    { verdict: 'oscillates', growth: 1, epochs: null },
    'The weights settle in all directions but one, and swing past the optimum and back on the way. The slowest direction is lost to rounding and stays where it is. The learning rate 0.5 is below the limit 2, from which on it would diverge.',
    '除最慢的方向外其余方向都会收敛，途中在最优点两侧来回摆动。最慢的方向上，每步的改变小于舍入误差，参数停在原处不动。学习率 0.5 低于上限 2，达到上限就会发散。',
  ],
  [
    { verdict: 'diverges', learningRate: 2, growth: 1 },
    'Learning rate 2 is at the limit: the error of the steepest direction does not shrink.',
    '学习率 2 恰为上限：最陡方向的误差不会减小。',
  ],
  [
    { verdict: 'diverges', learningRate: 3, growth: null },
    'Learning rate 3 is 1.5 times the limit 2, so the loss will grow without bound.',
    '学习率 3 超过上限 2（1.5 倍）：损失无限增大。',
  ],
  [
    { verdict: 'diverges', learningRate: 2.0001, growth: 1.5 },
    'Learning rate 2.0001 is just past the limit 2, so the loss will grow without bound: the error grows by a factor of 1.5 every epoch.',
    '学习率 2.0001 略高于上限 2：误差每轮变为原来的 1.5 倍，损失无限增大。',
  ],
  [
    { verdict: 'unproven', learningRate: 3, rise: 1.25, batches: true },
    'Learning rate 3 is past 2, the limit for single samples: nothing proves that it works, and the mean loss is 1.25 times what it was.',
    '学习率 3 超过单样本更新的上限 2：不保证收敛，而且平均损失已是原来的 1.25 倍。',
  ],
])('a forecast, %o', (change, english, chinese) => {
  expect(narrate({ ...forecast, ...change }, 'en')).toBe(english);
  expect(narrate({ ...forecast, ...change }, 'zh-CN')).toBe(chinese);
});

const outcome: Extract<Fact, { kind: 'outcome' }> = {
  kind: 'outcome',
  status: 'exhausted',
  epoch: 7,
  now: 7,
  loss: 2,
  gap: 0.25,
  learningRate: 1,
  learningRateLimit: 2,
  condition: null,
  verdict: 'converges',
  noise: false,
  arrives: null,
  faster: null,
};

it.each<[Partial<typeof outcome>, string, string]>([
  [
    { status: 'converged' },
    'Converged at epoch 7 with mean loss 2: the gradient has all but vanished.',
    '在第 7 轮收敛，平均损失 2：梯度已几乎为零。',
  ],
  [
    { status: 'converged', now: 9 },
    'Converged at epoch 7: the gradient had all but vanished. Epoch 9 is past the end of the run: mean loss 2.',
    '在第 7 轮收敛，梯度已几乎为零。第 9 轮已在训练结束之后：平均损失 2。',
  ],
  [
    { status: 'diverged' },
    'Diverged at epoch 7: lower the learning rate 1.',
    '在第 7 轮发散：请减小学习率（现为 1）。',
  ],
  [
    { status: 'diverged', learningRateLimit: null },
    'Diverged at epoch 7: lower the learning rate 1.',
    '在第 7 轮发散：请减小学习率（现为 1）。',
  ],
  [
    { status: 'diverged', learningRate: 2 },
    'Diverged at epoch 7: learning rate 2 is the limit.',
    '在第 7 轮发散：学习率 2 恰为上限。',
  ],
  [
    {},
    'The epochs ran out at epoch 7, the mean loss 0.25 above its minimum.',
    '7 轮用完仍未收敛，平均损失比最小值高 0.25。',
  ],
  [
    { condition: 40, verdict: 'diverges', learningRate: 3, arrives: 90 },
    'The epochs ran out at epoch 7, the mean loss 0.25 above its minimum (κ = 40). It does not converge: learning rate 3 is past the limit 2.',
    '7 轮用完仍未收敛，平均损失比最小值高 0.25（κ = 40）。它不会收敛：学习率 3 超过了上限 2。',
  ],
  [
    { verdict: 'diverges', learningRateLimit: null, arrives: 90 },
    'The epochs ran out at epoch 7, the mean loss 0.25 above its minimum. From here it would converge at epoch 90.',
    '7 轮用完仍未收敛，平均损失比最小值高 0.25。照此继续，第 90 轮收敛。',
  ],
  [
    { now: 8, noise: true },
    'The epochs ran out at epoch 7. Epoch 8 is past the end of the run: mean loss 2. Batches leave noise: a lower rate or larger batches leave less.',
    '7 轮用完仍未收敛。第 8 轮已在训练结束之后：平均损失 2。小批量使它在最优点附近波动：减小学习率或加大批量大小，波动更小。',
  ],
  [
    { noise: true, verdict: 'unproven', faster: { optimizer: 'adam', arrives: 30 } },
    'The epochs ran out at epoch 7, the mean loss 0.25 above its minimum. From here adam at its automatic rate would converge at epoch 30.',
    '7 轮用完仍未收敛，平均损失比最小值高 0.25。若从这里改用 adam 和自动学习率，第 30 轮收敛。',
  ],
])('an outcome, %o', (change, english, chinese) => {
  expect(narrate({ ...outcome, ...change }, 'en')).toBe(english);
  expect(narrate({ ...outcome, ...change }, 'zh-CN')).toBe(chinese);
});

type Race = Extract<Fact, { kind: 'race' }>;
const rival: Race['rivals'][number] = {
  optimizer: 'gd',
  learningRate: 0.5,
  batchSize: 'full',
  isUsual: false,
  momentum: 'auto',
  convergedAt: 40,
  growth: 0.5,
};
const race: Race = {
  kind: 'race',
  rivals: [rival, { ...rival, optimizer: 'momentum', convergedAt: 20, growth: 0.25 }],
  winner: 1,
  parameters: 3,
  tolerance: 1e-6,
  condition: 4,
  flattest: 0.5,
  steepest: 2,
};

it.each<[string, Partial<Race>, string, string]>([
  [
    'that one wins, and why',
    {},
    'momentum wins at epoch 20. The gradient falls to 10⁻⁶ of its scale: momentum at epoch 20; gd at epoch 40. The loss curves from 0.5 to 2 (κ = 4): an epoch leaves of the error in the slowest direction 50 % under gd; 25 % under momentum.',
    '动量法在第 20 轮最先收敛：动量法第 20 轮；梯度下降第 40 轮。损失的曲率在 0.5 与 2 之间（κ = 4）；最慢方向上，每轮之后与之前的误差之比：梯度下降为 50%，动量法为 25%。',
  ],
  [
    'of which two are level, by rates that are usual, by batches',
    {
      winner: null,
      rivals: [
        { ...rival, growth: null, isUsual: true },
        { ...rival, growth: null, batchSize: 8, isUsual: true },
      ],
    },
    'full batches and batches of 8 are level at epoch 40. The gradient falls to 10⁻⁶ of its scale: full batches at epoch 40; batches of 8 at epoch 40. The rate of full batches and batches of 8 is only what is usually taken: another may be far sooner there.',
    '全批量和小批量 8 在第 40 轮并列第一：全批量第 40 轮；小批量 8 第 40 轮。全批量和小批量 8 的学习率只是通常的取值，换一个可能快得多。',
  ],
  [
    'that nobody ends, one of them ever',
    {
      winner: null,
      condition: null,
      rivals: [
        { ...rival, learningRate: 2, convergedAt: null, growth: 1 },
        { ...rival, convergedAt: null, growth: null },
      ],
    },
    'Nobody arrives. The gradient falls to 10⁻⁶ of its scale: α = 2 never; α = 0.5 not within sight.',
    '无一收敛：α = 2 不收敛；α = 0.5 推算范围内未收敛。',
  ],
  [
    'told apart by momentum, given and chosen',
    {
      condition: null,
      rivals: [
        { ...rival, optimizer: 'momentum', momentum: 0.9 },
        { ...rival, optimizer: 'momentum', convergedAt: 20 },
      ],
    },
    'momentum wins at epoch 20. The gradient falls to 10⁻⁶ of its scale: momentum at epoch 20; β = 0.9 at epoch 40.',
    '动量法在第 20 轮最先收敛：动量法第 20 轮；β = 0.9 第 40 轮。',
  ],
])('a race %s', (_, change, english, chinese) => {
  expect(narrate({ ...race, ...change }, 'en')).toBe(english);
  expect(narrate({ ...race, ...change }, 'zh-CN')).toBe(chinese);
});

it.each<[Fact, string, string]>([
  [
    {
      kind: 'step',
      epoch: 2,
      sample: 3,
      rows: 4,
      loss: 3,
      lossBefore: 2,
      parameters: [
        { name: 'w', value: 1e-7 },
        { name: 'b', value: -1.5e6 },
      ],
      status: 'running',
    },
    'Epoch 3, sample 3 of 4: mean loss 3, up 50 %; w 10⁻⁷, b −1.5×10⁶.',
    '第 3 轮，4 个样本中的第 3 个：平均损失 3，上升 50%；w 10⁻⁷，b −1.5×10⁶。',
  ],
  [
    {
      kind: 'step',
      epoch: 1,
      sample: 0,
      rows: 4,
      loss: 3,
      lossBefore: 3,
      parameters: [{ name: 'w', value: 0 }],
      status: 'running',
    },
    'Epoch 1: mean loss 3; w 0.',
    '第 1 轮：平均损失 3；w 0。',
  ],
  [
    { kind: 'constant', features: ['a', 'b', 'c'] },
    'a, b and c never vary and get weight 0.',
    'a、b 和 c 是常数列，权重取 0。',
  ],
  [
    { kind: 'scaling', unscaled: 900, standardised: 3, scale: 'none' },
    'Scaling would bring κ from 900 down to 3: the narrow valley of the loss becomes round, and every direction can take the same step.',
    '若做标准化，条件数 κ 可从 900 降到 3：狭长的山谷变成圆碗，各方向可用同一个学习率。',
  ],
  [
    { kind: 'scaling', unscaled: 900, standardised: 3, scale: 'standard' },
    'Scaling brings κ from 900 down to 3: the narrow valley of the loss becomes round, and every direction can take the same step.',
    '标准化使条件数 κ 从 900 降到 3：狭长的山谷变成圆碗，各方向可用同一个学习率。',
  ],
  [
    {
      kind: 'diverging',
      growth: 1.5,
      parameters: [
        { name: 'w', share: 1 },
        { name: 'b', share: -0.25 },
      ],
    },
    'What grows is the direction w 1 and b −0.25, by a factor of 1.5 an epoch.',
    '误差沿方向（w 1，b −0.25）增大，每轮变为原来的 1.5 倍。',
  ],
])('what else there is to say: %o', (fact, english, chinese) => {
  expect(narrate(fact, 'en')).toBe(english);
  expect(narrate(fact, 'zh-CN')).toBe(chinese);
});
