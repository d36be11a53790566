import { rateAt } from '../ahead/rates.ts';
import type { RawInput } from '../data/raw-inputs.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import type { Leg } from '../session/leg.ts';
import { pythonRecords } from './source.ts';
import type { WrittenRun } from './written-run.ts';

/** The run step by step: chain rule, update, and the change back to data units. */
export function numpy(run: WrittenRun): string {
  const isShuffled = run.legs.some(({ settings }) => settings.batchSize !== 'full' && settings.shuffle);
  return [
    'import json',
    ...(run.columns ? [] : ['import csv']),
    'import numpy as np',
    '',
    ...rowsOf(run),
    'n, d = x.shape',
    '',
    ...(isShuffled ? SHUFFLED : []),
    ...run.legs.flatMap((leg, i) => legOf(leg, run.legs[i - 1])),
    'print(json.dumps({"weights": weights.tolist(), "bias": float(bias)}))',
    '',
  ].join('\n');
}

function rowsOf(run: WrittenRun): string[] {
  const { features, target, columns, file } = run;
  const names = features.map(text).join(', ');
  if (!columns) {
    return [
      'def number(cell):',
      '    try: return float(cell)',
      '    except ValueError: return np.nan',
      '',
      `with open(${text(file!)}, newline="", encoding="utf-8") as source:`,
      '    records = list(csv.DictReader(source))',
      ...termsOf(run, names),
      `y = np.array([number(record[${text(target)}]) for record in records])`,
      ...COMPLETE_ROWS,
    ];
  }
  const d = features.length;
  const [y] = columns.slice(d);
  const x = run.inputs ? recordsOf(run, run.inputs) : matrixOf(columns.slice(0, d), names);
  const hasGaps = columns.some((column) => column.some(Number.isNaN));
  return [
    ...x,
    `# ${text(target)}`,
    `y = np.array([${Array.from(y!, float).join(', ')}])`,
    ...(hasGaps ? COMPLETE_ROWS : []),
  ];
}

/** The features as numbers. */
function matrixOf(columns: readonly Float64Array[], names: string): string[] {
  const rows = Array.from(
    columns[0]!,
    (_, i) => `    [${columns.map((column) => float(column[i]!)).join(', ')}],`,
  );
  return [`# ${names}`, 'x = np.array([', ...rows, '])'];
}

/** The features as terms of the raw columns. */
function recordsOf({ features, terms }: WrittenRun, inputs: readonly RawInput[]): string[] {
  const { functions, values } = pythonRecords(features, terms!);
  const cell = (value: number | string | null, kind: RawInput['kind']): string =>
    typeof value === 'number'
      ? float(value)
      : value === null && kind !== 'category'
        ? 'np.nan'
        : text(value ?? '');
  const rows = inputs[0]!.cells.map(
    (_, i) => `    [${inputs.map(({ cells, kind }) => cell(cells[i]!, kind)).join(', ')}],`,
  );
  const dates = inputs.filter(({ kind }) => kind === 'date').map(({ name }) => text(name));
  return [
    'import datetime',
    'import math',
    ...functions,
    `names = [${inputs.map(({ name }) => text(name)).join(', ')}]`,
    ...(dates.length > 0 ? [`# ${dates.join(', ')} in days since 1970-01-01`] : []),
    'rows = [dict(zip(names, cells)) for cells in [',
    ...rows,
    ']]',
    `x = np.array([[${values.join(', ')}] for row in rows])`,
  ];
}

/** The features of each record: its cells, or terms of them. */
function termsOf({ features, terms }: WrittenRun, names: string): string[] {
  if (!terms) return [`x = np.array([[number(record[name]) for name in [${names}]] for record in records])`];
  const { days, functions, row, values } = pythonRecords(features, terms);
  return [
    'import datetime',
    'import math',
    ...(days === '' ? [] : [days]),
    ...functions,
    `x = np.array([[${values.join(', ')}] for record in records for row in [${row}]])`,
  ];
}

const COMPLETE_ROWS = [
  'complete = ~(np.isnan(x).any(axis=1) | np.isnan(y))',
  'x, y = x[complete], y[complete]',
];

/** The order of a stochastic epoch, as in the kernels. */
const SHUFFLED = [
  'def shuffled(n, seed):',
  '    """A random order of n rows: Fisher and Yates with the generator sfc32."""',
  '    a, b, c, counter = seed, 0, 0, 1',
  '    def draw():',
  '        nonlocal a, b, c, counter',
  '        drawn = (a + b + counter) % 2**32',
  '        a = b ^ (b >> 9)',
  '        b = (c + (c << 3)) % 2**32',
  '        c = (((c << 21) % 2**32 | c >> 11) + drawn) % 2**32',
  '        counter += 1',
  '        return drawn',
  '    for _ in range(12): draw()',
  '    order = np.arange(n)',
  '    for i in range(n):',
  '        j = i + (draw() * (n - i) >> 32)',
  '        order[i], order[j] = order[j], order[i]',
  '    return order',
  '',
];

/** A stretch of the run under the same options; the optimizer's memory goes along where its leg says so. */
function legOf(leg: Leg, before: Leg | undefined): string[] {
  const { settings, engine, begin } = leg;
  const { optimizer, l2, l1 } = settings;
  const { keepsStep, searches } = TRAITS[optimizer];
  const { momentum } = engine.rates;
  const isSameSpace =
    before !== undefined &&
    before.settings.scale === settings.scale &&
    before.settings.intercept === settings.intercept;
  const { weights, bias } = begin.parameters;
  return [
    ...(before
      ? [`# from epoch ${begin.epoch} on`]
      : [`weights, bias = np.array([${Array.from(weights, float).join(', ')}]), ${float(bias)}`, '']),
    ...(isSameSpace ? [] : spaceOf(leg)),
    ...(searches ? [] : [`rate = ${float(rateAt(0, engine.rates, settings))}`]),
    ...(keepsStep ? [`momentum = ${float(momentum)}`] : []),
    ...(begin.checkpoint ? [] : MEMORY[optimizer]),
    ...(l2 > 0 || l1 > 0
      ? [`penalised = ${settings.intercept ? 'np.append(np.ones(d), 0.0)' : 'np.ones(d)'}`]
      : []),
    'def gradient(theta, rows):',
    '    by_prediction = -(y[rows] - z[rows] @ theta)  # ∂L/∂ŷ = −(y − ŷ), once for every factor below',
    `    return z[rows].T @ by_prediction / len(by_prediction)${l2 > 0 ? ` + ${float(l2)} * penalised * theta` : ''}`,
    '',
    ...(searches ? curvatureBy(l2) : []),
    ...(settings.batchSize !== 'full'
      ? batchesOf(leg, engine.samplesPerEpoch)
      : [`for epoch in range(${leg.engine.epoch}):`, ...updateOf(leg, 'slice(None)').map(indent(1))]),
    ...backOf(leg),
    '',
  ];
}

function spaceOf({ settings }: Leg): string[] {
  const standard = settings.scale === 'standard';
  const center = settings.intercept ? 'x.mean(axis=0)' : 'np.zeros(d)';
  const spread = settings.intercept ? 'x.std(axis=0)' : 'np.sqrt((x * x).mean(axis=0))';
  return [
    ...(standard
      ? [
          '# the descent sees standardised features; one that never varies as zeros',
          `center, spread = ${center}, ${spread}`,
          'spread[spread <= abs(center) * 2.0**-52] = np.inf',
        ]
      : ['center, spread = np.zeros(d), np.ones(d)']),
    `z = ${settings.intercept ? 'np.column_stack([(x - center) / spread, np.ones(n)])' : '(x - center) / spread'}`,
    'scaled = np.where(np.isinf(spread), 0.0, weights * np.where(np.isinf(spread), 0.0, spread))',
    settings.intercept ? 'theta = np.append(scaled, bias + weights @ center)' : 'theta = scaled',
  ];
}

function backOf({ settings }: Leg): string[] {
  return settings.intercept
    ? ['weights = theta[:-1] / spread', 'bias = theta[-1] - weights @ center']
    : ['weights, bias = theta / spread, 0.0'];
}

const MEMORY: Readonly<Record<Optimizer, readonly string[]>> = {
  gd: [],
  momentum: ['velocity = np.zeros_like(theta)'],
  nesterov: ['velocity = np.zeros_like(theta)'],
  adagrad: ['squares = np.zeros_like(theta)'],
  rmsprop: ['squares = np.zeros_like(theta)'],
  adam: ['updates, mean, squares = 0, np.zeros_like(theta), np.zeros_like(theta)'],
  cg: ['velocity, before = np.zeros_like(theta), np.zeros_like(theta)'],
};

/** The lines of one update from the rows that an expression names. */
function updateOf({ settings }: Leg, rows: string): string[] {
  const { optimizer, l1 } = settings;
  const at = optimizer === 'nesterov' ? 'theta + momentum * velocity' : 'theta';
  return [
    `g = gradient(${at}, ${rows})`,
    ...(l1 > 0 ? PROXIMAL[optimizer as 'gd' | 'nesterov'](float(l1)) : UPDATES[optimizer]),
  ];
}

const UPDATES: Readonly<Record<Optimizer, readonly string[]>> = {
  gd: ['theta = theta - rate * g'],
  momentum: ['velocity = momentum * velocity - rate * g', 'theta = theta + velocity'],
  nesterov: ['velocity = momentum * velocity - rate * g', 'theta = theta + velocity'],
  adagrad: ['squares = squares + g * g', 'theta = theta - rate * g / (np.sqrt(squares) + 1e-8)'],
  rmsprop: ['squares = 0.9 * squares + 0.1 * g * g', 'theta = theta - rate * g / (np.sqrt(squares) + 1e-8)'],
  adam: [
    'updates += 1',
    'mean = 0.9 * mean + 0.1 * g',
    'squares = 0.999 * squares + 0.001 * g * g',
    'step = (mean / (1 - 0.9**updates)) / (np.sqrt(squares / (1 - 0.999**updates)) + 1e-8)',
    'theta = theta - rate * step',
  ],
  cg: [
    'if np.sqrt(g @ g) <= rounding: break',
    'change = g - before',
    'kept = g @ change / (velocity @ change) if velocity.any() else 0.0',
    'step = kept * velocity - g  # spoils nothing that the steps before have won',
    'rate = -(g @ step) / curvature(step)  # to the least loss along it',
    'before, velocity = g, rate * step',
    'theta = theta + velocity',
  ],
};

/** What the best rate is measured by, and a gradient that only rounding is left of. */
const curvatureBy = (l2: number): string[] => [
  'def curvature(step):',
  '    change = z @ step  # of every prediction',
  `    return change @ change / n${l2 > 0 ? ` + ${float(l2)} * (penalised * step) @ step` : ''}`,
  '',
  'rounding = 1e-14 * np.sqrt((y @ y / n) * (z * z).mean(axis=0).sum())',
];

const shrink = (l1: string): string =>
  `np.sign(moved) * np.maximum(abs(moved) - rate * ${l1} * penalised, 0.0)  # proximal step of l1`;
const PROXIMAL: Readonly<Record<'gd' | 'nesterov', (l1: string) => string[]>> = {
  gd: (l1) => ['moved = theta - rate * g', `theta = ${shrink(l1)}`],
  nesterov: (l1) => [
    'moved = theta + momentum * velocity - rate * g',
    `moved = ${shrink(l1)}`,
    'velocity, theta = moved - theta, moved',
  ],
};

/** Epochs count from the start of the run; one that began under other options keeps its order. */
function batchesOf(leg: Leg, rows: number): string[] {
  const { settings, position, begin } = leg;
  const batchSize = settings.batchSize as number;
  const shuffled = `shuffled(n, (${settings.seed} + epoch * 0x9E3779B9) % 2**32)`;
  const ordered = `order = ${settings.shuffle ? shuffled : 'np.arange(n)'}`;
  const updates = (upTo: string): string[] => [
    `for start in range(0, ${upTo}, ${batchSize}):`,
    ...updateOf(leg, `order[start:min(start + ${batchSize}, ${upTo})]`).map(indent(1)),
  ];
  const used = begin.within?.sample ?? 0;
  const samples = position.steps + used;
  const epochs = begin.epoch + Math.floor(samples / rows);
  const rest = samples % rows;
  const isWithin = samples < rows;
  const upTo = isWithin ? samples : rows;
  const entered = [
    '# the rest of the epoch, in the order that it has',
    `for start in range(${used - (used % batchSize)}, ${upTo}, ${batchSize}):`,
    ...updateOf(leg, `order[max(start, ${used}):min(start + ${batchSize}, ${upTo})]`).map(indent(1)),
  ];
  const isEntered = used > 0 && position.steps > 0;
  return [
    ...(isEntered ? entered : []),
    `for epoch in range(${begin.epoch + (used > 0 ? 1 : 0)}, ${epochs}):`,
    ...[ordered, ...updates('n')].map(indent(1)),
    ...(rest > 0 && !(used > 0 && isWithin)
      ? [`epoch = ${epochs}  # as far as it went`, ordered, ...updates(String(rest))]
      : []),
  ];
}

const indent =
  (depth: number) =>
  (line: string): string =>
    '    '.repeat(depth) + line;

/** A number that Python reads as the same f64. */
const float = (value: number): string => {
  if (Number.isNaN(value)) return 'np.nan';
  const digits = String(value);
  return /[.e]/.test(digits) ? digits : `${digits}.0`;
};

/** A name as a Python string in ASCII, which ends no line and no comment. */
const text = (name: string): string =>
  JSON.stringify(name).replace(/[^ -~]/gu, (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
