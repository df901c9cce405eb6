import { expect, it } from 'vitest';
import type { runBacktest as RunBacktest } from '../../src/backtest/run-backtest.ts';
import { firstBars, marketData, shortConfig } from '../backtest/short-job.ts';
import { written } from '../backtest/written.ts';

const built = new URL('../../dist/backtest/run-backtest.js', import.meta.url);

it('a run gives the same bytes on 1 and 4 worker threads as in the calling thread', async () => {
  const { runBacktest } = (await import(built.href)) as { runBacktest: typeof RunBacktest };
  const data = marketData(await firstBars(760));
  const expected = written(await runBacktest(shortConfig, { data, threads: 0 }));
  for (const threads of [1, 4]) expect(written(await runBacktest(shortConfig, { data, threads }))).toBe(expected);
});
