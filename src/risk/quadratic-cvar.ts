import type { Criterion, SmoothingOptions } from './criterion.ts';
import { guardSamples, readSmoothing } from './guard-samples.ts';

/**
 * Quadratic CVaR: the least over ω of ω + λ √E[max(−P&L − ω, 0)²]. Buehler, "Statistical hedging" (2019); the
 * higher-moment coherent risk measure of order 2 of Krokhmal, "Higher moment coherent risk measures" (2007), at level
 * 1 − 1/λ. As CVaR, ω + λ E max(−P&L − ω, 0), it looks at losses beyond a threshold, by their root mean square.
 *
 * The minimum is found in closed form. With the k worst outcomes beyond ω, of mean loss m and variance v, and
 * c² = λ²k/n, it is at ω = m − √(v/(c² − 1)), and is m + √(v (c² − 1)); k is the least for which outcome k + 1 is not
 * beyond ω. Where the worst outcome weighs more than any ω below it could gain, the value is the worst loss.
 *
 * There it has a kink. With a smoothing width w the root becomes √(w² + E[…]), less w √(λ² − 1) so that a sure loss
 * keeps its value: the value is lower by no more than w √(λ² − 1), and never below the mean loss.
 *
 * @param riskAversion λ, a number without unit: 1 is the mean loss; larger ones look further into the tail
 * @throws RangeError when λ is not a finite number >= 1, or the width not one >= 0
 * @example
 * quadraticCvar(2).value(Float64Array.from({ length: 10 }, (_, i) => -i)); // 8.3651…
 */
export function quadraticCvar(riskAversion: number, smoothing: SmoothingOptions = {}): Criterion {
  if (!(riskAversion >= 1 && Number.isFinite(riskAversion))) {
    throw new RangeError(`riskAversion is ${riskAversion}: expected a finite number >= 1`);
  }
  const { width, suffix } = readSmoothing(smoothing);
  const value = (pnl: Float64Array) => solveThreshold(pnl, riskAversion, width).loss;
  return guardSamples({
    name: `quadratic cvar, risk aversion ${riskAversion}${suffix}`,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const { worst, last, count, center, reach, loss } = solveThreshold(pnl, riskAversion, width);
      if (reach > 0) {
        for (let i = 0; i < pnl.length; i++) out[i] = -Math.max(1 - (pnl[i] - worst - center) / reach, 0) / count;
      } else {
        // The worst outcome alone: those that tie for it share it alike.
        let ties = 0;
        for (let i = 0; i < pnl.length; i++) if (pnl[i] <= last) ties++;
        for (let i = 0; i < pnl.length; i++) out[i] = pnl[i] <= last ? -1 / ties : 0;
      }
      return loss;
    },
  });
}

/**
 * How many outcomes are beyond the threshold, the last of them, their mean and how far the threshold lies above that, and
 * the value. The mean is counted from the worst outcome, near which digits are needed when outcomes nearly tie.
 */
function solveThreshold(pnl: Float64Array, riskAversion: number, width: number) {
  const sorted = pnl.slice().sort();
  const size = sorted.length;
  const worst = sorted[0];
  let center = 0;
  let squares = 0;
  for (let count = 1; ; count++) {
    const last = sorted[count - 1];
    const gap = last - worst;
    const step = gap - center;
    center += step / count;
    squares += step * (gap - center);
    const steepness = (riskAversion * riskAversion * count) / size - 1;
    if (count < size && steepness <= 0) continue;
    const spread = (squares + width * width * size) / count;
    const reach = spread === 0 ? 0 : Math.sqrt(spread / steepness);
    if (count < size && center + reach > sorted[count] - worst) continue;
    const offset = width * Math.sqrt(riskAversion * riskAversion - 1);
    const excess = Math.sqrt(spread * steepness) - offset - center;
    return { worst, last, count, center, reach, loss: excess - worst };
  }
}
