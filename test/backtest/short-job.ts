import { type BacktestConfig, type BacktestConfigInput, backtestConfigSchema } from '../../src/backtest/config.ts';
import { type MarketData, marketDataFromBars } from '../../src/backtest/market-data.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { bundledBarsPath, readBars } from '../../src/market/read-bars.ts';

/** The main job, shortened to seconds: every part runs, with less data and less training. */
export const shortConfig: BacktestConfigInput = {
  seed: 11,
  walkForward: { signalYears: 1.5, firstFitYears: 2.5, refitYears: 0.5 },
  regimes: { states: 2, restarts: 2 },
  forecast: { lstm: { window: 10, units: 4, epochs: 2, ensemble: 1 } },
  policies: {
    bandWidths: [0, 0.05, 0.1],
    forecastWeights: [0, 0.5, 1],
    riskAversions: [1, 8],
    deep: { hidden: [8], steps: 10, paths: 64 },
    switcher: { minimumDwellDays: 3, minimumGain: 0 },
  },
  bootstrap: { draws: 50 },
};

export function parsedShortConfig(changes: BacktestConfigInput = {}): BacktestConfig {
  return backtestConfigSchema.parse({ ...shortConfig, ...changes });
}

/** The first rows of the bundled S&P 500. */
export async function firstBars(rows: number): Promise<Bars> {
  const { bars } = await readBars(bundledBarsPath());
  return sliceBars(bars, 0, rows);
}

export function marketData(bars: Bars, config = parsedShortConfig()): MarketData {
  return marketDataFromBars(bars, config);
}
