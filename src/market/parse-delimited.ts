import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '../support/input-error.ts';
import type { Table } from './table.ts';

const DELIMITERS = [',', ';', '\t'];

/**
 * Parses delimited text with a header: UTF-8, or UTF-16 with a byte-order mark. The delimiter is that of comma,
 * semicolon and tab which stands most often in the first line. Throws an InputError on an unclosed quote and on a row
 * with more or fewer values than the header.
 */
export function parseDelimited(file: string, bytes: Uint8Array): Table {
  const text = decode(bytes);
  const records = parseRecords(file, text);
  const [header, ...body] = records;
  if (header === undefined) {
    throw new InputError('the file holds blank lines only: expected a header line and one row a date', { file });
  }
  for (const { cells, line } of body) {
    if (cells.length === header.cells.length) continue;
    throw new InputError(
      `${cells.length === 1 ? '1 value' : `${cells.length} values`}, expected ${header.cells.length} as in the header: mend or remove the line`,
      { file, line },
    );
  }
  const lines = body.map(({ line }) => line);
  return { file, header: header.cells, rows: body.map(({ cells }) => cells), lineOf: (row) => lines[row] };
}

interface DelimitedRecord {
  readonly cells: readonly string[];
  readonly line: number;
}

function parseRecords(file: string, text: string): readonly DelimitedRecord[] {
  try {
    const parsed: unknown[] = parse(text, {
      delimiter: detectDelimiter(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    });
    return (parsed as { readonly record: string[]; readonly info: { readonly lines: number } }[]).map(
      ({ record, info }) => ({ cells: record, line: info.lines }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : undefined;
    throw new InputError(`not readable as delimited text (${error.message}): check the quotes around its values`, {
      file,
      ...(line === undefined ? {} : { line }),
    });
  }
}

function detectDelimiter(text: string): string {
  const firstLine = text
    .trimStart()
    .split(/[\r\n]/, 1)[0]
    .replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => firstLine.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))];
}

/** Decoders drop the byte-order mark. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}
