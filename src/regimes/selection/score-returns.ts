import type { RegimeProbabilities, RegimeState } from '../detector.ts';
import { returnDensity } from './return-density.ts';

/** What is scored of a walk. */
export interface PredictedRegimes {
  /** Row t: P(regime at t | rows 0..t − 1). */
  readonly predicted: RegimeProbabilities;
  readonly refits: readonly ScoredRefit[];
}

/** A fit at the close of `row`, in force from the next row on. */
export interface ScoredRefit {
  readonly row: number;
  readonly states: readonly RegimeState[];
  /** Of the returns within regimes; Infinity is the normal distribution. */
  readonly degreesOfFreedom: number;
}

/**
 * Logarithm of the density that was foreseen for each day's return, in nats: that of `returnDensity` at the predicted
 * probabilities, by the model in force the day before (Amisano and Giacomini 2007 compare models so). It asks nothing of the
 * features, so that detectors of any features compare. Row t depends on rows 0..t alone.
 *
 * @param returns daily log returns; NaN where there is none
 * @returns one for each row; NaN up to the first fit and where there is no return
 * @throws InputError when the returns fitted on do not vary
 */
export function scoreReturns({ predicted, refits }: PredictedRegimes, returns: Float64Array): Float64Array {
  const scores = new Float64Array(predicted.rows).fill(Number.NaN);
  refits.forEach(({ row, states, degreesOfFreedom }, index) => {
    const density = returnDensity(states, degreesOfFreedom);
    const last = refits[index + 1]?.row ?? predicted.rows - 1;
    for (let t = row + 1; t <= last; t++) {
      if (Number.isFinite(returns[t])) scores[t] = density(returns[t], predicted, t);
    }
  });
  return scores;
}
