import { bundledBarsPath, logReturns, readBars } from '../../../dist/market/index.js';

/** Daily log returns of the bundled S&P 500 in per cent: 5104 of them. */
export async function percentReturns() {
  const { bars } = await readBars(bundledBarsPath());
  return logReturns(bars)
    .subarray(1)
    .map((value) => 100 * value);
}
