/** One cell as the file holds it: text in a text file, typed values in Parquet (null where missing). */
export type Cell = string | number | Date | null;

/** The rows of a file, as read. */
export interface Table {
  /** The path as given, for messages. */
  readonly file: string;
  /** Column names as the file has them. */
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Where a row stands: its line in a text file (the first line is 1), its number in Parquet (the first row is 1). */
  lineOf(row: number): number;
}
