import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { firstBars, marketData, shortConfig } from './short-job.ts';
import { written } from './written.ts';

const built = new URL('../../dist/backtest/run-backtest.js', import.meta.url);
const data = marketData(await firstBars(760));

describe('a run', () => {
  it('gives the same bytes again for the same seed, and others for another', async () => {
    const first = written(await runBacktest(shortConfig, { data, threads: 0 }));
    expect(written(await runBacktest(shortConfig, { data, threads: 0 }))).toBe(first);
    expect(written(await runBacktest({ ...shortConfig, seed: 12 }, { data, threads: 0 }))).not.toBe(first);
  });

  it.skipIf(!existsSync(built))(
    'gives the same bytes on 2 worker threads as in the calling thread (1 and 4: test/slow)',
    async () => {
      const { runBacktest: runBuilt } = (await import(built.href)) as { runBacktest: typeof runBacktest };
      const expected = written(await runBacktest(shortConfig, { data, threads: 0 }));
      expect(written(await runBuilt(shortConfig, { data, threads: 2 }))).toBe(expected);
    },
  );

  it('stops when it is told to, before and during the work', async () => {
    await expect(runBacktest(shortConfig, { data, threads: 0, signal: AbortSignal.abort() })).rejects.toThrow(
      'aborted',
    );
    const abort = new AbortController();
    const during = runBacktest(shortConfig, {
      data,
      threads: 0,
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    });
    await expect(during).rejects.toThrow('enough');
  });

  it('keeps books that add up on every episode', async () => {
    const { episodes: e, bars } = await runBacktest({ ...shortConfig, rateAnnual: 0.05 }, { data, threads: 0 });
    expect(e.rows).toBeGreaterThan(500);
    for (let i = 0; i < e.rows; i++) {
      const items =
        e.premium[i] -
        e.payoff[i] +
        e.gains[i] -
        e.costs[i] +
        e.interest[i] +
        e.dividends[i] -
        e.borrow[i] -
        e.funding[i];
      expect(Math.abs(e.pnl[i] - items) / bars.close[e.start[i]]).toBeLessThan(1e-9);
    }
  });
});
