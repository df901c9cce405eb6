import type { FeatureMatrix } from '../../market/features.ts';
import { choleskyFactor } from '../../math/cholesky.ts';
import { createRandomStream, type RandomStream } from '../../math/random.ts';
import { requireCount } from '../../support/require.ts';
import { drawState } from '../draw-state.ts';
import { covarianceOf } from './covariance.ts';
import type { HmmParts } from './hmm-parts.ts';

/** A drawn history. */
export interface HmmSample {
  /** The true regime of each row. */
  readonly labels: Int32Array;
  /** In the model's own units. */
  readonly features: FeatureMatrix;
}

/**
 * Draws a history of a hidden Markov model: the first regime from the start distribution, the others by the transitions, the
 * features from the regime's law; a Student-t row is a normal one over √(χ²_ν / ν).
 */
export function sampleHmm(
  { features: names, standardiser, hmm }: HmmParts,
  rows: number,
  { seed }: { readonly seed: number },
): HmmSample {
  requireCount('rows', rows);
  const { states, dimensions, start, transition, means, covariance, variances, degrees } = hmm;
  const stream = createRandomStream(seed, 'sample', 'hmm');
  const factors = Array.from(
    { length: states },
    (_, k) => choleskyFactor(covarianceOf(covariance, variances, k, dimensions), dimensions)!,
  );
  const labels = new Int32Array(rows);
  const columns = names.map(() => new Float64Array(rows));
  const shocks = new Float64Array(dimensions);
  for (let t = 0; t < rows; t++) {
    const before = t === 0 ? undefined : labels[t - 1] * states;
    const k = drawState(before === undefined ? start : transition.subarray(before, before + states), stream);
    labels[t] = k;
    for (let d = 0; d < dimensions; d++) shocks[d] = stream.normal();
    const spread = degrees.length === 0 ? 1 : Math.sqrt(degrees[k] / drawChiSquare(stream, degrees[k]));
    for (let d = 0; d < dimensions; d++) {
      let shock = 0;
      for (let j = 0; j <= d; j++) shock += factors[k][d * dimensions + j] * shocks[j];
      const value = means[k * dimensions + d] + spread * shock;
      columns[d][t] = standardiser.location[d] + standardiser.scale[d] * value;
    }
  }
  return { labels, features: { names, rows, columns } };
}

/** χ² of any degrees of freedom: twice a gamma of half of them (Marsaglia and Tsang 2000; shape above 1). */
function drawChiSquare(stream: RandomStream, degrees: number): number {
  const d = degrees / 2 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const normal = stream.normal();
    const cube = (1 + c * normal) ** 3;
    if (cube <= 0) continue;
    const uniform = stream.uniform();
    if (Math.log(uniform) < 0.5 * normal * normal + d - d * cube + d * Math.log(cube)) return 2 * d * cube;
  }
}
