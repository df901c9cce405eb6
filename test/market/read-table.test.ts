import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../src/market/read-table.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from './temp-files.ts';

const { folder, write } = temporaryFiles();

describe('readTable on delimited text', () => {
  it.each([
    ['comma', 'Date,Close\n2020-01-02,1.5\n2020-01-03,2\n'],
    ['semicolon', 'Date;Close\n2020-01-02;1.5\n2020-01-03;2\n'],
    ['tab', 'Date\tClose\n2020-01-02\t1.5\n2020-01-03\t2\n'],
    ['CRLF', 'Date,Close\r\n2020-01-02,1.5\r\n2020-01-03,2\r\n'],
    ['CR', 'Date,Close\r2020-01-02,1.5\r2020-01-03,2'],
    ['a byte-order mark', '\uFEFFDate,Close\n2020-01-02,1.5\n2020-01-03,2\n'],
    ['quotes, spaces and blank lines', '\n"Date" , "Close"\n"2020-01-02", 1.5\n\n2020-01-03,2\n\n'],
    ['no last line end', 'Date,Close\n2020-01-02,1.5\n2020-01-03,2'],
    ['a header with another delimiter in quotes', '"Date","Close"\n2020-01-02,1.5\n2020-01-03,2'],
  ])('reads %s', async (name, text) => {
    const table = await readTable(write(`${name}.csv`, text));
    expect(table.header).toEqual(['Date', 'Close']);
    expect(table.rows).toEqual([
      ['2020-01-02', '1.5'],
      ['2020-01-03', '2'],
    ]);
  });

  const wide = () => Buffer.from('\uFEFFa;b\r\n1;2\r\n', 'utf16le');

  it.each([
    ['little', wide],
    ['big', () => wide().swap16()],
  ])('reads %s-endian UTF-16 with a byte-order mark', async (order, bytes) => {
    const table = await readTable(write(`${order}.txt`, bytes()));
    expect(table.header).toEqual(['a', 'b']);
    expect(table.rows).toEqual([['1', '2']]);
  });

  it('knows the line of each row, blank lines counted', async () => {
    const table = await readTable(write('lines.csv', 'a,b\n1,2\n\n3,4\n'));
    expect([table.lineOf(0), table.lineOf(1)]).toEqual([2, 4]);
  });
});

describe('readTable on Parquet', () => {
  it('reads integers of 64 bits as numbers, dates as dates and missing values as null', async () => {
    const columnData = [
      { name: 'Date', data: [new Date('2020-01-02'), new Date('2020-01-03')], type: 'TIMESTAMP' as const },
      { name: 'Volume', data: [931800000n, 2n], type: 'INT64' as const },
      { name: 'Close', data: [1.5, 2.25], type: 'DOUBLE' as const },
      { name: 'Note', data: ['a', null], type: 'STRING' as const },
    ];
    const table = await readTable(write('bars.parquet', new Uint8Array(parquetWriteBuffer({ columnData }))));
    expect(table.header).toEqual(['Date', 'Volume', 'Close', 'Note']);
    expect(table.rows).toEqual([
      [new Date('2020-01-02'), 931800000, 1.5, 'a'],
      [new Date('2020-01-03'), 2, 2.25, null],
    ]);
    expect(table.lineOf(1)).toBe(2);
  });
});

describe('readTable refuses', () => {
  it.each([
    ['a missing file', () => `${folder}/absent.csv`, 'no such file'],
    ['a directory', () => folder, 'this is a directory'],
    ['an unknown type', () => write('bars.xlsx', 'x'), "unknown file type '.xlsx': expected one of .csv"],
    ['an empty file', () => write('empty.csv', ''), 'the file is empty'],
    ['blank lines only', () => write('blank.csv', '\n\n'), 'blank lines only'],
    ['a header only', () => write('header.csv', 'date,close\n'), 'a header and no rows'],
    ['a short row', () => write('short.csv', 'a,b\n1,2\n3\n'), 'line 3: 1 value, expected 2'],
    ['a long row', () => write('long.csv', 'a,b\n1,2,3\n'), 'line 2: 3 values, expected 2'],
    ['an unclosed quote', () => write('quote.csv', 'a,b\n"1,2\n3,4\n'), 'check the quotes'],
    ['text called Parquet', () => write('text.parquet', 'date,close\n2020-01-02,1\n'), 'not readable as Parquet'],
  ])('%s', async (_, path, message) => {
    const file = path();
    const error = await rejection(readTable(file));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message.startsWith(file)).toBe(true);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });
});
