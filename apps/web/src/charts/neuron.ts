import type { Format } from '../format.ts';
import { linePath, type Mark, type Point, type Size } from './marks.ts';

/** One line into the neuron: an input, the weight on its edge and the derivative that comes back along it. */
export interface Input {
  readonly symbol: string;
  /** Name of the column; none for the constant 1. */
  readonly name: string;
  readonly value: number;
  readonly weightSymbol: string;
  readonly weight: number;
  /** Size that decides the decimals. */
  readonly typical: number;
  readonly gradient: number;
  readonly link: string;
}

export interface NeuronDrawing {
  readonly inputs: readonly Input[];
  /** Inputs there is no room for. */
  readonly hidden: number;
  readonly prediction: number;
  readonly target: number;
  readonly loss: number;
  readonly lossByPrediction: number;
  /** Whatever is to be said of all these numbers. */
  readonly note: string;
}

const PILL_HEIGHT = 28;
const SUM_RADIUS = 20;
/** Widest that the picture becomes: its letters grow no further. */
const WIDEST = 860;
/** Narrower than this, what comes after the sum stands under it. */
const WIDE = 560;
/** Half the distance between the way there and the way back. */
const APART = 4;
/** Room above the first input and below the last, together. */
const AROUND = 40;
/** Ends of edges at the sum, from one to the next. */
const FAN = 11;
/** Most inputs that are drawn, and the least distance of two at which no label lies on another. */
const MOST_INPUTS = 4;
const LEAST_GAP = 46;
/** Longest name above a box, in pixels: no wider than it where little room is, else as far as there is some before the sum. */
const LONGEST_NAME = 190;
/** Width of a weight with its number, and of a character of a name, of Chinese and of others. */
const LABEL_WIDTH = 120;
/** Between a box and the labels of its edge. */
const GAP = 13;
const widthOf = (character: string): number => (character > '\u2e7f' ? 14 : 7.5);

/** The places of the parts, in pixels. */
interface Places {
  readonly isWide: boolean;
  readonly left: number;
  /** Width of a box with a value. */
  readonly pill: number;
  /** Widest that a name may be, and where the labels of the edges begin. */
  readonly name: number;
  readonly labels: number;
  readonly rows: readonly number[];
  readonly sum: Point;
  /** Left middles of the boxes. */
  readonly prediction: Point;
  readonly loss: Point;
  readonly target: Point;
}

/**
 * x₁, x₂, 1 → Σ → ŷ → L: values forward, with full arrows and in the colour of the model; derivatives back, dashed and with
 * open arrows, in that of the error. ∂L/∂ŷ comes back once, and parts at the sum.
 */
export function neuronMarks(drawing: NeuronDrawing, size: Size, format: Format): Mark[] {
  const plan = planOf(drawing.inputs, size);
  const marks = [
    ...drawing.inputs.flatMap((input, i) => inputMarks(input, i, plan, format)),
    ...(drawing.hidden > 0
      ? [label([plan.left, size.height - 4], `+ ${format.count(drawing.hidden)} …`, 'note')]
      : []),
    label([plan.left, 10], drawing.note, 'note'),
    ...outputMarks(drawing, plan, format),
  ];
  // no edge runs over a label
  return [...marks.filter(({ kind }) => kind !== 'text'), ...marks.filter(({ kind }) => kind === 'text')];
}

/** Inputs that a picture has room for. */
export const roomForInputs = ({ height }: Size): number =>
  Math.min(MOST_INPUTS, Math.floor((height - AROUND) / LEAST_GAP));

function planOf(inputs: readonly Input[], { width, height }: Size): Places {
  const count = inputs.length;
  const isWide = width >= WIDE;
  const used = Math.min(width, WIDEST);
  const left = (width - used) / 2 + 4;
  const right = left + used - 8;
  const pill = isWide ? 100 : 84;
  const gap = Math.min(84, (height - AROUND) / count);
  const top = (height - gap * (count - 1)) / 2;
  const rows = Array.from({ length: count }, (_, i) => top + i * gap);
  const beside = namesOf(inputs, left, pill, isWide ? left + used * 0.52 - SUM_RADIUS : right - pill);
  const common = { isWide, left, pill, rows, ...beside };
  if (isWide) {
    const middle = height / 2;
    const sum: Point = [left + used * 0.52, middle];
    const loss: Point = [right - pill, middle];
    const prediction: Point = [sum[0] + 52, middle];
    return { ...common, sum, prediction, loss, target: [loss[0], middle + 66] };
  }
  const column = right - pill;
  const sum: Point = [column + pill / 2, Math.min(top, 46)];
  const down = (height - sum[1] - 30) / 3;
  const below = (k: number): Point => [column, sum[1] + k * down];
  return { ...common, sum, prediction: below(1), loss: below(2), target: below(3) };
}

/** Room of the names above the boxes, as far as they need it, and of the labels of the edges behind them. */
function namesOf(
  inputs: readonly Input[],
  left: number,
  pill: number,
  end: number,
): Pick<Places, 'name' | 'labels'> {
  const least = pill + 14;
  const name = Math.max(least, Math.min(LONGEST_NAME, end - left - LABEL_WIDTH - 2 * GAP));
  const widest = Math.max(
    ...inputs.map((input) => lengthOf(input.name)).map((length) => Math.min(name, length)),
  );
  return { name, labels: left + GAP + (widest > least ? widest : pill) };
}

const lengthOf = (name: string): number => [...name].reduce((sum, character) => sum + widthOf(character), 0);

/** A name as far as there is room for it. */
function within(name: string, room: number): string {
  if (lengthOf(name) <= room) return name;
  const kept = [...name];
  while (kept.length > 1 && lengthOf(`${kept.join('')}…`) > room) kept.pop();
  return `${kept.join('')}…`;
}

function inputMarks(input: Input, i: number, plan: Places, format: Format): Mark[] {
  const { left, pill, name, labels, rows, sum } = plan;
  const y = rows[i]!;
  const { link } = input;
  const start = left + pill;
  // the ends fan out on the rim of the sum, in the order of the inputs
  const fan = (i - (rows.length - 1) / 2) * FAN;
  const end: Point = [sum[0] - Math.sqrt(SUM_RADIUS ** 2 - fan ** 2), sum[1] + fan];
  const text = input.symbol === '' ? '1' : `${input.symbol} ${format.fixed(input.value, 10)}`;
  const bend = Math.min(labels + 80, end[0] - 40);
  return [
    ...there([start, y - APART], [end[0], end[1] - APART / 2], link, bend),
    ...back([end[0], end[1] + APART / 2], [start, y + APART], link, bend),
    ...box([left, y], text, pill, `x-${link}`),
    label([left, y - 21], within(input.name, name), 'note'),
    label(
      [labels, y - 11],
      `${input.weightSymbol} ${format.fixed(input.weight, input.typical)}`,
      'forward',
      link,
    ),
    label([labels, y + 22], `∂L/∂${input.weightSymbol} ${format.short(input.gradient)}`, 'backward', link),
  ];
}

function outputMarks(drawing: NeuronDrawing, plan: Places, format: Format): Mark[] {
  const { isWide, pill, sum, prediction, loss, target } = plan;
  const [half, radius] = [pill / 2, PILL_HEIGHT / 2];
  // wide: from the right of one to the left of the next; narrow: from the foot of one to the head of the next
  const leaves = ([x, y]: Point): Point => (isWide ? [x + pill, y] : [x + half, y + radius]);
  const enters = ([x, y]: Point): Point => (isWide ? [x, y] : [x + half, y - radius]);
  const rim: Point = isWide ? [sum[0] + SUM_RADIUS, sum[1]] : [sum[0], sum[1] + SUM_RADIUS];
  const beside = ([x, y]: Point, by: number): Point => (isWide ? [x, y + by] : [x + by, y]);
  const pair = (from: Point, to: Point, link: string): Mark[] => [
    ...there(beside(from, -APART), beside(to, -APART), link),
    ...back(beside(to, APART), beside(from, APART), 'slope'),
  ];
  const slope = `∂L/∂ŷ ${format.short(drawing.lossByPrediction)}`;
  const foot = leaves(prediction);
  const centre: Point = [loss[0] + half, loss[1] + radius];
  return [
    ...pair(rim, enters(prediction), 'prediction'),
    ...pair(foot, enters(loss), 'loss'),
    ...there([centre[0], target[1] - radius], centre, 'target'),
    { kind: 'dot', x: sum[0], y: sum[1], r: SUM_RADIUS, role: 'sum' },
    { kind: 'text', x: sum[0], y: sum[1] + 6, text: 'Σ', role: 'sigma', anchor: 'middle' },
    ...box(prediction, `ŷ ${format.short(drawing.prediction)}`, pill, 'prediction'),
    ...box(loss, `L ${format.short(drawing.loss)}`, pill, 'loss'),
    ...box(target, `y ${format.short(drawing.target)}`, pill, 'target'),
    isWide
      ? label([(foot[0] + loss[0]) / 2, foot[1] + 28], slope, 'backward', 'slope', 'middle')
      : label([loss[0] + pill, sum[1] - SUM_RADIUS - 8], slope, 'backward', 'slope', 'end'),
  ];
}

/** An edge that a value goes along. */
const there = (from: Point, to: Point, link: string, bend?: number): Mark[] => [
  { kind: 'path', d: way(from, to, bend), role: 'edge', link },
  { kind: 'path', d: `${arrow(to, headed(from, to, bend))}z`, role: 'arrow', link },
];

/** An edge that a derivative comes back along. */
const back = (from: Point, to: Point, link: string, bend?: number): Mark[] => [
  { kind: 'path', d: way(to, from, bend), role: 'edge back', link },
  { kind: 'path', d: arrow(to, headed(from, to, bend)), role: 'arrow back', link },
];

/** A straight way, or one that runs level to `bend` and to its end. */
function way([x, y]: Point, [toX, toY]: Point, bend?: number): string {
  if (bend === undefined)
    return linePath([
      [x, y],
      [toX, toY],
    ]);
  const turn = (bend + toX) / 2;
  return `M${x},${y}H${bend}C${turn},${y} ${turn},${toY} ${toX},${toY}`;
}

/** The direction in which an edge arrives, as a step of length 1: a bent one arrives level. */
function headed([x, y]: Point, [toX, toY]: Point, bend?: number): Point {
  if (bend !== undefined) return [Math.sign(toX - x), 0];
  const length = Math.hypot(toX - x, toY - y);
  return [(toX - x) / length, (toY - y) / length];
}

const HEAD = 8;

/** The head of an arrow, its point last but one. */
function arrow([x, y]: Point, [dx, dy]: Point): string {
  const base: Point = [x - HEAD * dx, y - HEAD * dy];
  const side: Point = [-dy * HEAD * 0.45, dx * HEAD * 0.45];
  return linePath([
    [base[0] + side[0], base[1] + side[1]],
    [x, y],
    [base[0] - side[0], base[1] - side[1]],
  ]);
}

const label = (
  [x, y]: Point,
  text: string,
  role: string,
  link?: string,
  anchor: 'start' | 'middle' | 'end' = 'start',
): Mark => ({ kind: 'text', x, y, text, role, anchor, ...(link !== undefined && { link }) });

/** A value in a rounded box, from its left middle. */
function box([x, y]: Point, text: string, width: number, link: string): Mark[] {
  const r = PILL_HEIGHT / 2;
  const straight = width - 2 * r;
  const d = `M${x + r},${y - r}h${straight}a${r},${r} 0 0 1 0,${2 * r}h${-straight}a${r},${r} 0 0 1 0,${-2 * r}z`;
  return [
    { kind: 'path', d, role: 'pill', link },
    { kind: 'text', x: x + width / 2, y: y + 4, text, role: 'value', anchor: 'middle', link },
  ];
}
