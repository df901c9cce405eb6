import { tradingDaysPerYear } from '../market/trading-days.ts';
import type { SimulationRequest } from './market.ts';

/** Expected mean variance of the remaining days, annualised, given that today's regime is k: at `step * states + k`. */
export function varianceWeights(
  { steps, daysPerStep = 1, quote }: SimulationRequest,
  transition: Float64Array,
  variances: readonly number[],
): Float64Array {
  const states = variances.length;
  const weights = new Float64Array((steps + 1) * states);
  let ahead = Float64Array.from(variances);
  const total = new Float64Array(states);
  const fill = (step: number, days: number) => {
    for (let k = 0; k < states; k++) weights[step * states + k] = (tradingDaysPerYear * total[k]) / days;
  };
  for (let day = 1; day <= Math.max(1, steps * daysPerStep); day++) {
    ahead = ahead.map((_, i) => {
      let sum = 0;
      for (let j = 0; j < states; j++) sum += transition[i * states + j] * ahead[j];
      return sum;
    });
    for (let k = 0; k < states; k++) total[k] += ahead[k];
    if (day === 1) for (let step = 0; step <= steps; step++) fill(step, 1);
    if (quote !== 'instantaneous' && day % daysPerStep === 0) fill(steps - day / daysPerStep, day);
  }
  // The last step has no days left: it keeps the coming day's.
  return weights;
}
