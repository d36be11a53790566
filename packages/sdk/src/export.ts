/**
 * A trained model elsewhere: in SQL, in source code, in ONNX; a run as code, as CSV, as a worksheet.
 *
 * @module
 */
export { type CodeLanguage, toCode } from './export/code.ts';
export { toCsv } from './export/history.ts';
export { toOnnx } from './export/onnx.ts';
export { type SourceLanguage, toSource } from './export/source.ts';
export { type ExpressionOptions, toSql } from './export/sql.ts';
export { toWorksheet, type WorksheetForm } from './export/worksheet.ts';
export type { Dialect } from './sql/dialects.ts';
