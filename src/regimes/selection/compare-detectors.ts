import { type FeatureMatrix, sliceFeatures } from '../../market/features.ts';
import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { meanStandardError } from '../../math/mean-standard-error.ts';
import { mean } from '../../math/moments.ts';
import { InputError } from '../../support/input-error.ts';
import { countSwitches } from '../count-switches.ts';
import { describeRegimes } from '../describe-regimes.ts';
import type { RegimeDetector } from '../detector.ts';
import { expectedDurations } from '../expected-durations.ts';
import { mostProbable } from '../most-probable.ts';
import { firstRowOf, type WalkedRegimes, type WalkRegimesOptions, walkRegimes } from '../walk-regimes.ts';
import { chooseDetector, criterionChoices } from './choose-detector.ts';
import type { DetectorComparison, RefusedDetector, ScoredDetector } from './detector-comparison.ts';
import { featureSilhouette } from './feature-silhouette.ts';
import { fitTails, predictEachRow } from './fit-tails.ts';
import { informationCriteria } from './information-criteria.ts';
import { type PredictedRegimes, type ScoredRefit, scoreReturns } from './score-returns.ts';

/** Fewer days than this leave no standard error to speak of. */
const fewestDays = 20;
/** Degrees of freedom of the normal distribution. */
const normal = Number.POSITIVE_INFINITY;

export interface CompareDetectorsOptions extends WalkRegimesOptions {
  /**
   * How returns are distributed within regimes: 'student' with degrees of freedom that each refit estimates from its own
   * rows, or 'normal'. 'student' when left out.
   */
  readonly density?: 'student' | 'normal';
}

/** Figures that need no other candidate, and the days' scores. */
interface WalkedDetector {
  readonly figures: Omit<ScoredDetector, 'belowBest' | 'standardError' | 'chosen'>;
  readonly scores: Float64Array;
  readonly refitRows: readonly number[];
}

/**
 * Compares detectors and numbers of regimes: each is walked forward through history (`walkRegimes`) and judged by the density
 * that it foresaw for each day's return (`scoreReturns`), beside what BIC, ICL and silhouette say in sample and what it
 * would be like to trade on. The choice is by the one-standard-error rule (`chooseDetector`), since in-sample criteria
 * keep adding regimes for fat tails.
 *
 * Fat tails would sway the score too: with normal returns within regimes it pays to have a regime that is but the tail of
 * another and lasts a day. Hence each candidate's returns are Student-t by default, with as many degrees of freedom as the
 * rows of each refit make likeliest, the same for all regimes; the normal distribution is among them.
 *
 * A detector that refuses the data stays in the table with its reason.
 *
 * @throws InputError when all refuse the data, or when fewer than 20 days are scored; RangeError without candidates
 * @example
 * const detectors = [1, 2, 3].map((states) => createHmmDetector({ states, features: ['return'] }));
 * const { rows, chosen } = compareDetectors(detectors, features, { returns, seed: 7 });
 * rows[chosen].states; // regimes that the days since the first fit asked for
 */
export function compareDetectors(
  candidates: readonly RegimeDetector[],
  features: FeatureMatrix,
  { onProgress, ...options }: CompareDetectorsOptions,
): DetectorComparison {
  if (candidates.length === 0) throw new RangeError('candidates is empty: expected at least one detector');
  const attempts = candidates.map((detector, index) =>
    walkOrRefuse(detector, features, {
      ...options,
      onProgress:
        onProgress &&
        (({ label, done, total }) =>
          onProgress({ label, done: Math.round(100 * (index + done / total)), total: 100 * candidates.length })),
    }),
  );
  const walks = attempts.filter((attempt) => 'scores' in attempt);
  if (walks.length === 0) {
    throw new InputError(
      `none of ${candidates.length} detectors took the data; the first: ${refusals(attempts)[0].refused}`,
    );
  }
  const best = walks.reduce((a, b) => (b.figures.outOfSample > a.figures.outOfSample ? b : a));
  const versusBest = (scores: Float64Array) => {
    const differences = best.scores.map((score, t) => score - scores[t]).filter((value) => !Number.isNaN(value));
    return { belowBest: mean(differences), standardError: meanStandardError(differences) };
  };
  const standings = walks.map(({ figures, scores }) => ({ ...figures, ...versusBest(scores) }));
  const winner = walks[chooseDetector(standings)];
  const scored = standings.map((own, index) => ({ ...own, chosen: walks[index] === winner }));
  const plain = scoreReturns(oneRegime(options, best.refitRows), options.returns);
  return {
    days: scoredDays(best.scores).length,
    rows: attempts.map((attempt) => ('scores' in attempt ? scored[walks.indexOf(attempt)] : attempt)),
    chosen: attempts.indexOf(winner),
    reference: { outOfSample: mean(scoredDays(plain)), ...versusBest(plain) },
    choices: criterionChoices(scored),
    dailyScores: attempts.map((attempt) => ('scores' in attempt ? attempt.scores : new Float64Array())),
  };
}

function walkOrRefuse(
  detector: RegimeDetector,
  features: FeatureMatrix,
  options: CompareDetectorsOptions,
): WalkedDetector | RefusedDetector {
  try {
    return walkDetector(detector, features, options);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { name, states, features } = detector;
    return { detector: name, states, features, chosen: false, refused: error.message };
  }
}

function walkDetector(
  detector: RegimeDetector,
  features: FeatureMatrix,
  options: CompareDetectorsOptions,
): WalkedDetector {
  const { returns, windowRows, density = 'student' } = options;
  const walked = walkRegimes(detector, features, options);
  const refits = walked.refits.map(({ row, model }): ScoredRefit => {
    const from = firstRowOf(row, windowRows);
    const predicted = () => predictEachRow(model, sliceFeatures(features, from, row + 1));
    return {
      row,
      states: model.states,
      degreesOfFreedom:
        density === 'normal' ? normal : fitTails(model.states, predicted(), returns.slice(from, row + 1)),
    };
  });
  const scores = scoreReturns({ predicted: walked.predicted, refits }, returns);
  const days = scoredDays(scores);
  if (days.length < fewestDays) {
    throw new InputError(
      `${days.length} days with a return after the first fit: expected at least ${fewestDays}; give a longer history or a shorter first fit`,
    );
  }
  const { row, model } = walked.refits[walked.refits.length - 1];
  const fitted = sliceFeatures(features, firstRowOf(row, windowRows), row + 1);
  return {
    scores,
    refitRows: refits.map((refit) => refit.row),
    figures: {
      detector: detector.name,
      states: detector.states,
      features: detector.features,
      outOfSample: mean(days),
      degreesOfFreedom: refits[refits.length - 1].degreesOfFreedom,
      ...informationCriteria(model, fitted),
      silhouette: featureSilhouette(model, fitted),
      switchesPerYear: switchesPerYear(walked),
      shortestExpectedDays: Math.min(...expectedDurations(model.transition)),
      smallestShare: Math.min(...model.states.map(({ share }) => share)),
      lowestAgreement: Math.min(...walked.refits.map(({ agreement }) => agreement)),
    },
  };
}

function switchesPerYear({ filtered, refits }: WalkedRegimes): number {
  const labels = mostProbable(filtered).subarray(refits[0].row);
  return (tradingDaysPerYear * countSwitches(labels)) / (labels.length - 1);
}

/** One distribution of the returns up to each refit, as a walk of one regime. */
function oneRegime(
  { returns, windowRows, density = 'student' }: CompareDetectorsOptions,
  refitRows: readonly number[],
): PredictedRegimes {
  const always = (rows: number) => ({ rows, columns: [new Float64Array(rows).fill(1)] });
  const refits = refitRows.map((row): ScoredRefit => {
    const past = returns.slice(firstRowOf(row, windowRows), row + 1);
    const { states } = describeRegimes(always(past.length), new Uint8Array(past.length).fill(1), past);
    return {
      row,
      states,
      degreesOfFreedom: density === 'normal' ? normal : fitTails(states, always(past.length), past),
    };
  });
  return { predicted: always(returns.length), refits };
}

function scoredDays(scores: Float64Array): Float64Array {
  return scores.filter((score) => !Number.isNaN(score));
}

function refusals(attempts: readonly (WalkedDetector | RefusedDetector)[]): RefusedDetector[] {
  return attempts.filter((attempt) => 'refused' in attempt);
}
