import { parquetMetadata, parquetRead, parquetSchema } from 'hyparquet';
import { InputError } from '../support/input-error.ts';
import type { Cell, Table } from './table.ts';

/**
 * Parses a Parquet file, uncompressed or by Snappy. 64-bit integers become numbers; dates and timestamps become Date,
 * whose UTC date counts. Throws an InputError when the bytes are no Parquet or use a feature that is not supported.
 */
export async function parseParquet(file: string, bytes: Uint8Array): Promise<Table> {
  try {
    const buffer = new Uint8Array(bytes).buffer;
    const metadata = parquetMetadata(buffer);
    const header = parquetSchema(metadata).children.map(({ element }) => element.name);
    let read: readonly (readonly unknown[])[] = [];
    await parquetRead({
      file: buffer,
      metadata,
      onComplete: (rows) => {
        read = rows;
      },
    });
    return { file, header, rows: read.map((row) => row.map(toCell)), lineOf: (row) => row + 1 };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError(
      `not readable as Parquet (${reason}): expected a Parquet file, uncompressed or by Snappy; save it so, or as CSV`,
      { file },
    );
  }
}

function toCell(value: unknown): Cell {
  if (typeof value === 'number' || typeof value === 'string' || value instanceof Date) return value;
  if (typeof value === 'bigint') return Number(value);
  return value === null || value === undefined ? null : String(value);
}
