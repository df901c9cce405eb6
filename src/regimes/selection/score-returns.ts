import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { InputError } from '../../support/input-error.ts';
import type { RegimeProbabilities, RegimeState } from '../detector.ts';

/** A regime's variance counts as at least this share of that of all fitted days: as the HMM's own floor. */
const varianceFloor = 1e-4;

/** What is scored of a walk: `walkRegimes` gives it. */
export interface PredictedRegimes {
  /** Row t: P(regime at t | rows 0..t − 1). */
  readonly predicted: RegimeProbabilities;
  readonly refits: readonly { readonly row: number; readonly model: { readonly states: readonly RegimeState[] } }[];
}

/**
 * Logarithm of the density that was foreseen for each day's return, in nats: log Σ_k q_k N(r; m_k, v_k), with q the
 * predicted probabilities and m_k = `meanDaily`, v_k = `volAnnual`² / 252 of the model in force the day before (Amisano and
 * Giacomini 2007 compare models so). It asks nothing of the features, so that detectors of any features compare. Row t
 * depends on rows 0..t alone.
 *
 * `volAnnual` is taken about the mean of all days (`describeRegimes`), hence v_k is a little wide where m_k lies apart.
 * Variances below 1e-4 of that of all fitted days are raised to it, so that no regime can stake all on one value.
 *
 * @param returns daily log returns; NaN where there is none
 * @returns one for each row; NaN up to the first fit and where there is no return
 * @throws InputError when the returns fitted on do not vary
 */
export function scoreReturns({ predicted, refits }: PredictedRegimes, returns: Float64Array): Float64Array {
  const scores = new Float64Array(predicted.rows).fill(Number.NaN);
  refits.forEach(({ row, model }, index) => {
    const normals = normalsOf(model.states, row);
    const last = refits[index + 1]?.row ?? predicted.rows - 1;
    for (let t = row + 1; t <= last; t++) {
      if (Number.isFinite(returns[t])) scores[t] = logDensity(returns[t], predicted.columns, t, normals);
    }
  });
  return scores;
}

interface Normal {
  readonly mean: number;
  readonly variance: number;
  /** Logarithm of the density at the mean. */
  readonly logPeak: number;
}

function normalsOf(states: readonly RegimeState[], row: number): readonly Normal[] {
  const variances = states.map(({ volAnnual }) => volAnnual ** 2 / tradingDaysPerYear);
  const overall = states.reduce((sum, { share }, k) => sum + share * variances[k], 0);
  if (!(overall > 0)) {
    throw new InputError(
      `returns do not vary up to row ${row}: expected ones that do; give other returns or more rows`,
    );
  }
  return states.map(({ meanDaily }, k) => {
    const variance = Math.max(variances[k], varianceFloor * overall);
    return { mean: meanDaily, variance, logPeak: -0.5 * Math.log(2 * Math.PI * variance) };
  });
}

/** The largest term is taken out, so that a wild day has a low score and not that of an impossible one. */
function logDensity(
  value: number,
  probabilities: readonly Float64Array[],
  row: number,
  normals: readonly Normal[],
): number {
  const terms = normals.map(
    ({ mean, variance, logPeak }, k) =>
      Math.log(probabilities[k][row]) + logPeak - (value - mean) ** 2 / (2 * variance),
  );
  const largest = Math.max(...terms);
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}
