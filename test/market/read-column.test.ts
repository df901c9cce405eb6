import { describe, expect, it } from 'vitest';
import { readAssetCloses } from '../../src/market/read-asset-closes.ts';
import { readColumn } from '../../src/market/read-column.ts';
import { readFeatureSources } from '../../src/market/read-feature-sources.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from './temp-files.ts';

const { write } = temporaryFiles();

describe('readColumn', () => {
  it('reads figures of either sign, oldest first, and leaves out rows without one', async () => {
    const file = write('mood.csv', 'date,mood\n2020-01-03,-2.5\n2020-01-02,1\n,\n2020-01-06,.\n');
    const { dates, values, publishedOn } = await readColumn(file);
    expect(dates).toEqual(['2020-01-02', '2020-01-03']);
    expect([...values]).toEqual([1, -2.5]);
    expect(publishedOn).toBeUndefined();
  });

  it('reads dates and publications by name, and a figure with its revisions', async () => {
    const text =
      'quarter,gdp,released,note\n2019-10-01,2.1,2020-01-30,a\n2019-10-01,2.0,2020-02-27,b\n2019-07-01,1.9,2019-10-30,c\n';
    const options = { column: 'GDP', dateColumn: 'Quarter', publishedOn: 'released' };
    const { dates, values, publishedOn } = await readColumn(write('gdp.csv', text), options);
    expect(dates).toEqual(['2019-07-01', '2019-10-01', '2019-10-01']);
    expect([...values]).toEqual([1.9, 2.1, 2]);
    expect(publishedOn).toEqual(['2019-10-30', '2020-01-30', '2020-02-27']);
  });

  it('takes the only column beside the dates', async () => {
    const file = write('two.csv', 'date,released,cpi\n2020-01-01,2020-02-13,2.5\n');
    expect([...(await readColumn(file, { publishedOn: 'released' })).values]).toEqual([2.5]);
  });

  const released = { publishedOn: 'released' };
  it.each([
    ['date,a\n2020-01-02,high\n', {}, ['line 2', 'column a', "'high': expected a number;"]],
    [
      'date,a\n2020-01-02,1\n2020-01-03,0\n',
      { range: 'positive' as const },
      ['line 3', "'0': expected a number above 0"],
    ],
    ['date,a\n2020-01-02,.\n', {}, ['column a', 'no value on any date']],
    ['date,a\n2020-01-02,1\n2020-01-02,2\n', {}, ['line 3', 'column date', "'2020-01-02' stands on line 2 already"]],
    ['date,a\n2020-01-02,\n2020-13-02,2\n', {}, ['line 3', 'column date', 'no such day']],
    ['date,a,b\n2020-01-02,1,2\n', { columnKey: 'columns.x.column' }, ['line 1', 'name it with columns.x.column']],
    ['date,a\n2020-01-02,1\n', { column: 'aa' }, ["did you mean 'a'?"]],
    ['when,a\n2020-01-02,1\n', { dateColumn: 'wen' }, ["no column 'wen'", "did you mean 'when'?"]],
    ['date,a,released\n2020-01-02,1,2020-01-01\n', released, ['line 2', 'column released', 'before 2020-01-02']],
    ['date,a,released\n2020-01-02,1,\n', released, ['line 2', 'column released', 'the date is missing']],
    [
      'date,a,released\n2020-01-02,1,2020-02-01\n2020-01-02,2,2020-02-01\n',
      released,
      ['line 3', "'2020-01-02, published 2020-02-01' stands on line 2 already"],
    ],
  ])('refuses %j with %j', async (text, options, says) => {
    const error = await rejection(readColumn(write('bad.csv', text), options));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).not.toContain('\n');
    for (const words of ['bad.csv', ...says]) expect(error.message).toContain(words);
  });
});

describe('readAssetCloses', () => {
  it('reads a file each, of bars or of closes alone', async () => {
    const bars = write('bars.csv', 'date,open,high,low,close,adj close\n2020-01-02,1,2,1,2,9\n2020-01-03,,,,,\n');
    const closes = write('closes.csv', 'Date,Close/Last\n01/15/2020,5\n');
    expect(await readAssetCloses([bars, closes])).toEqual([
      { dates: ['2020-01-02'], values: Float64Array.of(2) },
      { dates: ['2020-01-15'], values: Float64Array.of(5) },
    ]);
  });

  it.each([
    ['date,close\n2020-01-02,0\n', 'line 2, column close'],
    ['date,last\n2020-01-02,1\n', "no column 'close'"],
  ])('refuses %j', async (text, says) => {
    const error = await rejection(readAssetCloses([write('asset.csv', text)]));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(says);
  });
});

describe('readFeatureSources', () => {
  it('reads what is named and nothing else', async () => {
    const vols = write('vols.csv', 'date,short,long\n2020-01-02,20,22\n');
    const sources = await readFeatureSources({
      impliedVol: { file: vols, column: 'short' },
      impliedVolLong: { file: vols, column: 'long' },
      assets: [{ file: write('gold.csv', 'date,close\n2020-01-02,5\n'), lagDays: 1 }],
      columns: { cpi: { file: write('cpi.csv', 'date,cpi\n2020-01-01,-2\n'), lagDays: 45, oldestDays: 60 } },
    });
    expect(Object.keys(sources)).toEqual(['impliedVol', 'impliedVolLong', 'assets', 'columns']);
    expect(sources.impliedVolLong?.values).toEqual(Float64Array.of(0.22));
    expect(sources.assets?.[0]).toEqual({ dates: ['2020-01-02'], values: Float64Array.of(5), lagDays: 1 });
    expect(sources.columns?.cpi).toEqual({
      series: { dates: ['2020-01-01'], values: Float64Array.of(-2) },
      lagDays: 45,
      oldestDays: 60,
    });
  });

  it.each([
    [
      'month,cpi\n2020-01-01,2\n',
      "no column 'date' among 'month', 'cpi': name the column that holds it with columns.cpi.dateColumn",
    ],
    ['date,cpi,core\n2020-01-01,2,3\n', 'name it with columns.cpi.column'],
  ])('says how to name a column of the user’s that cannot be told', async (text, says) => {
    const file = write('cpi.csv', text);
    expect((await rejection(readFeatureSources({ columns: { cpi: { file } } }))).message).toContain(says);
  });

  it('says which source has the other units', async () => {
    const file = write('decimal.csv', 'date,iv\n2020-01-02,0.2\n');
    const error = await rejection(readFeatureSources({ putVol: { file } }));
    expect(error.message).toContain("set the units of putVol to 'decimal'");
  });
});
