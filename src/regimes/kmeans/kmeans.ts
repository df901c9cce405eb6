import type { FeatureMatrix } from '../../market/features.ts';
import { checkPrevious } from '../check-previous.ts';
import { completePoints } from '../complete-points.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { DetectorFitOptions, RegimeDetector, RegimeModel } from '../detector.ts';
import { checkDetectorOptions, type DetectorOptions } from '../detector-options.ts';
import { labelTransition } from '../label-transition.ts';
import { fitStandardiser, observe, standardiseRow } from '../observations.ts';
import { permuteBlocks, permuteSquare } from '../permutation.ts';
import { clusterPoints } from './cluster-points.ts';
import { assignSoftly, createKMeansModel, type KMeansModel } from './kmeans-model.ts';

export interface KMeansDetector extends RegimeDetector {
  fit(features: FeatureMatrix, options: DetectorFitOptions): KMeansModel;
}

/** Smallest spread of a cluster, in standard units squared: clusters of equal points must not divide by zero. */
const spreadFloor = 1e-6;

/**
 * Regimes by K-Means on standardised features: `restarts` runs of Lloyd's algorithm from k-means++ seeds (Arthur and
 * Vassilvitskii 2007), the least inertia kept. Rows with a missing feature are left out. Each row is judged by itself,
 * so the regimes know no persistence.
 *
 * Probabilities are those of spherical normal clusters of equal size: P(k | x) ∝ exp(−|x − c_k|² / 2s²) with
 * s² = inertia / ((n − K) D), in standard units; the most probable regime is that of the nearest centre.
 *
 * `fit` throws an InputError on a feature that does not vary and on fewer different rows than regimes + 1.
 *
 * @example
 * const model = createKMeansDetector({ states: 3, features: ['logVol5', 'drawdown'] }).fit(features, { seed: 1, returns });
 * model.filter(features).columns[2]; // probability of the stormiest regime at each close
 */
export function createKMeansDetector(options: DetectorOptions): KMeansDetector {
  checkDetectorOptions(options);
  const { states, features: names, restarts = 10 } = options;

  function fit(features: FeatureMatrix, options: DetectorFitOptions): KMeansModel {
    const { seed, returns, previous, signal, onProgress } = options;
    if (previous !== undefined) checkPrevious(previous, { detector: 'kmeans', states, features: names });
    const standardiser = fitStandardiser(features, names);
    const observations = observe(features, names, standardiser);
    const points = completePoints(observations);
    const start = previous === undefined ? undefined : centresOf(previous);
    const best = clusterPoints(points, { clusters: states, restarts, start, seed, signal, onProgress });
    const found = Float64Array.from(best.centres.flat());

    /** Centres of an earlier fit, in the standard units of this one. */
    function centresOf(earlier: RegimeModel): number[][] {
      const { location, scale } = standardiser;
      return (earlier as KMeansModel).centres.map((centre) => [...standardiseRow(centre, location, scale)]);
    }
    const freedom = (points.length - states) * names.length;
    const spread = Math.max(spreadFloor, best.inertia / freedom);
    const shares = Array.from({ length: states }, () => 1 / states);
    const soft = assignSoftly({ centres: found, spread, shares }, observations);
    const transition = Float64Array.from(labelTransition(soft, observations.complete).flatMap((row) => [...row]));
    const described = describeRegimes(soft, observations.complete, returns);
    return createKMeansModel({
      features: names,
      standardiser,
      centres: permuteBlocks(found, described.order, names.length),
      spread,
      states: described.states,
      inertia: best.inertia,
      transition: permuteSquare(transition, described.order),
    });
  }

  return { name: 'kmeans', states, features: [...names], fit };
}
