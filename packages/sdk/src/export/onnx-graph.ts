// Nodes of an ONNX graph that compute terms from raw columns; numbers in double precision, levels from texts.
import type { Category, DatePart, NumberFunction } from '../terms/expression.ts';
import type { Writing } from '../terms/write.ts';
import { concatenate, float32, integer, message, text } from './protobuf.ts';

// field numbers and codes of onnx.proto3
const DOUBLE = 11;
const INT64 = 7;
const FLOATS = 6;
const STRINGS = 8;
const INTEGER = 2;
const FLOAT = 1;

/** Nodes and constants, each made once; what a node comes to goes by the name of its output. */
export class OnnxGraph {
  readonly nodes: Uint8Array[] = [];
  readonly tensors: Uint8Array[] = [];
  readonly #known = new Map<string, string>();

  /** The output of a node; an output name of its own where one is given. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes: readonly Uint8Array[] = [],
    output?: string,
  ): string {
    const key = output ?? `${operator}(${inputs.join()})${attributes.map((bytes) => bytes.join('.')).join()}`;
    const before = this.#known.get(key);
    if (before !== undefined) return before;
    const name = output ?? `n${this.nodes.length}`;
    const domain = operator === 'LabelEncoder' ? [text(7, 'ai.onnx.ml')] : [];
    const node = concatenate(
      ...inputs.map((input) => text(1, input)),
      text(2, name),
      text(3, name),
      text(4, operator),
      ...attributes.map((attribute) => message(5, attribute)),
      ...domain,
    );
    this.nodes.push(message(1, node));
    this.#known.set(key, name);
    return name;
  }

  /** A tensor of f64. */
  numbers(name: string, shape: readonly number[], values: ArrayLike<number>): string {
    const bytes = new DataView(new ArrayBuffer(values.length * 8));
    for (let i = 0; i < values.length; i++) bytes.setFloat64(8 * i, values[i]!, true);
    return this.#tensor(name, shape, DOUBLE, bytes);
  }

  constant(value: number): string {
    return this.numbers(`c${value}`, [1], [value]);
  }

  index(value: number): string {
    const bytes = new DataView(new ArrayBuffer(8));
    bytes.setBigInt64(0, BigInt(value), true);
    return this.#tensor(`i${value}`, [1], INT64, bytes);
  }

  #tensor(name: string, shape: readonly number[], type: number, bytes: DataView): string {
    if (this.#known.has(name)) return name;
    const sizes = shape.map((size) => integer(1, size));
    this.tensors.push(
      message(
        5,
        concatenate(...sizes, integer(2, type), text(8, name), message(9, new Uint8Array(bytes.buffer))),
      ),
    );
    this.#known.set(name, name);
    return name;
  }
}

const attribute = (name: string, type: number, ...values: readonly Uint8Array[]): Uint8Array =>
  concatenate(text(1, name), integer(20, type), ...values);
export const integerAttribute = (name: string, value: number): Uint8Array =>
  attribute(name, INTEGER, integer(3, value));

const OPERATORS: Readonly<Record<NumberFunction, string>> = {
  sqrt: 'Sqrt',
  log: 'Log',
  exp: 'Exp',
  abs: 'Abs',
  sin: 'Sin',
  cos: 'Cos',
};

/** The writing of terms as nodes: every part comes to the name of an output of one column. */
export function onnxWriting(
  graph: OnnxGraph,
  numbers: readonly string[],
  texts: readonly string[],
  levelsOf: (category: Category) => readonly string[],
): Writing & { product(factors: readonly string[]): string } {
  const two = (operator: string) => (a: string, b: string) => graph.node(operator, [a, b]);
  const [add, subtract, multiply, divide] = [two('Add'), two('Sub'), two('Mul'), two('Div')];
  const floor = (x: string): string => graph.node('Floor', [x]);
  const c = (value: number): string => graph.constant(value);
  const toDouble = (x: string): string => graph.node('Cast', [x], [integerAttribute('to', DOUBLE)]);
  const pick = (from: string, index: number): string =>
    graph.node('Gather', [from, graph.index(index)], [integerAttribute('axis', 1)]);
  const number = (name: string): string => pick('x', numbers.indexOf(name));
  const atLeast = (x: string, least: number): string => graph.node('GreaterOrEqual', [x, c(least)]);
  const whole = (x: string, by: number): string => floor(divide(x, c(by)));
  /** A truth, NaN where what it is told of is NaN. */
  const orNaN = (truth: string, x: string): string => add(truth, multiply(x, c(0)));

  /** The year from March on and the month of it, by days since 0000-03-01, as terms are evaluated. */
  function calendar(days: string): { year: string; month: string } {
    const day = add(floor(days), c(719_468));
    const era = whole(day, 146_097);
    const ofEra = subtract(day, multiply(era, c(146_097)));
    const leap = subtract(
      add(subtract(ofEra, whole(ofEra, 1460)), whole(ofEra, 36_524)),
      whole(ofEra, 146_096),
    );
    const year = whole(leap, 365);
    const before = subtract(add(multiply(year, c(365)), whole(year, 4)), whole(year, 100));
    const month = whole(add(multiply(subtract(ofEra, before), c(5)), c(2)), 153);
    const late = toDouble(atLeast(month, 10));
    return {
      year: add(add(year, multiply(era, c(400))), late),
      month: subtract(add(month, c(3)), multiply(late, c(12))),
    };
  }

  function date(part: DatePart, name: string): string {
    const days = number(name);
    if (part === 'day') return days;
    if (part === 'year' || part === 'month') return calendar(days)[part];
    if (part === 'weekday') {
      const day = add(floor(days), c(3));
      return add(subtract(day, multiply(whole(day, 7), c(7))), c(1));
    }
    const seconds = floor(add(multiply(subtract(days, floor(days)), c(86_400)), c(0.5)));
    return whole(seconds, 3600);
  }

  return {
    column: number,
    date,
    call: (name, x) => graph.node(OPERATORS[name], [x]),
    product: (factors) => factors.reduce(multiply),
    power: (x, by) => new Array<string>(by).fill(x).reduce(multiply),
    between: (x, from, to) =>
      orNaN(toDouble(graph.node('And', [atLeast(x, from), graph.node('Less', [x, c(to)])])), x),
    level(of, level) {
      if (of.op !== 'column') {
        const part = date(of.op, of.name);
        return orNaN(toDouble(graph.node('Equal', [part, c(Number(level))])), part);
      }
      const known = levelsOf(of);
      const keys = known.length > 0 ? known : [level, ''];
      const values = keys.map((key) => float32(7, key === level ? 1 : key === '' ? Number.NaN : 0));
      const encoded = graph.node(
        'LabelEncoder',
        [pick('text', texts.indexOf(of.name))],
        [
          attribute('keys_strings', STRINGS, ...keys.map((key) => text(9, key))),
          attribute('values_floats', FLOATS, ...values),
          attribute('default_float', FLOAT, float32(2, known.length > 0 ? Number.NaN : 0)),
        ],
      );
      return toDouble(encoded);
    },
  };
}
