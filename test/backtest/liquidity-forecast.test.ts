import { beforeAll, describe, expect, it } from 'vitest';
import { type BacktestConfigInput, backtestConfigSchema } from '../../src/backtest/config.ts';
import { fitSignals } from '../../src/backtest/fit-signals.ts';
import { backtestJobs } from '../../src/backtest/jobs.ts';
import type { MarketData } from '../../src/backtest/market-data.ts';
import { planRun } from '../../src/backtest/plan-run.ts';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import type { SignalTable } from '../../src/backtest/signal-table.ts';
import { checkCombinations } from '../../src/backtest/terms-of-config.ts';
import { walkSignals } from '../../src/backtest/walk-signals.ts';
import { createInlineExecutor } from '../../src/engine/jobs/executor.ts';
import { sliceBars } from '../../src/market/bars.ts';
import { firstBars, marketData, parsedShortConfig, shortConfig } from './short-job.ts';

const liquid = {
  data: { halfSpread: { file: 'read by nobody: data is at hand' } },
  frictions: [{ kind: 'half-spread', signal: 'halfSpreadBps' }],
  forecast: { ...shortConfig.forecast, signal: 'ewma' },
} satisfies BacktestConfigInput;
const policies = {
  ...shortConfig.policies,
  bandWidths: [0.05],
  include: ['delta', 'delta-band', 'forecast-adjusted'],
} satisfies BacktestConfigInput['policies'];
const withIt: BacktestConfigInput = {
  ...shortConfig,
  ...liquid,
  policies: { ...policies, liquidityExponents: [1], include: [...policies.include, 'liquidity-forecast'] },
};

/** Half-spreads that swing between 2 and 10 basis points and back within some weeks. */
function spreadData(bars: Parameters<typeof marketData>[0]): MarketData {
  return { ...marketData(bars), halfSpreadBps: bars.close.map((_, t) => 6 + 4 * Math.sin(t / 9)) };
}

describe('liquidity-forecast', () => {
  let data: MarketData;

  beforeAll(async () => {
    data = spreadData(await firstBars(720));
  });

  it('is forecast-adjusted with a wider band, and touches no other policy', async () => {
    const { results, decisions } = await runBacktest(withIt, { data, threads: 0 });
    for (const { further } of results.refits) expect(further!['liquidity-forecast'].exponent).toBe(1);
    const plain = await runBacktest({ ...shortConfig, ...liquid, policies }, { data, threads: 0 });
    expect(results.policies.slice(0, 3).map(({ metrics }) => metrics)).toEqual(
      plain.results.policies.map(({ metrics }) => metrics),
    );
    const tradesOf = (name: string) => results.policies.find((policy) => policy.name === name)!.metrics.trades;
    expect(tradesOf('liquidity-forecast')).toBeLessThan(tradesOf('forecast-adjusted'));
    expect(decisions.holding.every(Number.isFinite)).toBe(true);
  });

  it('reads forecasts of the half-spread that do not see later rows', async () => {
    const config = parsedShortConfig(withIt);
    const walk = async (market: MarketData): Promise<SignalTable> => {
      const { signalRefits } = planRun(market, config);
      return (await walkSignals(market, config, signalRefits, createInlineExecutor(backtestJobs))).table;
    };
    const rows = 670;
    const whole = (await walk(data)).forecastHalfSpreadBps!;
    const cut = (await walk(spreadData(sliceBars(data.bars, 0, rows)))).forecastHalfSpreadBps!;
    expect(whole).toHaveLength(config.contract.tenorDays);
    cut.forEach((column, n) => {
      expect(column).toEqual(whole[n].slice(0, rows));
    });
    expect(whole[0][rows]).toBeGreaterThan(1);
    expect(whole[0][rows]).toBeLessThan(11);
  });

  it('has no forecast while too few half-spreads are known', async () => {
    const config = parsedShortConfig(withIt);
    const late = { ...data, halfSpreadBps: data.halfSpreadBps!.map((value, t) => (t < 360 ? Number.NaN : value)) };
    const { signalRefits } = planRun(late, config);
    const { table } = await walkSignals(late, config, signalRefits, createInlineExecutor(backtestJobs));
    const first = table.forecastHalfSpreadBps![0].findIndex(Number.isFinite);
    const refit = signalRefits.findIndex(({ row }) => row - 360 >= 63);
    expect(first).toBe(signalRefits[refit].row);
    expect(refit).toBeGreaterThan(0);
  });

  it('has no forecast where a whole training past has no half-spread', async () => {
    const config = parsedShortConfig(withIt);
    const [{ row }] = planRun(data, config).signalRefits;
    const bars = sliceBars(data.bars, 0, row + 1);
    const halfSpreadBps = new Float64Array(row + 1).fill(Number.NaN);
    expect(fitSignals({ bars, trainFrom: 0, config, halfSpreadBps }).halfSpread).toBeUndefined();
  });

  it('is refused without half-spreads', () => {
    const include = ['delta', 'delta-band', 'liquidity-forecast'] as const;
    expect(() => checkCombinations(backtestConfigSchema.parse({ policies: { include: [...include] } }))).toThrow(
      'policies.include holds liquidity-forecast, which reads half-spreads: expected data.halfSpread.file',
    );
  });
});
