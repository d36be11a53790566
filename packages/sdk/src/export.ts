/**
 * A trained model elsewhere: in SQL, in source code, in ONNX.
 *
 * @module
 */
export { toOnnx } from './export/onnx.ts';
export { type SourceLanguage, toSource } from './export/source.ts';
export { toSql } from './export/sql.ts';
export type { Dialect } from './sql/dialects.ts';
