import type { Criterion } from './criterion.ts';

/**
 * Conditional value at risk: the mean loss over the worst share 1 − `level` of the sample. When that share is not a
 * whole number of values, the value at its boundary counts with the fraction left: Rockafellar and Uryasev,
 * "Optimization of conditional value-at-risk" (2000).
 *
 * @param level in [0, 1): 0.95 averages the worst 5 %, 0 the whole sample
 * @throws RangeError when `level` is outside
 * @example
 * cvar(0.7).value(Float64Array.from({ length: 10 }, (_, i) => -i)); // 8
 */
export function cvar(level: number): Criterion {
  if (!(level >= 0 && level < 1)) throw new RangeError(`level is ${level}: expected a number in [0, 1)`);
  const value = (pnl: Float64Array) => tailOf(pnl, level).loss;
  return {
    name: `cvar ${Number((100 * level).toFixed(6))} %`,
    isCashInvariant: true,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const { mass, threshold, thresholdShare, loss } = tailOf(pnl, level);
      for (let i = 0; i < pnl.length; i++) {
        out[i] = pnl[i] < threshold ? -1 / mass : pnl[i] === threshold ? -thresholdShare / mass : 0;
      }
      return loss;
    },
  };
}

interface Tail {
  /** Number of values averaged, with fractions. */
  readonly mass: number;
  /** The best P&L that still counts. */
  readonly threshold: number;
  /** Weight of each value at the threshold: those that tie share alike. */
  readonly thresholdShare: number;
  readonly loss: number;
}

function tailOf(pnl: Float64Array, level: number): Tail {
  if (pnl.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  const sorted = pnl.slice().sort();
  const mass = sorted.length * (1 - level);
  const threshold = sorted[Math.min(Math.ceil(mass), sorted.length) - 1];
  let below = 0;
  let sum = 0;
  for (; sorted[below] < threshold; below++) sum += sorted[below];
  let ties = 0;
  while (below + ties < sorted.length && sorted[below + ties] === threshold) ties++;
  const left = mass - below;
  return { mass, threshold, thresholdShare: left / ties, loss: -(sum + left * threshold) / mass };
}
