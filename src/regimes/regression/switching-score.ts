import { leastSquares } from '../../math/least-squares.ts';
import type { SwitchingExpectation } from './expected-moves.ts';
import { expectSwitching } from './expected-moves.ts';
import { type FreeParameters, unpackFree } from './free-parameters.ts';
import { errorOf } from './switching-densities.ts';
import { inferSwitching, type SwitchingInference } from './switching-inference.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingRows } from './switching-rows.ts';

/**
 * Exact slopes of the log likelihood in the free parameters, by Fisher's identity: the expected score of rows and
 * regimes together, given the rows (Hamilton 1994, Time Series Analysis, section 22.4).
 */
export function switchingScore(layout: FreeParameters, data: SwitchingRows, free: Float64Array): Float64Array {
  const state = unpackFree(layout, free);
  const inference = inferSwitching(state, data);
  const expectation = expectSwitching(state, inference);
  const score = new Float64Array(layout.size);
  addChainScore(layout, state, expectation, score);
  addErrorScore(layout, state, data, inference, expectation, score);
  return score;
}

function addChainScore(
  { terms, transitionAt, startAt }: FreeParameters,
  { states, start: prior, transition }: SwitchingState,
  { moves, start }: SwitchingExpectation,
  score: Float64Array,
): void {
  const implied = terms.start === 'stationary' ? stationarySlopes(prior, transition, start) : undefined;
  for (let i = 0; i < states; i++) {
    let leaving = 0;
    let mean = 0;
    for (let j = 0; j < states; j++) {
      const ij = i * states + j;
      leaving += moves[ij];
      if (implied) mean += transition[ij] * implied[ij];
    }
    for (let j = 0; j < states; j++) {
      const ij = i * states + j;
      if (transitionAt[ij] < 0) continue;
      score[transitionAt[ij]] += moves[ij] - leaving * transition[ij];
      if (implied) score[transitionAt[ij]] += transition[ij] * (implied[ij] - mean);
    }
  }
  startAt.forEach((place, k) => {
    if (place >= 0) score[place] += start[k] - prior[k];
  });
}

/**
 * Slopes of Σ w_k ln π_k in P_ij along changes that keep row sums, π the stationary distribution:
 * π_i [(I − P + 1π′)⁻¹ g]_j with g_k = w_k / π_k (Schweitzer 1968).
 */
function stationarySlopes(prior: Float64Array, transition: Float64Array, weights: Float64Array): Float64Array {
  const states = prior.length;
  const ratios = weights.map((weight, k) => (prior[k] > 0 ? weight / prior[k] : 0));
  const columns = Array.from({ length: states }, (_, j) =>
    Float64Array.from({ length: states }, (_, i) => (i === j ? 1 : 0) - transition[i * states + j] + prior[j]),
  );
  const solved = leastSquares(columns, ratios);
  return transition.map((_, ij) => prior[Math.floor(ij / states)] * solved[ij % states]);
}

function addErrorScore(
  { coefficientAt, lagAt, varianceAt, varianceFloor }: FreeParameters,
  { states, terms, lags, lagCoefficients, variances }: SwitchingState,
  { rows, first, usable, regressors }: SwitchingRows,
  { chain, density, deviations }: SwitchingInference,
  { smoothed }: SwitchingExpectation,
  score: Float64Array,
): void {
  const { digits, size } = chain;
  const width = lags + 1;
  const places = new Int32Array(width);
  for (let t = first; t < rows; t++) {
    if (usable[t] === 0) continue;
    for (let m = 0; m <= lags; m++) places[m] = (t - m) * states;
    for (let joint = 0; joint < size; joint++) {
      const weight = smoothed[(t - first) * size + joint];
      if (weight === 0) continue;
      const at = joint * width;
      const k = digits[at];
      const error = errorOf(density, deviations, places, joint);
      const pull = (weight * error) / variances[k];
      for (let m = 0; m <= lags; m++) {
        const factor = m === 0 ? pull : -pull * lagCoefficients[k * lags + m - 1];
        const own = digits[at + m] * terms;
        for (let j = 0; j < terms; j++) score[coefficientAt[own + j]] += factor * regressors[(t - m) * terms + j];
        if (m > 0) score[lagAt[k * lags + m - 1]] += pull * deviations[places[m] + digits[at + m]];
      }
      score[varianceAt[k]] += (0.5 * (pull * error - weight) * (variances[k] - varianceFloor)) / variances[k];
    }
  }
}
