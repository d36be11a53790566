import type { Format } from '../format.ts';
import { type Mark, type Point, type Size, shortened } from './marks.ts';

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
}

const PILL_HEIGHT = 26;
const WIDE_PILL = 92;
const NARROW_PILL = 80;
/** Narrower than this, what comes after the sum stands under it. */
const WIDE = 560;

/** x₁, x₂, 1 → Σ → ŷ → L: values forward above the edges, derivatives back below them. */
export function neuronMarks(drawing: NeuronDrawing, size: Size, format: Format): Mark[] {
  const isWide = size.width >= WIDE;
  const width = isWide ? WIDE_PILL : NARROW_PILL;
  const rows = drawing.inputs.length;
  const gap = Math.min(84, (size.height - 36) / rows);
  const top = (size.height - gap * (rows - 1)) / 2;
  const middle = size.height / 2;
  const sum: Point = isWide ? [size.width * 0.55, middle] : [size.width - width / 2 - 4, Math.min(top, 46)];
  const marks: Mark[] = [];
  drawing.inputs.forEach((input, i) => {
    marks.push(...inputMarks(input, [8, top + i * gap], sum, width, format));
  });
  if (drawing.hidden > 0) {
    marks.push({
      kind: 'text',
      x: 8,
      y: size.height - 4,
      text: `+ ${format.count(drawing.hidden)} …`,
      role: 'note',
    });
  }
  return [...marks, ...outputMarks(drawing, sum, size, isWide, width, format)];
}

function inputMarks(input: Input, [x, y]: Point, [sumX, sumY]: Point, width: number, format: Format): Mark[] {
  const start = x + width;
  const bend = start + 90;
  const edge = `M${start},${y}H${bend}C${(bend + sumX) / 2},${y} ${(bend + sumX) / 2},${sumY} ${sumX - 20},${sumY}`;
  const { link } = input;
  return [
    { kind: 'path', d: edge, role: input.weight < 0 ? 'edge negative' : 'edge', link },
    ...pill(
      [x, y],
      input.symbol === '' ? '1' : `${input.symbol} ${format.fixed(input.value, 10)}`,
      width,
      'pill',
      `x-${link}`,
    ),
    { kind: 'text', x, y: y - 22, text: shortened(input.name, LONGEST_NAME), role: 'note' },
    {
      kind: 'text',
      x: start + 8,
      y: y - 6,
      text: `${input.weightSymbol} ${format.fixed(input.weight, input.typical)}`,
      role: 'forward',
      link,
    },
    {
      kind: 'text',
      x: start + 8,
      y: y + 16,
      text: `∂L/∂${input.weightSymbol} ${format.short(input.gradient)}`,
      role: 'backward',
      link,
    },
  ];
}

function outputMarks(
  drawing: NeuronDrawing,
  [x, y]: Point,
  size: Size,
  isWide: boolean,
  width: number,
  format: Format,
): Mark[] {
  const half = width / 2;
  // wide: to the right of the sum; narrow: under it, as far down as there is room
  const down = (size.height - y - 30) / 3;
  const prediction: Point = isWide ? [x + 62, y] : [x - half, y + down];
  const loss: Point = isWide ? [size.width - width - 8, y] : [x - half, y + 2 * down];
  const target: Point = isWide ? [loss[0], y + 62] : [x - half, y + 3 * down];
  const first = isWide ? `M${x + 20},${y}H${prediction[0]}` : `M${x},${y + 20}V${prediction[1] - 13}`;
  const second = isWide
    ? `M${prediction[0] + width},${y}H${loss[0]}`
    : `M${x},${prediction[1] + 13}V${loss[1] - 13}`;
  const back: Point = isWide ? [prediction[0] + width + 6, y + 16] : [size.width - 4, prediction[1] + 30];
  return [
    { kind: 'path', d: first, role: 'edge', link: 'prediction' },
    { kind: 'path', d: second, role: 'edge', link: 'slope' },
    { kind: 'path', d: `M${loss[0] + half},${target[1] - 13}V${loss[1] + 13}`, role: 'edge', link: 'target' },
    { kind: 'dot', x, y, r: 20, role: 'sum' },
    { kind: 'text', x, y: y + 6, text: 'Σ', role: 'sigma', anchor: 'middle' },
    ...pill(prediction, `ŷ ${format.short(drawing.prediction)}`, width, 'pill', 'prediction'),
    ...pill(loss, `L ${format.short(drawing.loss)}`, width, 'pill', 'loss'),
    ...pill(target, `y ${format.short(drawing.target)}`, width, 'pill', 'target'),
    {
      kind: 'text',
      x: back[0],
      y: back[1],
      text: `∂L/∂ŷ ${format.short(drawing.lossByPrediction)}`,
      role: 'backward',
      anchor: isWide ? 'start' : 'end',
      link: 'slope',
    },
  ];
}

/** A value in a rounded box, from its left middle. */
function pill([x, y]: Point, text: string, width: number, role: string, link: string): Mark[] {
  const r = PILL_HEIGHT / 2;
  const straight = width - 2 * r;
  const d = `M${x + r},${y - r}h${straight}a${r},${r} 0 0 1 0,${2 * r}h${-straight}a${r},${r} 0 0 1 0,${-2 * r}z`;
  return [
    { kind: 'path', d, role, link },
    { kind: 'text', x: x + width / 2, y: y + 4, text, role: 'value', anchor: 'middle', link },
  ];
}

const LONGEST_NAME = 24;
