import type { FeatureMatrix } from '../../market/features.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { mean, standardDeviation } from '../../math/moments.ts';
import { InputError } from '../../support/input-error.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { requireCount, requireNonNegative } from '../../support/require.ts';
import { judgeJumps } from './judge-jumps.ts';
import { createJumpDetector, type JumpDetectorOptions } from './jump-detector.ts';

export interface ChooseJumpPenaltyOptions extends Omit<JumpDetectorOptions, 'penalty' | 'features'>, SeededCallOptions {
  /** Names of the features that the model reads; all of the matrix when left out. */
  readonly names?: readonly string[];
  /** Log returns of the rows, NaN where there is none. */
  readonly returns: Float64Array;
  /** Share of the rows that the first fit sees and no judgement does; 0.5 when left out. */
  readonly firstShare?: number;
  /** Parts of the remaining rows; before each the model is fitted again on all rows before it. 4 when left out. */
  readonly parts?: number;
  /** Rows between what is known and the return that is judged; 1 when left out. */
  readonly horizonDays?: number;
  /**
   * A penalty counts as good as the best when it is behind by no more than so many standard errors of the difference; 1 when
   * left out, 0 takes the best score alone.
   */
  readonly toleranceErrors?: number;
}

/** One penalty judged on rows that its fits had not seen. */
export interface JumpPenaltyTrial {
  readonly penalty: number;
  /** Mean log predictive density of a return, higher is better. */
  readonly logDensity: number;
  /** How far the mean is below the best one's, and the standard error of that difference, days taken as independent. */
  readonly behind: number;
  readonly behindError: number;
  /** Changes of the online label a year (252 days). */
  readonly switchesPerYear: number;
}

export interface ChosenJumpPenalty {
  readonly penalty: number;
  /** Every candidate, in the order given. */
  readonly trials: readonly JumpPenaltyTrial[];
  /** Returns judged. */
  readonly days: number;
}

/**
 * The penalty of a jump model that predicts returns best out of sample: fitted on the first part of the rows, judged on each
 * later part by the log density (Good 1952) that the filtered probabilities, carried on by the transition, give the returns
 * to come, then fitted again with that part included. The highest penalty as good as the best one is taken, which switches
 * least (the one-standard-error rule of Breiman, Friedman, Olshen and Stone 1984).
 *
 * All rows given are used: keep a test span out of them. An in-sample score would not do, since the objective itself grows
 * with the penalty.
 *
 * @param candidates penalties ≥ 0, such as 0, 5, 15, 50, 150
 * @throws RangeError on no candidate, a share outside (0, 1) or returns of another length; InputError when no return is judged
 * @example
 * const { penalty, trials } = chooseJumpPenalty([5, 15, 50, 150], past, { states: 2, returns, seed: 1 });
 * const detector = createJumpDetector({ states: 2, features: past.names, penalty });
 */
export function chooseJumpPenalty(
  candidates: readonly number[],
  features: FeatureMatrix,
  options: ChooseJumpPenaltyOptions,
): ChosenJumpPenalty {
  const {
    names = features.names,
    returns,
    firstShare = 0.5,
    parts = 4,
    horizonDays = 1,
    toleranceErrors = 1,
    ...rest
  } = options;
  const { seed, signal, onProgress, ...made } = rest;
  if (candidates.length === 0) throw new RangeError('candidates is empty: expected at least one penalty');
  if (!(firstShare > 0 && firstShare < 1)) {
    throw new RangeError(`firstShare is ${firstShare}: expected a number between 0 and 1`);
  }
  requireCount('parts', parts);
  requireCount('horizonDays', horizonDays);
  requireNonNegative('toleranceErrors', toleranceErrors);
  if (returns.length !== features.rows) {
    throw new RangeError(`returns has ${returns.length} values: expected one for each of ${features.rows} rows`);
  }
  const bounds = Array.from({ length: parts + 1 }, (_, part) =>
    Math.round(features.rows * (firstShare + ((1 - firstShare) * part) / parts)),
  );
  const total = candidates.length * parts;
  const judged = candidates.map((penalty, index) => {
    const { scores, switches } = judgeJumps(createJumpDetector({ ...made, features: names, penalty }), {
      features,
      returns,
      seed,
      bounds,
      horizonDays,
      signal,
      onPart: (part) => onProgress?.({ label: `judging jump penalty ${penalty}`, done: index * parts + part, total }),
    });
    if (scores.length === 0) {
      throw new InputError('no row of the later parts has a return: expected returns to judge by');
    }
    return { penalty, scores, switches, logDensity: mean(scores) };
  });
  onProgress?.({ label: 'judging jump penalties', done: total, total });
  const best = judged.reduce((a, b) => (b.logDensity > a.logDensity ? b : a));
  const days = best.scores.length;
  const years = (bounds[parts] - bounds[0]) / tradingDaysPerYear;
  const trials = judged.map(({ penalty, scores, switches, logDensity }) => ({
    penalty,
    logDensity,
    behind: best.logDensity - logDensity,
    behindError: standardDeviation(scores.map((score, n) => best.scores[n] - score)) / Math.sqrt(days),
    switchesPerYear: switches / years,
  }));
  const good = trials.filter(({ behind, behindError }) => behind <= toleranceErrors * behindError);
  return { penalty: Math.max(...good.map(({ penalty }) => penalty)), days, trials };
}
