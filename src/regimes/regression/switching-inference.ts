import { scaleLikelihoods } from '../chain/markov-chain.ts';
import type { RegimeProbabilities } from '../detector.ts';
import { type JointChain, joinLags, sumLags } from './joint-chain.ts';
import { advanceJoint, smoothJoint } from './joint-filter.ts';
import { type DensityTerms, densityTermsOf, fillDeviations, fillLogDensities } from './switching-densities.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';

/** What is known of the joint states of the rows from the first usable one on; tables are rows × joint states. */
export interface SwitchingInference {
  readonly chain: JointChain;
  readonly density: DensityTerms;
  /** Of all rows, rows × states. */
  readonly deviations: Float64Array;
  readonly likelihoods: Float64Array;
  readonly filtered: Float64Array;
  readonly scales: Float64Array;
  /** Log density of each row given the rows before it; 0 in a missing row. */
  readonly rowLogLikelihoods: Float64Array;
  readonly logLikelihood: number;
}

/** Hamilton's filter (1989, section 4) over the regimes of a row and of its lags, started at the first usable row. */
export function inferSwitching(state: SwitchingState, data: SwitchingRows): SwitchingInference {
  const { rows, first, usable } = data;
  const { states, lags } = state;
  const chain = joinLags(state);
  const density = densityTermsOf(state);
  const deviations = new Float64Array(rows * states);
  fillDeviations(state, data, deviations);
  const { size } = chain;
  const length = rows - first;
  const likelihoods = new Float64Array(length * size);
  const places = new Int32Array(lags + 1);
  for (let t = first; t < rows; t++) {
    if (usable[t] === 0) continue;
    for (let m = 0; m <= lags; m++) places[m] = (t - m) * states;
    fillLogDensities(density, deviations, places, likelihoods, (t - first) * size);
  }
  const largest = largestOfRows(likelihoods, size);
  scaleLikelihoods(likelihoods, size);
  const filtered = new Float64Array(likelihoods.length);
  const scales = new Float64Array(length);
  let impossible = false;
  for (let n = 0; n < length; n++) {
    const before = n === 0 ? undefined : filtered;
    const scale = advanceJoint(chain, before, (n - 1) * size, likelihoods, filtered, n * size);
    if (scale === 0) impossible = true;
    scales[n] = scale > 0 ? scale : 1;
  }
  const rowLogLikelihoods = scales.map((scale, n) => (usable[first + n] === 1 ? largest[n] + Math.log(scale) : 0));
  const logLikelihood = impossible
    ? Number.NEGATIVE_INFINITY
    : rowLogLikelihoods.reduce((sum, value) => sum + value, 0);
  return { chain, density, deviations, likelihoods, filtered, scales, rowLogLikelihoods, logLikelihood };
}

/** P(joint state | all rows), and the onward factors of `smoothJoint`: looks ahead. */
export function smoothSwitching({ chain, likelihoods, filtered, scales }: SwitchingInference) {
  return smoothJoint(chain, likelihoods, filtered, scales);
}

/**
 * Joint probabilities summed to those of the row's regime. Rows before the first complete one hold `shares`; from
 * there to the first usable one they hold the regimes' probabilities at the start.
 */
export function marginalise(
  { chain }: SwitchingInference,
  joint: Float64Array,
  { rows, first, firstComplete, lags }: SwitchingRows,
  shares: ArrayLike<number>,
): RegimeProbabilities {
  const states = shares.length;
  const block = states ** lags;
  const columns = Array.from({ length: states }, (_, k) => new Float64Array(rows).fill(shares[k], 0, firstComplete));
  const now = new Float64Array(states);
  sumLags(chain.start, 0, block, now);
  for (let t = firstComplete; t < rows; t++) {
    if (t >= first) sumLags(joint, (t - first) * chain.size, block, now);
    for (let k = 0; k < states; k++) columns[k][t] = now[k];
  }
  return { rows, columns };
}

function largestOfRows(logLikelihoods: Float64Array, states: number): Float64Array {
  return Float64Array.from({ length: logLikelihoods.length / states }, (_, t) => {
    let largest = logLikelihoods[t * states];
    for (let k = 1; k < states; k++) largest = Math.max(largest, logLikelihoods[t * states + k]);
    return largest;
  });
}
