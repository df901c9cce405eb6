import { describe, expect, it } from 'vitest';
import { episodesToDataFrame, policiesFromDataFrame, policiesToDataFrame } from '../../src/report/results-frame.ts';
import { InputError } from '../../src/support/input-error.ts';
import { fakeRun } from './fake-run.ts';

/** As much of a danfojs DataFrame as the adapter reads. */
class FakeFrame {
  readonly columns: string[];
  readonly values: unknown[][];

  constructor(data: Record<string, unknown[]>) {
    this.columns = Object.keys(data);
    const rows = Object.values(data)[0]?.length ?? 0;
    this.values = Array.from({ length: rows }, (_, row) => this.columns.map((name) => data[name][row]));
  }
}

const danfo = { DataFrame: FakeFrame };
const run = fakeRun({ bars: 260 });

describe('policies and DataFrames', () => {
  it('come back to the bit', () => {
    const rows = policiesFromDataFrame(policiesToDataFrame(danfo, run.results));
    expect(rows).toEqual(run.results.policies.map(({ byRegime, ...policy }) => policy));
  });

  it('refuses a frame without a column that is needed', () => {
    const frame = new FakeFrame({ name: ['delta'], kind: ['delta'] });
    expect(() => policiesFromDataFrame(frame)).toThrow(InputError);
    expect(() => policiesFromDataFrame(frame)).toThrow("no column 'mean'");
  });

  it('refuses an unknown kind', () => {
    const frame = policiesToDataFrame(danfo, run.results);
    frame.values[2][1] = 'bnad';
    expect(() => policiesFromDataFrame(frame)).toThrow(
      /line 3, column kind: 'bnad': expected one of none, delta, band/,
    );
  });
});

describe('episodesToDataFrame', () => {
  it('holds every episode with its dates', () => {
    const { columns, values } = episodesToDataFrame(danfo, run);
    expect(columns).toEqual(
      'policy,episode,start,expiry,regime,premium,payoff,gains,costs,interest,dividends,borrow,funding,pnl,pnlPercent'.split(
        ',',
      ),
    );
    expect(values).toHaveLength(run.episodes.rows);
    const last = values.at(-1)!;
    expect(last[0]).toBe('switcher-hmm');
    expect(last[2]).toBe(run.bars.dates[run.episodes.start.at(-1)!]);
    expect(last[13]).toBe(run.episodes.pnl.at(-1));
  });
});
