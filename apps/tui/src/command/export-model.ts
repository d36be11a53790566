import { type SourceLanguage, toOnnx, toSource, toSql } from '@gd-trainer/sdk/export';
import { shareOf } from '../input/values.ts';
import { EXIT, Failure } from '../output/failure.ts';
import { writeWhole } from '../output/files.ts';
import { readModelFile } from '../output/model-file.ts';
import type { Output } from '../output/output.ts';
import type { ExportFlags } from './flags.ts';

/** The `export` command: the model as an SQL expression, as ONNX, or as source code. */
export function exportModel(
  path: string,
  to: 'sql' | 'onnx' | SourceLanguage,
  { dialect, bound, interval, output: file }: Omit<ExportFlags, 'to'>,
  output: Output,
): void {
  const model = readModelFile(path);
  if (to === 'onnx' && file === undefined && process.stdout.isTTY) {
    throw new Failure(EXIT.usage, 'ONNX is binary and stdout is a terminal', 'pass --output model.onnx');
  }
  const end = {
    ...(bound && { bound }),
    ...(interval !== undefined && { level: shareOf('--interval', interval) }),
  };
  const content =
    to === 'onnx' ? toOnnx(model) : to === 'sql' ? `${toSql(model, dialect, end)}\n` : toSource(model, to);
  if (file === undefined) output.data(content);
  else writeWhole(file, content);
}
