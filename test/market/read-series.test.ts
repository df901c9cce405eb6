import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinSeries, readSeries } from '../../src/market/read-series.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from './temp-files.ts';

const { write } = temporaryFiles();

describe('readSeries', () => {
  it('reads the only column beside the date, oldest first, without the days that have none', async () => {
    const file = write('s.csv', 'date,spread\n2020-01-03,2\n2020-01-02,1.5\n2020-01-06,\n2020-01-07,0\n');
    const { dates, values } = await readSeries(file);
    expect(dates).toEqual(['2020-01-02', '2020-01-03', '2020-01-07']);
    expect([...values]).toEqual([1.5, 2, 0]);
  });

  it('reads a named column of several, whatever its case', async () => {
    const file = write('t.csv', 'Date,bid,Half Spread\n2020-01-02,9,1\n');
    expect([...(await readSeries(file, 'halfSpread')).values]).toEqual([1]);
    expect([...(await readSeries(file, 'BID')).values]).toEqual([9]);
  });

  it.each([
    ['date,a,b\n2020-01-02,1,2\n', undefined, ['line 1', "'a', 'b'", 'name it']],
    ['date\n2020-01-02\n', undefined, ['line 1', 'holds the values']],
    ['date,a\n2020-01-02,1\n', 'b', ["'b'", "did you mean 'a'?"]],
    ['date,other,bid\n2020-01-02,1,2\n', 'othr', ["no column 'othr'", "did you mean 'other'?"]],
    ['date,other,bid\n2020-01-02,1,2\n', 'spread', ["no column 'spread'", "expected one of 'other', 'bid'"]],
    ['date,a\n2020-01-02,1\n2020-01-03,-1\n', undefined, ['line 3', 'column a', "'-1'", '>= 0']],
    ['date,a\n2020-01-02,wide\n', undefined, ['line 2', 'column a', "'wide'"]],
    ['date,a\n2020-01-02,1\n2020-01-02,2\n', undefined, ['line 3', '2020-01-02']],
    ['when,a\n2020-01-02,1\n', undefined, ["'date'"]],
  ])('refuses %j', async (text, column, says) => {
    const error = await rejection(readSeries(write('bad.csv', text), column));
    expect(error).toBeInstanceOf(InputError);
    for (const words of ['bad.csv', ...says]) expect(error.message).toContain(words);
  });
});

describe('readSeries in a command', () => {
  it('names the key that names the column', async () => {
    const file = write('two.csv', 'date,a,b\n2020-01-02,1,2\n');
    const error = await rejection(readSeries(file, undefined, { columnKey: 'data.halfSpread.column' }));
    expect(error.message).toContain('name it with data.halfSpread.column');
  });
});

describe('joinSeries', () => {
  const series = { dates: ['2020-01-03', '2020-01-07'], values: Float64Array.of(1, 2) };

  it('takes the last value known, however old, and none before the first', () => {
    const joined = joinSeries(['2020-01-02', '2020-01-03', '2020-01-06', '2020-01-07', '2021-05-05'], series);
    expect([...joined]).toEqual([Number.NaN, 1, 1, 2, 2]);
  });

  it('never takes a later one', () => {
    const day = (t: number) => new Date(Date.UTC(2020, 0, 1 + t)).toISOString().slice(0, 10);
    const days = fc.uniqueArray(fc.nat(60), { minLength: 1 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(days, days, (asked, known) => {
        const joined = joinSeries(asked.map(day), {
          dates: known.map(day),
          values: Float64Array.from(known),
        });
        asked.forEach((t, at) => {
          const last = known.filter((k) => k <= t).at(-1);
          expect(joined[at]).toBe(last ?? Number.NaN);
        });
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
