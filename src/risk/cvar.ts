import type { Criterion, SmoothingOptions } from './criterion.ts';
import { guardSamples, readSmoothing } from './guard-samples.ts';
import { smoothTail } from './smooth-tail.ts';
import { exactTail } from './tail.ts';

/**
 * Conditional value at risk: the mean loss over the worst share 1 − `level` of the sample. When that share is not a
 * whole number of values, the value at its boundary counts with the fraction left: Rockafellar and Uryasev,
 * "Optimization of conditional value-at-risk" (2000).
 *
 * Its gradient jumps where an outcome enters the tail. With a smoothing width w outcomes enter it by and by, over w
 * (`smoothTail`); the value is then lower by no more than w × `level`/2, and never below the mean loss.
 *
 * @param level in [0, 1): 0.95 averages the worst 5 %, 0 the whole sample
 * @throws RangeError when `level` is outside, or the width is not a finite number >= 0
 * @example
 * cvar(0.7).value(Float64Array.from({ length: 10 }, (_, i) => -i)); // 8
 */
export function cvar(level: number, smoothing: SmoothingOptions = {}): Criterion {
  if (!(level >= 0 && level < 1)) throw new RangeError(`level is ${level}: expected a number in [0, 1)`);
  const { width, suffix } = readSmoothing(smoothing);
  const tailOf = (pnl: Float64Array) => (width === 0 ? exactTail(pnl, level) : smoothTail(pnl, level, width));
  const value = (pnl: Float64Array) => tailOf(pnl).loss;
  return guardSamples({
    name: `cvar ${Number((100 * level).toFixed(6))} %${suffix}`,
    value,
    certaintyEquivalent: value,
    gradient(pnl, out) {
      const { mass, shareOf, loss } = tailOf(pnl);
      for (let i = 0; i < pnl.length; i++) out[i] = -shareOf(pnl[i]) / mass;
      return loss;
    },
  });
}
