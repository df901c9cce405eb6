import { logReturns } from '../bars.ts';
import type { Feature } from '../features.ts';
import { DAILY_VARIANCE_FLOOR } from './rolling.ts';

/**
 * Direction over noise: the sum of the last `window` log returns over their standard deviation (n − 1) times √window,
 * the t statistic of their mean. Moskowitz, Ooi and Pedersen (2012, Journal of Financial Economics 104) scale past
 * returns by volatility in the same spirit. The standard deviation is held at one basis point a day at least.
 */
export function trendFeature(window: number): Feature {
  return {
    name: `trend${window}`,
    warmup: window,
    compute(bars) {
      const returns = logReturns(bars);
      const trend = new Float64Array(returns.length).fill(Number.NaN);
      for (let t = window; t < returns.length; t++) {
        let sum = 0;
        for (let i = t - window + 1; i <= t; i++) sum += returns[i];
        const mean = sum / window;
        let squares = 0;
        for (let i = t - window + 1; i <= t; i++) squares += (returns[i] - mean) ** 2;
        const variance = Math.max(squares / (window - 1), DAILY_VARIANCE_FLOOR);
        trend[t] = sum / Math.sqrt(variance * window);
      }
      return trend;
    },
  };
}
