import type { Model } from '../model/model.ts';
import { write } from '../terms/write.ts';
import { integerAttribute, OnnxGraph, onnxWriting } from './onnx-graph.ts';
import { concatenate, integer, message, text } from './protobuf.ts';
import { type ExportedColumns, rawColumns } from './raw-columns.ts';

// field numbers and codes of onnx.proto3, IR version 8, operator set 13, those of tables version 2
const IR_VERSION = 8;
const OPERATOR_SET = 13;
const TABLE_OPERATOR_SET = 2;
const DOUBLE = 11;
const STRING = 8;

/**
 * The model as ONNX in double precision: input `x` (rows × d, f64, features in order), output `prediction` (rows × 1).
 * The names of features and target stand in its metadata.
 *
 * Of a model of terms `x` holds the raw columns of numbers, and of dates as days since 1970-01-01, and an input `text` (rows ×
 * categories, strings) the categories; `numbers` and `texts` in the metadata tell their order. A level that the model does
 * not know makes the prediction NaN.
 */
export function toOnnx(model: Model): Uint8Array<ArrayBuffer> {
  const { features, terms, weights, bias, target } = model;
  const graph = new OnnxGraph();
  const raw = terms && rawColumns(features, terms);
  const x = raw ? termsOf(graph, raw) : 'x';
  graph.numbers('weights', [features.length, 1], weights);
  graph.numbers('bias', [1], [bias]);
  graph.node('MatMul', [x, 'weights'], [], 'products');
  graph.node('Add', ['products', 'bias'], [], 'prediction');
  const width = raw ? raw.numbers.length + raw.dates.length : features.length;
  const tables = raw ? [message(8, concatenate(text(1, 'ai.onnx.ml'), integer(2, TABLE_OPERATOR_SET)))] : [];
  return concatenate(
    integer(1, IR_VERSION),
    text(2, 'gd-trainer'),
    message(
      7,
      concatenate(
        ...graph.nodes,
        text(2, 'linear'),
        ...graph.tensors,
        ...(width > 0 ? [message(11, value('x', DOUBLE, width))] : []),
        ...(raw && raw.texts.length > 0 ? [message(11, value('text', STRING, raw.texts.length))] : []),
        message(12, value('prediction', DOUBLE, 1)),
      ),
    ),
    message(8, integer(2, OPERATOR_SET)),
    ...tables,
    message(14, entry('features', JSON.stringify(features))),
    message(14, entry('target', target)),
    ...(raw
      ? [
          message(14, entry('numbers', JSON.stringify([...raw.numbers, ...raw.dates]))),
          message(14, entry('texts', JSON.stringify(raw.texts))),
        ]
      : []),
  );
}

/** The columns of terms beside each other. */
function termsOf(
  graph: OnnxGraph,
  { expressions, numbers, dates, texts, levelsOf }: ExportedColumns,
): string {
  const writing = onnxWriting(graph, [...numbers, ...dates], texts, levelsOf);
  const columns = expressions.map((expression) => write(expression, writing));
  return graph.node('Concat', columns, [integerAttribute('axis', 1)]);
}

/** A matrix of any number of rows. */
function value(name: string, elements: number, columns: number): Uint8Array {
  const shape = concatenate(message(1, text(2, 'rows')), message(1, integer(1, columns)));
  const type = message(1, concatenate(integer(1, elements), message(2, shape)));
  return concatenate(text(1, name), message(2, type));
}

function entry(key: string, content: string): Uint8Array {
  return concatenate(text(1, key), text(2, content));
}
