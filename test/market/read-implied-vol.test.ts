import { describe, expect, it } from 'vitest';
import { joinImpliedVol, readImpliedVol } from '../../src/market/read-implied-vol.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from './temp-files.ts';

const { write } = temporaryFiles();
const read = (text: string, units: 'percent' | 'decimal' = 'percent') =>
  readImpliedVol(write('vol.csv', text), { units });

describe('readImpliedVol', () => {
  it('takes the close of a history such as that of the VIX, in decimals', async () => {
    const text = 'DATE,OPEN,HIGH,LOW,CLOSE\n01/02/2020,13,14,12,12.47\n01/31/2020,16,20,15,18.84\n';
    const series = await read(text);
    expect(series.dates).toEqual(['2020-01-02', '2020-01-31']);
    expect(series.values).toEqual(Float64Array.of(0.1247, 0.1884));
  });

  it.each([
    ['a column named after volatility', 'date,volume,iv30,note\n2020-01-02,5000,20,x\n'],
    ['another', 'observation_date,VIXCLS,extra\n2020-01-02,20,1\n'],
    ['the only other column', 'Date;SPX 1M\n2020-01-02;20\n'],
  ])('takes %s', async (_, text) => {
    expect((await read(text)).values).toEqual(Float64Array.of(0.2));
  });

  it('keeps decimals as they are', async () => {
    expect((await read('date,iv\n2020-01-02,0.2\n', 'decimal')).values).toEqual(Float64Array.of(0.2));
  });

  it('sorts with a notice and leaves out days without a value', async () => {
    const series = await read('date,iv\n2020-01-06,22\n2020-01-03,.\n2020-01-02,20\n');
    expect(series.dates).toEqual(['2020-01-02', '2020-01-06']);
    expect(series.values).toEqual(Float64Array.of(0.2, 0.22));
    expect(series.notices?.[0]).toContain('newest first');
  });

  it.each([
    ['2.1', '2.9', 'percent', 'implied volatilities are read as percent a year, from 2.1 to 2.9: check the units'],
    ['20', '2000', 'percent', 'read as percent a year, from 20 to 2000'],
    ['0.02', '0.025', 'decimal', 'read as decimals a year (0.2 is 20 %), from 0.02 to 0.025'],
    ['0.2', '4', 'decimal', 'from 0.2 to 4'],
  ] as const)('says what it read where that is rarely meant: %s and %s in %s', async (first, last, units, says) => {
    const { notices } = await read(`date,iv\n2020-01-02,${first}\n2020-01-03,${first}\n2020-01-06,${last}\n`, units);
    expect(notices).toEqual([expect.stringContaining(says)]);
    expect((await read('date,iv\n2020-01-02,3\n2020-01-03,300\n')).notices).toEqual([]);
  });

  it('advises what the caller knows of', async () => {
    const file = write('vol.csv', 'date,iv\n2020-01-02,0.185\n');
    const error = await rejection(readImpliedVol(file, { units: 'percent', unitsRemedy: 'write it in percent' }));
    expect(error.message).toMatch(/check the file, or write it in percent$/);
  });

  it.each([
    [
      'percent where decimals were declared',
      'date,iv\n2020-01-02,18.5\n',
      'decimal' as const,
      'median implied volatility is 18.5, which looks like percent where decimals were declared: check the file, or give --set data.impliedVol.units=percent',
    ],
    [
      'decimals where percent was declared',
      'date,iv\n2020-01-02,0.185\n',
      'percent' as const,
      'median implied volatility is 0.185, which looks like decimals where percent was declared: check the file, or give --set data.impliedVol.units=decimal',
    ],
    ['no value at all', 'date,iv\n2020-01-02,.\n', 'percent' as const, 'no value on any date'],
    [
      'a negative value',
      'date,iv\n2020-01-02,-3\n',
      'percent' as const,
      "line 2, column iv: implied volatility '-3': expected a number above 0",
    ],
    ['text', 'date,iv\n2020-01-02,high\n', 'percent' as const, "implied volatility 'high'"],
    ['a doubled date', 'date,iv\n2020-01-02,3\n2020-01-02,3\n', 'percent' as const, 'line 3, column date'],
    [
      'columns that cannot be told apart',
      'date,a,b\n2020-01-02,3,4\n',
      'percent' as const,
      "which of the columns 'a', 'b' is the implied volatility",
    ],
    [
      'two columns named after volatility',
      'date,iv,vix,c\n2020-01-02,3,4,5\n',
      'percent' as const,
      "which of the columns 'iv', 'vix', 'c'",
    ],
    ['no column but the date', 'date\n2020-01-02\n', 'percent' as const, 'cannot tell which'],
  ])('refuses %s', async (_, text, units, message) => {
    const error = await rejection(read(text, units));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain('vol.csv');
    expect(error.message).toContain(message);
  });
});

describe('joinImpliedVol', () => {
  const series = { dates: ['2020-01-02', '2020-01-06', '2020-01-20'], values: Float64Array.of(0.1, 0.2, 0.3) };

  it('takes the last value on or before each date, none from the future and none older than 5 days', () => {
    const dates = ['2020-01-01', '2020-01-02', '2020-01-03', '2020-01-06', '2020-01-11', '2020-01-12', '2020-01-21'];
    const { values, notices } = joinImpliedVol(dates, series);
    expect(values).toEqual(Float64Array.of(Number.NaN, 0.1, 0.1, 0.2, 0.2, Number.NaN, 0.3));
    expect(notices).toEqual([
      'implied volatility is missing on 2 of 7 days; its series runs from 2020-01-02 to 2020-01-20',
    ]);
  });

  it('is causal: later values of the series change nothing before their date', () => {
    const dates = ['2020-01-03', '2020-01-06', '2020-01-07', '2020-01-21'];
    const whole = joinImpliedVol(dates, series).values;
    const altered = joinImpliedVol(dates, { ...series, values: Float64Array.of(0.1, 0.2, 0.9) }).values;
    const cut = joinImpliedVol(dates.slice(0, 3), {
      dates: series.dates.slice(0, 2),
      values: series.values.slice(0, 2),
    });
    expect(altered.slice(0, 3)).toEqual(whole.slice(0, 3));
    expect(cut.values).toEqual(whole.slice(0, 3));
    expect(altered[3]).toBe(0.9);
  });

  it('passes on the notices of the series', () => {
    expect(joinImpliedVol(['2020-01-02'], { ...series, notices: ['sorted'] }).notices).toEqual(['sorted']);
  });
});
