import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { InputError } from '../support/input-error.ts';
import { parseDelimited } from './parse-delimited.ts';
import { parseParquet } from './parse-parquet.ts';
import type { Table } from './table.ts';

type TableParser = (file: string, bytes: Uint8Array) => Table | Promise<Table>;

const parsers: Readonly<Record<string, TableParser>> = {
  '.csv': parseDelimited,
  '.txt': parseDelimited,
  '.tsv': parseDelimited,
  '.parquet': parseParquet,
};

export interface ReadTableOptions {
  /** What a row stands for, for messages: a 'date' by default. */
  readonly rowsAre?: string;
}

/**
 * Reads a CSV, TSV or Parquet file with a header, by its extension: `.csv`, `.txt`, `.tsv` or `.parquet`. Text may begin
 * with a byte-order mark, end its lines either way and separate its columns by comma, semicolon or tab. Throws an
 * InputError when there is no such file, or it is a directory, empty, without rows or not readable as what it says.
 */
export async function readTable(path: string, { rowsAre = 'date' }: ReadTableOptions = {}): Promise<Table> {
  const parse = parsers[extname(path).toLowerCase()];
  const bytes = await readBytes(path);
  if (parse === undefined) {
    const known = Object.keys(parsers).join(', ');
    throw new InputError(`unknown file type '${extname(path)}': expected one of ${known}`, { file: path });
  }
  if (bytes.length === 0) {
    throw new InputError(`the file is empty: expected a header line and one row a ${rowsAre}`, { file: path });
  }
  const table = await parse(path, bytes);
  if (table.rows.length === 0) {
    throw new InputError(`the file has a header and no rows: expected one row a ${rowsAre}`, { file: path });
  }
  return table;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new InputError('this is a directory: expected the path of a CSV or Parquet file', { file: path });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof InputError || !(error instanceof Error && 'code' in error)) throw error;
    const reason = error.code === 'ENOENT' ? 'no such file' : `the file cannot be read (${error.code})`;
    throw new InputError(`${reason}: check the path and its permissions`, { file: path });
  }
}
