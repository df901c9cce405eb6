import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from './temp-files.ts';

const { write } = temporaryFiles();
const HEADER = 'date,open,high,low,close,volume';

/** Writes lines under a header and reads them as bars. */
const read = (lines: readonly string[], header = HEADER) => readBars(write('bars.csv', [header, ...lines].join('\n')));

const DAY_1 = '2020-01-02,10,12,9,11,500';
const DAY_2 = '2020-01-03,11,13,10,12,600';

describe('readBars', () => {
  it('reads the bundled bars without a notice', async () => {
    const { bars, notices } = await readBars(bundledBarsPath());
    expect(notices).toEqual([]);
    expect(bars.dates).toHaveLength(5105);
    expect([bars.dates[0], bars.dates[5104]]).toEqual(['2000-01-03', '2020-04-17']);
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0]]).toEqual([1469.25, 1478, 1438.359985, 1455.219971]);
    expect([bars.close[5104], bars.volume[5104]]).toEqual([2874.560059, 5792140000]);
  });

  it('finds columns in any order, case and spelling, and does not take an adjusted close for the close', async () => {
    const { bars } = await read(
      ['600,5,12,10,13,11,1/3/2020', '7,6,13,11,14,12,1/31/2020'],
      'Volume,Adj Close,CLOSE,Low,_high_, Open ,Trade Date',
    );
    expect(bars.dates).toEqual(['2020-01-03', '2020-01-31']);
    expect([bars.open[0], bars.high[0], bars.low[0], bars.close[0], bars.volume[0]]).toEqual([11, 13, 10, 12, 600]);
  });

  it('reads Parquet to the same bars', async () => {
    const dates = ['2020-01-02', '2020-01-03'];
    const columnData = [
      { name: 'Date', data: dates.map((date) => new Date(date)), type: 'TIMESTAMP' as const },
      { name: 'Open', data: [10, 11], type: 'DOUBLE' as const },
      { name: 'High', data: [12, 13], type: 'DOUBLE' as const },
      { name: 'Low', data: [9, 10], type: 'DOUBLE' as const },
      { name: 'Close', data: [11, 12], type: 'DOUBLE' as const },
      { name: 'Volume', data: [500n, 600n], type: 'INT64' as const },
    ];
    const parquet = await readBars(write('bars.parquet', new Uint8Array(parquetWriteBuffer({ columnData }))));
    expect(parquet).toEqual(await read([DAY_1, DAY_2]));
  });

  it('has no volume where the file has none', async () => {
    const { bars, notices } = await read(['2020-01-02,10,12,9,11'], 'date,open,high,low,close');
    expect(bars.volume).toEqual(Float64Array.of(Number.NaN));
    expect(notices).toEqual([]);
  });

  it('tells of days without volume', async () => {
    const { bars, notices } = await read([DAY_1, '2020-01-03,11,13,10,12,']);
    expect(bars.volume).toEqual(Float64Array.of(500, Number.NaN));
    expect(notices[0]).toContain('the volume is missing on 1 of 2 days');
  });

  it('sorts rows that are newest first, and rows without order, with a notice', async () => {
    const sorted = await read([DAY_1, DAY_2]);
    const reversed = await read([DAY_2, DAY_1]);
    expect(reversed.bars).toEqual(sorted.bars);
    expect(reversed.notices[0]).toContain('rows were newest first; they were sorted by date');
    const shuffled = await read([DAY_2, '2020-01-06,11,13,10,12,600', DAY_1]);
    expect(shuffled.bars.dates).toEqual(['2020-01-02', '2020-01-03', '2020-01-06']);
    expect(shuffled.bars.close).toEqual(Float64Array.of(11, 12, 12));
    expect(shuffled.notices[0]).toContain('rows were not in order of date; they were sorted');
  });

  it('widens ranges to hold open and close, and tells of it beyond rounding', async () => {
    const { bars, notices } = await read(['2020-01-02,8,12,9,13,1', DAY_2]);
    expect([bars.low[0], bars.high[0]]).toEqual([8, 13]);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('on 1 day; the ranges were widened');
    const rounded = await read(['2020-01-02,10,12,9,12.000001,1']);
    expect(rounded.bars.high[0]).toBe(12.000001);
    expect(rounded.notices).toEqual([]);
  });
});

describe('dates', () => {
  const dated = async (...dates: string[]) => (await read(dates.map((date) => `${date},10,12,9,11,500`))).bars.dates;

  it.each([
    ['ISO', ['2020-01-02', '2020-01-31']],
    ['ISO without zeros, with slashes', ['2020/1/2', '2020/1/31']],
    ['without separators', ['20200102', '20200131']],
    ['ISO with a time', ['2020-01-02T00:00:00Z', '2020-01-31 16:00:00-05:00']],
    ['US', ['1/2/2020', '01/31/2020']],
    ['US with a time', ['1/2/2020 4:00 PM', '1/31/2020 16:00:00']],
  ])('are read as %s', async (_, dates) => {
    expect(await dated(...dates)).toEqual(['2020-01-02', '2020-01-31']);
  });

  it('are taken as US where every row reads the same both ways', async () => {
    expect(await dated('1/1/2020', '2/2/2020')).toEqual(['2020-01-01', '2020-02-02']);
  });

  it.each([
    [
      'unreadable',
      ['2 Jan 2020'],
      "line 2, column date: date '2 Jan 2020': expected a date as YYYY-MM-DD or month/day",
    ],
    ['missing', ['2020-01-02', ''], 'line 3, column date: the date is missing: expected a date as YYYY-MM-DD'],
    ['not in the calendar', ['2020-01-02', '2020-02-30'], "line 3, column date: date '2020-02-30': no such day"],
    [
      'in two formats',
      ['2020-01-02', '1/31/2020'],
      "line 3, column date: date '1/31/2020': expected a date as YYYY-MM-DD",
    ],
    [
      'day first',
      ['02/01/2020', '31/01/2020'],
      "line 3, column date: date '31/01/2020': expected month/day/year, not day",
    ],
    ['ambiguous', ['1/1/2020', '1/2/2020'], "line 3, column date: date '1/2/2020': could be month/day or day/month"],
    ['of two digits', ['1/31/20'], "date '1/31/20': expected a date"],
    ['doubled', ['2020-01-02', '2020-01-03', '2020-01-02'], "line 4, column date: date '2020-01-02' stands on line 2"],
  ])('are refused when %s', async (_, dates, message) => {
    const error = await rejection(dated(...dates));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain('bars.csv');
    expect(error.message).toContain(message);
  });
});

describe('readBars refuses', () => {
  it.each([
    ['a missing price', '2020-01-03,11,13,10,,600', 'line 3, column close: the value is missing: expected a price'],
    ['NaN', '2020-01-03,NaN,13,10,12,600', "line 3, column open: 'NaN': expected a price"],
    ['text', '2020-01-03,11,abc,10,12,600', "line 3, column high: 'abc': expected a number"],
    ['thousands separators', '2020-01-03,11,"1,300",10,12,600', "line 3, column high: '1,300': expected a number"],
    ['infinity', '2020-01-03,11,1e999,10,12,600', "line 3, column high: '1e999': expected a number"],
    ['zero', '2020-01-03,11,13,0,12,600', "line 3, column low: '0': expected a price above 0"],
    ['a negative price', '2020-01-03,11,13,-37.63,12,600', 'give a priceShift above 37.63'],
    [
      'high below low',
      '2020-01-03,11,10,13,12,600',
      "line 3, column high: '10': expected a high of at least the low, 13",
    ],
    ['a negative volume', '2020-01-03,11,13,10,12,-1', "line 3, column volume: '-1': expected a volume of 0 or more"],
    ['a volume with a unit', '2020-01-03,11,13,10,12,1.2M', "line 3, column volume: '1.2M': expected a volume"],
  ])('%s', async (_, line, message) => {
    const error = await rejection(read([DAY_1, line]));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain('bars.csv, line 3');
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });

  it('names the line of the file also when the rows had to be sorted', async () => {
    const error = await rejection(read([DAY_2, '2020-01-02,10,12,9,x,500']));
    expect(error.message).toContain("line 3, column close: 'x'");
  });

  it.each([
    ['close', 'date,open,high,low,Adj Close', "no column 'close' among 'date', 'open', 'high', 'low', 'Adj Close'"],
    ['date', 'when,open,high,low,close', "no column 'date' among 'when'"],
  ])('a file without %s', async (_, header, message) => {
    const error = await rejection(read(['2020-01-02,10,12,9,11'], header));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(message);
  });

  it('two columns of the same name', async () => {
    const error = await rejection(read(['2020-01-02,10,12,9,11,11'], 'date,open,high,low,close,Close'));
    expect(error.message).toContain("columns 'close' and 'Close' are both read as close");
  });
});
