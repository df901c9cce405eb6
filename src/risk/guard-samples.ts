import { requireNonNegative } from '../support/require.ts';
import type { Criterion, SmoothingOptions } from './criterion.ts';

/**
 * A criterion that keeps the promises of `Criterion` on odd samples: it refuses an empty one, and gives NaN where an
 * outcome is not finite. The criterion given may take finite samples for granted.
 *
 * @throws RangeError, from each function, for an empty sample; from `gradient` for an `out` that is too short
 */
export function guardSamples(criterion: Criterion): Criterion {
  const { value, certaintyEquivalent, gradient } = criterion;
  return {
    ...criterion,
    value: (pnl) => (isFiniteSample(pnl) ? value(pnl) : Number.NaN),
    certaintyEquivalent: (pnl) => (isFiniteSample(pnl) ? certaintyEquivalent(pnl) : Number.NaN),
    gradient(pnl, out) {
      if (out.length < pnl.length) {
        throw new RangeError(`out has length ${out.length}: expected ${pnl.length}, one slope per outcome`);
      }
      if (isFiniteSample(pnl)) return gradient(pnl, out);
      out.fill(Number.NaN, 0, pnl.length);
      return Number.NaN;
    },
  };
}

/** The width asked for, and what it adds to a criterion's name. Throws a RangeError unless it is finite and >= 0. */
export function readSmoothing({ smoothingWidth = 0 }: SmoothingOptions): { width: number; suffix: string } {
  requireNonNegative('smoothingWidth', smoothingWidth);
  return { width: smoothingWidth, suffix: smoothingWidth === 0 ? '' : `, smoothed over ${smoothingWidth}` };
}

function isFiniteSample(pnl: Float64Array): boolean {
  if (pnl.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  for (let i = 0; i < pnl.length; i++) if (!Number.isFinite(pnl[i])) return false;
  return true;
}
