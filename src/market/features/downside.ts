import { logReturns } from '../bars.ts';
import type { Feature } from '../features.ts';

/**
 * Share of realised variance that came from falls: Σ min(r, 0)² / Σ r² over the last `window` log returns, from 0 (only
 * rises) to 1 (only falls), by the realised semivariance of Barndorff-Nielsen, Kinnebrock and Shephard (2010, Volatility
 * and Time Series Econometrics, Oxford). 0.5 for a market that did not move.
 */
export function downsideFeature(window: number): Feature {
  return {
    name: `downside${window}`,
    warmup: window,
    compute(bars) {
      const returns = logReturns(bars);
      const share = new Float64Array(returns.length).fill(Number.NaN);
      for (let t = window; t < returns.length; t++) {
        let falls = 0;
        let all = 0;
        for (let i = t - window + 1; i <= t; i++) {
          const square = returns[i] * returns[i];
          all += square;
          if (returns[i] < 0) falls += square;
        }
        share[t] = all > 0 ? falls / all : 0.5;
      }
      return share;
    },
  };
}
