import { type Point, round } from './marks.ts';

/** Colours of levels, which the style sheet knows by number. */
const COLOURS = 6;
/** Shapes as they stand in a text, each with its corners about a point. */
const SHAPES: readonly { readonly text: string; readonly corners: readonly Point[] }[] = [
  {
    text: '●',
    corners: Array.from(
      { length: 8 },
      (_, i): Point => [Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)],
    ),
  },
  {
    text: '▲',
    corners: [
      [0, -1.25],
      [1.15, 0.85],
      [-1.15, 0.85],
    ],
  },
  {
    text: '■',
    corners: [
      [-0.9, -0.9],
      [0.9, -0.9],
      [0.9, 0.9],
      [-0.9, 0.9],
    ],
  },
  {
    text: '◆',
    corners: [
      [0, -1.35],
      [1.2, 0],
      [0, 1.35],
      [-1.2, 0],
    ],
  },
  {
    text: '▼',
    corners: [
      [0, 1.25],
      [1.15, -0.85],
      [-1.15, -0.85],
    ],
  },
  {
    text: '✚',
    corners: [
      [-0.4, -1.2],
      [0.4, -1.2],
      [0.4, -0.4],
      [1.2, -0.4],
      [1.2, 0.4],
      [0.4, 0.4],
      [0.4, 1.2],
      [-0.4, 1.2],
      [-0.4, 0.4],
      [-1.2, 0.4],
      [-1.2, -0.4],
      [-0.4, -0.4],
    ],
  },
];

/** The shape of a level: among those of one colour another one, as far as shapes go. */
const shapeOf = (level: number) => SHAPES[(level + Math.floor(level / COLOURS)) % SHAPES.length]!;

/** Role of what belongs to a level, by its number. */
export const levelRole = (level: number): string => `of-level level-${level % COLOURS}`;

/** The shape of a level as a character. */
export const levelShape = (level: number): string => shapeOf(level).text;

/** Points in the shape of a level, as one path. */
export const shapesPath = (points: readonly Point[], level: number, reach: number): string =>
  points
    .map(
      ([x, y]) =>
        `M${shapeOf(level)
          .corners.map(([a, b]) => `${round(x + reach * a)},${round(y + reach * b)}`)
          .join('L')}Z`,
    )
    .join('');
