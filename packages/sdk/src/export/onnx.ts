import type { Model } from '../model/model.ts';
import { concatenate, integer, message, text } from './protobuf.ts';

// field numbers and codes of onnx.proto3, IR version 8, operator set 13
const IR_VERSION = 8;
const OPERATOR_SET = 13;
const DOUBLE = 11;

/**
 * The model as ONNX in double precision: input `x` (rows × d, f64, features in order), output `prediction` (rows × 1).
 * The names of features and target stand in its metadata.
 */
export function toOnnx(model: Model): Uint8Array<ArrayBuffer> {
  const d = model.weights.length;
  const graph = concatenate(
    message(1, node('MatMul', ['x', 'weights'], 'products')),
    message(1, node('Add', ['products', 'bias'], 'prediction')),
    text(2, 'linear'),
    message(5, tensor('weights', [d, 1], model.weights)),
    message(5, tensor('bias', [1], Float64Array.of(model.bias))),
    message(11, value('x', d)),
    message(12, value('prediction', 1)),
  );
  return concatenate(
    integer(1, IR_VERSION),
    text(2, 'gd-trainer'),
    message(7, graph),
    message(8, integer(2, OPERATOR_SET)),
    message(14, entry('features', JSON.stringify(model.features))),
    message(14, entry('target', model.target)),
  );
}

function node(operator: string, inputs: readonly string[], output: string): Uint8Array {
  return concatenate(
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, operator),
    text(4, operator),
  );
}

function tensor(name: string, shape: readonly number[], values: Float64Array): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  for (const [i, number] of values.entries()) bytes.setFloat64(8 * i, number, true);
  return concatenate(
    ...shape.map((size) => integer(1, size)),
    integer(2, DOUBLE),
    text(8, name),
    message(9, new Uint8Array(bytes.buffer)),
  );
}

/** A matrix of any number of rows. */
function value(name: string, columns: number): Uint8Array {
  const shape = concatenate(message(1, text(2, 'rows')), message(1, integer(1, columns)));
  const type = message(1, concatenate(integer(1, DOUBLE), message(2, shape)));
  return concatenate(text(1, name), message(2, type));
}

function entry(key: string, value: string): Uint8Array {
  return concatenate(text(1, key), text(2, value));
}
