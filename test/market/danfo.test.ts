import { describe, expect, it } from 'vitest';
import {
  barsFromDataFrame,
  barsToDataFrame,
  columnsFromDataFrame,
  columnsToDataFrame,
} from '../../src/market/danfo.ts';
import { InputError } from '../../src/support/input-error.ts';
import { sampleBars } from './sample-bars.ts';

/** The little of danfojs that the adapter touches: columns in, rows out. */
class DataFrame {
  readonly columns: string[];
  readonly values: unknown[][];

  constructor(data: Record<string, unknown[]>) {
    this.columns = Object.keys(data);
    const rows = this.columns.length === 0 ? 0 : data[this.columns[0]].length;
    this.values = Array.from({ length: rows }, (_, row) => this.columns.map((name) => data[name][row]));
  }
}
const danfo = { DataFrame };

describe('bars and DataFrames', () => {
  it('come back as they went, with and without volume', () => {
    const bars = sampleBars(40);
    const frame = barsToDataFrame(danfo, bars);
    expect(frame.columns).toEqual(['date', 'open', 'high', 'low', 'close', 'volume']);
    expect(barsFromDataFrame(frame)).toEqual({ bars, notices: [] });
    const noVolume = { ...bars, volume: new Float64Array(40).fill(Number.NaN) };
    expect(barsToDataFrame(danfo, noVolume).columns).not.toContain('volume');
    expect(barsFromDataFrame(barsToDataFrame(danfo, noVolume)).bars).toEqual(noVolume);
  });

  it('are checked as a file is', () => {
    const frame = new DataFrame({ Date: ['2020-01-02'], Open: [1], High: [1], Low: [2], Close: [1] });
    expect(() => barsFromDataFrame(frame)).toThrow('DataFrame, line 1, column High');
    expect(() => barsFromDataFrame(new DataFrame({ date: [] }))).toThrow(InputError);
  });
});

describe('columns and DataFrames', () => {
  it('come back as they went', () => {
    const columns = { date: ['a', 'b'], x: Float64Array.of(Number.NaN, 1), y: Float64Array.of(-0, 2) };
    expect(columnsFromDataFrame(columnsToDataFrame(danfo, columns))).toEqual(columns);
  });

  it('read missing values as NaN, and refuse mixtures', () => {
    expect(columnsFromDataFrame(new DataFrame({ x: [1, null, undefined] }))).toEqual({
      x: Float64Array.of(1, Number.NaN, Number.NaN),
    });
    expect(() => columnsFromDataFrame(new DataFrame({ x: [1, 'a'] }))).toThrow(
      "DataFrame, line 2, column x: 'a': expected numbers only or text only",
    );
    expect(() => columnsFromDataFrame(new DataFrame({ x: [true] }))).toThrow(InputError);
  });

  it('refuse columns of different lengths', () => {
    expect(() => columnsToDataFrame(danfo, { x: [1, 2], y: [1] })).toThrow("column 'y' has 1 values: expected 2");
  });
});
