/** Numbers, with null for a missing value; or text cells among them. */
export type DataColumn = Float64Array | readonly (number | string | null)[];

/** The columns of a file by name, as every reader of one returns them. */
export interface Columns {
  /** In file order. */
  readonly names: readonly string[];
  readonly columns: Readonly<Record<string, DataColumn>>;
  /** Names of those that hold text or dates. */
  readonly text: readonly string[];
}
