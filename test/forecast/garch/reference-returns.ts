import { logReturns } from '../../../src/market/bars.ts';
import { bundledBarsPath, readBars } from '../../../src/market/read-bars.ts';
import { readColumns } from '../../regimes/read-columns.ts';

/** Daily changes of the mark/pound rate in per cent, 1974 of them. */
export function markPound(): Float64Array {
  return Float64Array.from(readColumns('test/regimes/fixtures/dem2gbp.csv').r, Number);
}

/** Daily log returns of a European index in per cent, 1859 of them. */
export function europeanReturns(index: string): Float64Array {
  const close = readColumns('test/forecast/fixtures/eu-stock-markets.csv')[index].map(Number);
  return Float64Array.from(close.slice(1), (price, t) => 100 * Math.log(price / close[t]));
}

/** Daily log returns of the S&P 500 in per cent, 5104 of them. */
export async function sp500Returns(): Promise<Float64Array> {
  const { bars } = await readBars(bundledBarsPath());
  return logReturns(bars)
    .subarray(1)
    .map((value) => 100 * value);
}
