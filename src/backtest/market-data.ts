import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Bars } from '../market/bars.ts';
import { carryForward } from '../market/carry-forward.ts';
import { addColumn } from '../market/hash-bars.ts';
import { modelledImpliedVol } from '../market/modelled-implied-vol.ts';
import { bundledBarsPath, readBars } from '../market/read-bars.ts';
import { joinImpliedVol, readImpliedVol } from '../market/read-implied-vol.ts';
import { joinSeries, readSeries } from '../market/read-series.ts';
import type { BacktestConfig } from './config.ts';

/** Source of data that was handed over in memory. */
export const callersData = 'given by the caller';

/** What a backtest is run on. */
export interface MarketData {
  readonly bars: Bars;
  /** Annualised implied volatility at each bar's close, a decimal; NaN where nothing is known yet. */
  readonly impliedVol: Float64Array;
  /** Half-spread in basis points of the price at each bar, the last figure known; where the data has it. */
  readonly halfSpreadBps?: Float64Array | undefined;
  /** Whether implied volatility was quoted, not modelled from the bars. */
  readonly quoted: boolean;
  /** For the manifest: a file's name, or 'given by the caller'. */
  readonly source: string;
  /** What the reader of a report must know about the data. */
  readonly notices: readonly string[];
}

/** Reads the bars and the implied volatility that a configuration names. Throws an InputError on bad files. */
export async function loadMarketData(config: BacktestConfig): Promise<MarketData> {
  const file = config.data.file ?? bundledBarsPath();
  const { priceShift, halfSpread } = config.data;
  const read = await readBars(file, { priceShift, shiftRemedy });
  const { bars } = read;
  const notices = priceShift === 0 ? read.notices : [...read.notices, shiftNotice(priceShift)];
  const source = config.data.file === undefined ? 'bundled S&P 500 (data/sp500.csv)' : basename(file);
  const halfSpreadBps =
    halfSpread &&
    joinSeries(
      bars.dates,
      await readSeries(halfSpread.file, halfSpread.column, { columnKey: 'data.halfSpread.column' }),
    );
  if (config.data.impliedVol.file === undefined) {
    return {
      ...marketDataFromBars(bars, config, source),
      halfSpreadBps,
      notices: [...notices, modelledNotice(config)],
    };
  }
  const series = await readImpliedVol(config.data.impliedVol.file, { units: config.data.impliedVol.units });
  const joined = joinImpliedVol(bars.dates, series);
  const quotes = carryForward(joined.values);
  return {
    bars,
    impliedVol: quotes.values,
    halfSpreadBps,
    quoted: true,
    source: `${source} with ${basename(config.data.impliedVol.file)}`,
    notices: [
      ...notices,
      ...joined.notices,
      ...(quotes.carried > 0
        ? [`the last implied volatility is carried forward on ${quotes.carried} of those days`]
        : []),
    ],
  };
}

/** Market data from bars at hand, with modelled implied volatility. */
export function marketDataFromBars(bars: Bars, config: BacktestConfig, source = callersData): MarketData {
  const { lambda, premium } = config.data.impliedVol;
  return {
    bars,
    impliedVol: modelledImpliedVol(bars, { lambda, premium }),
    quoted: false,
    source,
    notices: [modelledNotice(config)],
  };
}

/** SHA-256 of every figure that a run reads; modelled implied volatility follows from the bars and does not count. */
export function hashMarketData({ bars, impliedVol, halfSpreadBps, quoted }: MarketData): string {
  const hash = createHash('sha256').update(bars.dates.join());
  const quotes = [...(quoted ? [impliedVol] : []), ...(halfSpreadBps === undefined ? [] : [halfSpreadBps])];
  for (const column of [bars.open, bars.high, bars.low, bars.close, bars.volume, ...quotes]) {
    addColumn(hash, column);
  }
  return hash.digest('hex');
}

function shiftRemedy(above: number): string {
  return `set data.priceShift above ${above}, with underlying.kind futures and underlying.model bachelier`;
}

function shiftNotice(priceShift: number): string {
  return `all prices are shifted by ${priceShift}: costs and percentages of spot are those of the shifted prices`;
}

function modelledNotice({ data: { impliedVol } }: BacktestConfig): string {
  return `implied volatility is modelled, not quoted: ${impliedVol.premium} × a causal forecast from past closes (EWMA, lambda ${impliedVol.lambda}); give --implied-vol for quoted figures`;
}
