import type { FeatureMatrix } from '../../market/features.ts';
import { requireNonNegative } from '../../support/require.ts';
import { checkPrevious } from '../check-previous.ts';
import { checkDifferentPoints, completePoints } from '../complete-points.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { DetectorFitOptions, RegimeDetector } from '../detector.ts';
import { checkDetectorOptions, type DetectorOptions } from '../detector-options.ts';
import { labelTransition } from '../label-transition.ts';
import { fitStandardiser, observe, standardiseRow } from '../observations.ts';
import { permuteBlocks, permuteSquare } from '../permutation.ts';
import { fitJumps } from './fit-jumps.ts';
import { createJumpModel, filterJumps, type JumpModel } from './jump-model.ts';
import { createJumpGrid, mostContinuousStates } from './state-grid.ts';

export interface JumpDetectorOptions extends DetectorOptions {
  /**
   * λ ≥ 0, the cost of a switch, in the unit of ½ the squared distance in standard units summed over features: 0 gives
   * K-Means, a very high one a single regime. `chooseJumpPenalty` chooses it out of sample.
   */
  readonly penalty: number;
  /** Whether a day may stand between regimes, for up to 4 of them; false when left out. */
  readonly continuous?: boolean;
}

export interface JumpDetector extends RegimeDetector {
  fit(features: FeatureMatrix, options: DetectorFitOptions): JumpModel;
}

/**
 * Regimes by a statistical jump model (Bemporad, Breschi, Piga and Boyd 2018; Nystrup, Lindström and Madsen 2020): the
 * centres θ and the path s of standardised rows x that minimise
 *   Σ_t ½ |x_t − θ_{s_t}|² + λ Σ_t 1{s_t ≠ s_{t−1}}:
 * K-Means with a price on switching, so regimes last without a distribution being assumed. Coordinate descent from
 * `restarts` starting points, the least objective kept.
 *
 * The continuous model (Aydınhan, Kolm, Mulvey and Shu 2024) lets the state be a vector of weights over regimes, with loss
 * Σ_k s_tk ½ |x_t − θ_k|² and penalty ¼ λ |s_t − s_{t−1}|₁²: two regimes differ by λ again, but half the way costs a
 * quarter, so doubt shows. Weights are multiples of 1/20 for 2 regimes, 1/10 for 3, 1/6 for 4; more are refused. The paper's mode loss is left out.
 *
 * `filter` gives the state that is cheapest given the rows so far, the end of the dynamic programme's forward pass: one
 * regime with probability 1 in the discrete model (its online label, no measure of doubt), the weights in the
 * continuous one. A regime that no day belongs to, as under a high penalty, keeps the centre it started from. A missing
 * row costs nothing in any state, so the state stays. Scaling a feature changes nothing.
 *
 * `fit` throws an InputError on a feature that does not vary and on fewer different rows than regimes + 1.
 *
 * @throws RangeError on a negative penalty and on a continuous model of more than 4 regimes
 * @example
 * const detector = createJumpDetector({ states: 2, features: ['logVol10', 'downside21'], penalty: 30 });
 * const model = detector.fit(features, { seed: 1, returns });
 * mostProbable(model.filter(features)); // 0 calm, 1 stormy, day by day
 */
export function createJumpDetector(options: JumpDetectorOptions): JumpDetector {
  checkDetectorOptions(options);
  const { states, features: names, penalty, continuous = false, restarts = 10 } = options;
  requireNonNegative('penalty', penalty);
  if (continuous && states > mostContinuousStates) {
    throw new RangeError(
      `states is ${states}: expected at most ${mostContinuousStates} in a continuous jump model, whose grid grows too fast; take the discrete one`,
    );
  }
  const name = continuous ? 'continuous-jump' : 'jump';

  function fit(features: FeatureMatrix, { seed, returns, previous, ...call }: DetectorFitOptions): JumpModel {
    if (previous !== undefined) checkPrevious(previous, { detector: name, states, features: names });
    const standardiser = fitStandardiser(features, names);
    const observations = observe(features, names, standardiser);
    checkDifferentPoints(completePoints(observations), states);
    const { location, scale } = standardiser;
    const grid = createJumpGrid(name, states);
    const earlier = (previous as JumpModel | undefined)?.centres.flatMap((centre) => [
      ...standardiseRow(centre, location, scale),
    ]);
    const { centres, objective } = fitJumps(observations, {
      ...call,
      seed,
      grid,
      penalty,
      restarts,
      previous: earlier === undefined ? undefined : Float64Array.from(earlier),
    });
    const uniform = Array.from({ length: states }, () => 1 / states);
    const filtered = filterJumps({ grid, penalty, centres, dimensions: names.length }, observations, uniform);
    const transition = Float64Array.from(labelTransition(filtered, observations.complete).flatMap((row) => [...row]));
    const described = describeRegimes(filtered, observations.complete, returns);
    return createJumpModel({
      detector: name,
      features: names,
      standardiser,
      centres: permuteBlocks(centres, described.order, names.length),
      penalty,
      states: described.states,
      objective,
      transition: permuteSquare(transition, described.order),
    });
  }

  return { name, states, features: [...names], fit };
}
