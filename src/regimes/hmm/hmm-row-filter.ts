import { relativeLikelihood } from '../chain/markov-chain.ts';
import { standardise } from '../observations.ts';
import { densityTerms } from './emission-densities.ts';
import type { HmmModel } from './hmm-model.ts';

/** Filters many histories of one feature side by side, one row of all of them at a time. */
export interface HmmRowFilter {
  /**
   * Begins new histories, without a row yet: sets the probabilities to the regimes' shares.
   *
   * @param probabilities one array for each regime, one value for each history; kept, and changed by `advance`
   */
  begin(probabilities: readonly Float64Array[]): void;
  /**
   * Sets the probabilities to P(regime k | rows so far, this one among them). Allocates nothing.
   *
   * @param values of the next row, one for each history; none may be missing
   */
  advance(values: Float64Array): void;
}

/**
 * The filter of a hidden Markov model of one feature, row by row: the arithmetic of `HmmModel.filter` in the same order, so
 * that every history has the same bits. Each loop does one thing to all histories.
 *
 * @param mostHistories that there will ever be side by side
 * @throws RangeError when the model reads more than one feature, or has other than normal laws of their own variances
 */
export function createHmmRowFilter({ parts, states }: HmmModel, mostHistories: number): HmmRowFilter {
  const { hmm, standardiser, features } = parts;
  if (features.length !== 1) {
    throw new RangeError(`the model reads ${features.length} features (${features.join(', ')}): expected one`);
  }
  if (hmm.law !== 'normal' || !['diagonal', 'spherical'].includes(hmm.covariance)) {
    throw new RangeError(
      `the model has ${hmm.covariance} ${hmm.law} regimes: expected normal ones, each with a variance of its own (covariance 'diagonal')`,
    );
  }
  const { start, transition, means } = hmm;
  const { precisions, constants } = densityTerms(hmm);
  const [location] = standardiser.location;
  const [scale] = standardiser.scale;
  const regimes = states.length;
  const row = () => new Float64Array(mostHistories);
  const units = row();
  const largest = row();
  const scales = row();
  const places = new Int32Array(mostHistories);
  const logDensities = states.map(row);
  const likelihoods = states.map(row);
  const predicted = states.map(row);
  let filtered: readonly Float64Array[] = [];
  let isFirst = true;

  function begin(probabilities: readonly Float64Array[]): void {
    filtered = probabilities;
    isFirst = true;
    for (let k = 0; k < regimes; k++) filtered[k].fill(states[k].share);
  }

  function advance(values: Float64Array): void {
    const count = values.length;
    for (let i = 0; i < count; i++) units[i] = standardise(values[i], location, scale);
    largest.fill(Number.NEGATIVE_INFINITY);
    for (let k = 0; k < regimes; k++) {
      fillLogDensities(logDensities[k], largest, units, means[k], precisions[k], constants[k], count);
    }
    for (let k = 0; k < regimes; k++) fillLikelihoods(likelihoods[k], logDensities[k], largest, places, count);
    for (let k = 0; k < regimes; k++) {
      predicted[k].fill(isFirst ? start[k] : 0);
      if (isFirst) continue;
      for (let j = 0; j < regimes; j++) addTimes(predicted[k], filtered[j], transition[j * regimes + k], count);
    }
    scales.fill(0);
    for (let k = 0; k < regimes; k++) join(filtered[k], scales, predicted[k], likelihoods[k], count);
    for (let k = 0; k < regimes; k++) divide(filtered[k], scales, predicted[k], count);
    isFirst = false;
  }

  return { begin, advance };
}

function fillLogDensities(
  out: Float64Array,
  largest: Float64Array,
  units: Float64Array,
  mean: number,
  precision: number,
  constant: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const deviation = units[i] - mean;
    const logDensity = constant - 0.5 * (deviation * deviation * precision);
    out[i] = logDensity;
    if (logDensity > largest[i]) largest[i] = logDensity;
  }
}

/**
 * Likelihoods over the largest of each history's. Where they are 1 no exponential is taken, and the places of the others are
 * listed first: which regime is the likeliest is hard to foresee, and a branch on it would cost as much as an exponential.
 *
 * @param places room for the list
 */
function fillLikelihoods(
  out: Float64Array,
  logDensities: Float64Array,
  largest: Float64Array,
  places: Int32Array,
  count: number,
): void {
  let listed = 0;
  for (let i = 0; i < count; i++) {
    places[listed] = i;
    listed += Number(logDensities[i] - largest[i] !== 0);
  }
  out.fill(1);
  for (let j = 0; j < listed; j++) {
    const i = places[j];
    out[i] = relativeLikelihood(logDensities[i], largest[i]);
  }
}

function addTimes(sums: Float64Array, values: Float64Array, factor: number, count: number): void {
  for (let i = 0; i < count; i++) sums[i] += values[i] * factor;
}

/** P(regime and this row), and its sum over the regimes. */
function join(
  out: Float64Array,
  sums: Float64Array,
  predicted: Float64Array,
  likelihoods: Float64Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const joint = predicted[i] * likelihoods[i];
    out[i] = joint;
    sums[i] += joint;
  }
}

/** A row that the past makes impossible keeps the prediction. */
function divide(joint: Float64Array, sums: Float64Array, predicted: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) joint[i] = sums[i] > 0 ? joint[i] * (1 / sums[i]) : predicted[i];
}
