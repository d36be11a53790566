import { ConjugateGradients } from '../ahead/conjugate-gradients.ts';
import { wholeOf } from '../data/table.ts';
import { GdError } from '../errors.ts';
import { fromData } from '../loss/space.ts';
import type { ScaledParameters } from '../loss/surface.ts';
import type { Language } from '../narrate.ts';
import { type Optimizer, TRAITS } from '../optimizers.ts';
import { recordOf, type Snapshot } from '../session/data-trainer.ts';
import { type Ledger, ledger } from '../session/ledger.ts';
import type { Trainer } from '../session/trainer.ts';
import { asksTruth, computedTerms, inNumbers } from './worksheet-terms.ts';
import { type WorksheetWords, worksheetWords } from './worksheet-words.ts';

const UPDATES = 3;
/** Samples of an update that are written out; of more only the first, and the mean. */
const MOST_SAMPLES = 4;

/**
 * The first three updates of a run, under the options they were made with, every number in them, to follow with pencil and calculator: Markdown, the
 * formulas in LaTeX between dollar signs. Numbers have six significant digits.
 *
 * @param trainer - the run
 * @param language - 'en', the default, or 'zh-CN'
 * @param form - 'worked', the default, or 'exercise' with blanks for the numbers, and the answers behind them
 * @throws {GdError} `UNSUPPORTED` for a session on moments, and for weighted rows
 *
 * @example The first update of a run, by hand.
 * ```ts
 * import { Trainer } from '@gd-trainer/sdk';
 * import { toWorksheet } from '@gd-trainer/sdk/export';
 *
 * const trainer = new Trainer({ x: [[1]], y: [9] }, { batchSize: 1, scale: 'none', learningRate: 0.1 });
 * console.log(toWorksheet(trainer, 'en').includes('= -(9 - 0) = -9')); // true
 * ```
 */
export function toWorksheet(
  trainer: Trainer,
  language: Language = 'en',
  form: WorksheetForm = 'worked',
): string {
  const { table } = recordOf(trainer).data;
  if (!table || table.sampleWeight) {
    throw new GdError(
      'UNSUPPORTED',
      'a worksheet needs the rows, without weights',
      'run on the rows themselves',
    );
  }
  const words = worksheetWords[language];
  const branch = trainer.branch();
  const start = branch.seek(0);
  const lines: string[] = [];
  let before: Snapshot | undefined;
  let now = start;
  for (let update = 1; update <= UPDATES; update++) {
    const { options } = branch;
    const ahead = momentumOf(branch);
    const next = branch.step('batch');
    const isSame = branch.options === options;
    // what cg keeps of the last step is known before it, and nothing where it begins
    const momentum = !TRAITS[branch.options.optimizer].searches ? momentumOf(branch) : isSame ? ahead : 0;
    const passage = passageOf(branch, { before, now, next, momentum }, isSame);
    const changed = isSame
      ? []
      : [words.changed(number(passage.now.learningRate), branch.options.optimizer), ''];
    lines.push('', `## ${words.update(update)}`, '', ...changed, ...updateOf(branch, passage, words));
    [before, now] = [now, next];
  }
  const sheet = preface(branch, start, words);
  const parts =
    form === 'worked'
      ? [...sheet, ...lines]
      : [...sheet, '', words.fill, ...lines.map(blanked), '', '---', '', `# ${words.answers}`, ...lines];
  return `${parts.join('\n')}\n`;
}

/** Forms of a worksheet: with every number, or with blanks for them and the answers behind. */
export type WorksheetForm = 'worked' | 'exercise';

/** A formula of which a name is left, and a blank. */
const blanked = (line: string): string =>
  line.replace(/^- \$((?:(?!=|\\leftarrow).)*)(=|\\leftarrow).*\$$/, '- $$$1$2$$ \\_\\_\\_\\_\\_\\_\\_\\_');

/** Two states between which an update lies, and the one before them. */
interface Passage {
  readonly before: Snapshot | undefined;
  readonly now: Snapshot;
  readonly next: Snapshot;
  /** Share of the last step that the update keeps. */
  readonly momentum: number;
}

const momentumOf = (trainer: Trainer): number => recordOf(trainer).legs.at(-1)!.engine.rates.momentum;

/** The same with what an option brought in that was set before it: its rate, and its space. */
function passageOf(trainer: Trainer, passage: Passage, isSame: boolean): Passage {
  const { options, surface } = trainer;
  const { before, now, next } = passage;
  const { searches } = TRAITS[options.optimizer];
  const isNew = typeof options.learningRate === 'function' || searches;
  const { learningRate } = searches && !isSame ? firstOf(trainer) : isNew ? now : next;
  const under = (state: Snapshot): Snapshot => ({
    ...state,
    learningRate,
    scaled: surface.toScaled(state),
  });
  return { ...passage, before: before && under(before), now: under(now) };
}

/** Rate of the update with which cg began. */
function firstOf(trainer: Trainer): { readonly learningRate: number } {
  const { engine, begin } = recordOf(trainer).legs.at(-1)!;
  const theta = fromData(engine.problem.space, begin.parameters);
  return { learningRate: new ConjugateGradients(engine.problem, theta).rates.auto };
}

function preface(trainer: Trainer, start: Snapshot, words: WorksheetWords): string[] {
  const { features, target, options, surface } = trainer;
  const isScaled = options.scale === 'standard';
  const x = isScaled ? 'z' : 'x';
  const sum = features.map((_, j) => `w_{${j + 1}} ${x}_{${j + 1}}`);
  const bias = options.intercept ? ['b'] : [];
  const legend = features.map((name, j) => {
    const [mean, spread] = [surface.center[j]!, surface.spread[j]!];
    const scaling = `, $z_{${j + 1}} = (x_{${j + 1}} - ${factor(mean)}) / ${number(spread)}$`;
    return `- $x_{${j + 1}}$ ${escaped(name)}${isScaled ? scaling : ''}`;
  });
  return [
    `# ${words.title}`,
    '',
    `$\\hat y = ${[...sum, ...bias].join(' + ')}, \\quad L = \\tfrac12 (y - \\hat y)^2$`,
    '',
    ...legend,
    `- $y$ ${escaped(target)}`,
    '',
    ...([...computedTerms(recordOf(trainer)).values()].some(asksTruth) ? [words.truth, ''] : []),
    words.start(number(start.learningRate), state(start.scaled, options.intercept), options.optimizer),
  ];
}

function updateOf(trainer: Trainer, passage: Passage, words: WorksheetWords): string[] {
  const { options, rows } = trainer;
  const { before, now, momentum } = passage;
  const isAhead = options.optimizer === 'nesterov';
  const point = isAhead && before ? lookAhead(before.scaled, now.scaled, momentum) : now.scaled;
  const used = options.batchSize === 'full' ? Array.from({ length: rows }, (_, i) => i) : trainer.batch;
  const ledgers = used.map((index) => {
    const { x, z, y } = trainer.sample(index);
    return ledger({ x: options.scale === 'standard' ? z : x, y }, point, now.learningRate);
  });
  const shown = used.length <= MOST_SAMPLES ? used : used.slice(0, 1);
  return [
    ...(isAhead && before ? [words.ahead(state(point, options.intercept)), ''] : []),
    ...shown.flatMap((index, i) => sampleLines(trainer, index, ledgers[i]!, point, words)),
    ...(used.length > shown.length ? [words.others(used.length - shown.length), ''] : []),
    ...gradientLines(trainer, ledgers, point, words),
    words.move,
    '',
    ...parameterLines(trainer, passage),
  ];
}

function sampleLines(
  trainer: Trainer,
  index: number,
  { prediction, lossByPrediction, predictionByWeight, lossByWeight, lossByBias, residual }: Ledger,
  { weights, bias }: ScaledParameters,
  words: WorksheetWords,
): string[] {
  const { row, y } = trainer.sample(index);
  const { intercept } = trainer.options;
  const products = Array.from(
    weights,
    (weight, j) => `${factor(weight)} \\cdot ${factor(predictionByWeight[j]!)}`,
  );
  const sum = [...products, ...(intercept ? [factor(bias)] : [])].join(' + ');
  const byPrediction = number(lossByPrediction);
  const byWeight = Array.from(
    lossByWeight,
    (value, j) =>
      `- $\\partial L/\\partial w_{${j + 1}} = ${byPrediction} \\cdot ${factor(predictionByWeight[j]!)} = ${number(value)}$`,
  );
  return [
    words.row(row, given(trainer, index)),
    '',
    ...termLines(trainer, index),
    words.forward,
    '',
    `- $\\hat y = ${sum} = ${number(prediction)}$`,
    `- $L = \\tfrac12 (${number(y)} - ${factor(prediction)})^2 = ${number(0.5 * residual * residual)}$`,
    '',
    words.backward,
    '',
    `- $\\partial L/\\partial\\hat y = -(y - \\hat y) = -(${number(y)} - ${factor(prediction)}) = ${byPrediction}$`,
    ...byWeight,
    ...(intercept ? [`- $\\partial L/\\partial b = ${byPrediction} \\cdot 1 = ${number(lossByBias)}$`] : []),
    '',
  ];
}

/** The numbers of a row that its calculation begins with: features as the descent sees them, and the target. */
function given(trainer: Trainer, index: number): string {
  const { x, z, y } = trainer.sample(index);
  const [name, values] = trainer.options.scale === 'standard' ? ['z', z] : ['x', x];
  const inputs = Array.from(values, (value, j) => `${name}_{${j + 1}} = ${number(value)}`);
  return `$${[...inputs, `y = ${number(y)}`].join(', \\; ')}$`;
}

/** The features of a row that are more than a column, from its raw columns; scaled, where the descent is. */
function termLines(trainer: Trainer, index: number): string[] {
  const record = recordOf(trainer);
  const { x, z, row } = trainer.sample(index);
  const terms = computedTerms(record);
  if (terms.size === 0) return [];
  const raw = wholeOf(record.data.table!).rawRows!(row - 1, 1);
  const isScaled = trainer.options.scale === 'standard';
  return Array.from(terms, ([j, expression]) => {
    const scaled = isScaled ? `, \\; z_{${j}} = ${number(z[j - 1]!)}` : '';
    return `- $x_{${j}} = ${inNumbers(expression, raw, factor)} = ${number(x[j - 1]!)}${scaled}$`;
  });
}

/** The gradient that the update applies: the mean of the products, and the share of the penalty. */
function gradientLines(
  trainer: Trainer,
  ledgers: readonly Ledger[],
  { weights }: ScaledParameters,
  words: WorksheetWords,
): string[] {
  const { l2, intercept } = trainer.options;
  const count = ledgers.length;
  if (count === 1 && l2 === 0) return [];
  const line = (name: string, values: readonly number[], penalty: number, weight: number): string => {
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    const sum =
      count <= MOST_SAMPLES ? `(${values.map(factor).join(' + ')}) / ${count}` : `\\tfrac1{${count}} \\sum`;
    const added = penalty > 0 ? ` + ${number(penalty)} \\cdot ${factor(weight)}` : '';
    return `- $g_{${name}} = ${sum}${added} = ${number(mean + penalty * weight)}$`;
  };
  return [
    words.mean(count),
    '',
    ...Array.from(weights, (weight, j) =>
      line(
        `w_${j + 1}`,
        ledgers.map(({ lossByWeight }) => lossByWeight[j]!),
        l2,
        weight,
      ),
    ),
    ...(intercept
      ? [
          line(
            'b',
            ledgers.map(({ lossByBias }) => lossByBias),
            0,
            0,
          ),
        ]
      : []),
    '',
  ];
}

function parameterLines(trainer: Trainer, { before, now, next, momentum }: Passage): string[] {
  const { optimizer, intercept, l1 } = trainer.options;
  const line = (name: string, read: (parameters: ScaledParameters) => number): string => {
    const [old, value] = [read(now.scaled), read(next.scaled)];
    const velocity = before ? old - read(before.scaled) : 0;
    const step =
      l1 > 0 && name !== 'b'
        ? ''
        : STEPS[optimizer]({ rate: now.learningRate, old, value, velocity, momentum });
    return `- $${name} \\leftarrow ${step}${number(value)}$`;
  };
  return [
    ...Array.from(now.scaled.weights, (_, j) => line(`w_{${j + 1}}`, ({ weights }) => weights[j]!)),
    ...(intercept ? [line('b', ({ bias }) => bias)] : []),
  ];
}

/** One parameter's part in an update. */
interface Move {
  readonly rate: number;
  readonly old: number;
  readonly value: number;
  readonly velocity: number;
  readonly momentum: number;
}

const plain = ({ rate, old, value }: Move): string =>
  `${number(old)} - ${number(rate)} \\cdot ${factor((old - value) / rate)} = `;
const withMomentum = ({ rate, old, value, velocity, momentum }: Move): string => {
  const gradient = (old + momentum * velocity - value) / rate;
  const kept = `${number(momentum)} \\cdot ${factor(velocity)}`;
  return `${number(old)} + ${kept} - ${number(rate)} \\cdot ${factor(gradient)} = `;
};

const STEPS: Readonly<Record<Optimizer, (move: Move) => string>> = {
  gd: plain,
  momentum: withMomentum,
  nesterov: withMomentum,
  // their memory is in the step: what is left to write down is its size
  adagrad: plain,
  rmsprop: plain,
  adam: plain,
  cg: withMomentum,
};

function lookAhead(before: ScaledParameters, now: ScaledParameters, momentum: number): ScaledParameters {
  return {
    weights: now.weights.map((weight, j) => weight + momentum * (weight - before.weights[j]!)),
    bias: now.bias + momentum * (now.bias - before.bias),
  };
}

function state({ weights, bias }: ScaledParameters, intercept: boolean): string {
  const values = Array.from(weights, (weight, j) => `w_{${j + 1}} = ${number(weight)}`);
  return `$${[...values, ...(intercept ? [`b = ${number(bias)}`] : [])].join(', \\; ')}$`;
}

/** Six significant digits, as LaTeX. */
function number(value: number): string {
  const [digits, exponent] = String(Number(value.toPrecision(6))).split('e');
  return exponent === undefined ? digits! : `${digits} \\cdot 10^{${Number(exponent)}}`;
}

/** A number behind another sign. */
const factor = (value: number): string => (value < 0 ? `(${number(value)})` : number(value));

/** A name as Markdown shows it, whatever is in it. */
const escaped = (name: string): string =>
  name.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, ' ').replace(/[!-/:-@[-`{-~]/g, '\\$&');
