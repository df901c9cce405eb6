import type { InformationCriteria } from './information-criteria.ts';

/** A detector walked forward through history, in figures. */
export interface ScoredDetector extends Partial<InformationCriteria> {
  readonly detector: string;
  readonly states: number;
  readonly features: readonly string[];
  /** Mean log predictive density of a day's return, nats: `scoreReturns`. Higher is better. */
  readonly outOfSample: number;
  /** Of the returns within regimes in the last refit; Infinity where they are normal. */
  readonly degreesOfFreedom: number;
  /** The best mean less this one, and its standard error over the days (`meanStandardError`); 0 and 0 for the best. */
  readonly belowBest: number;
  readonly standardError: number;
  /** In the space of its features, on the rows of the last refit, 2000 of them at most: `featureSilhouette`. */
  readonly silhouette: number | undefined;
  /** Changes of the most probable filtered regime out of sample, refits among them. */
  readonly switchesPerYear: number;
  /** Expected days of the regime that passes soonest, 1 / (1 − p_kk), in the last refit; Infinity where all stay. */
  readonly shortestExpectedDays: number;
  /** Share of the rarest regime in the rows of the last refit. */
  readonly smallestShare: number;
  /** Least share of days that a refit labels as the refit before. */
  readonly lowestAgreement: number;
  readonly chosen: boolean;
  readonly refused?: undefined;
}

/** A detector that refused the data. */
export interface RefusedDetector {
  readonly detector: string;
  readonly states: number;
  readonly features: readonly string[];
  readonly chosen: false;
  /** Its reason, one line. */
  readonly refused: string;
}

/** How many regimes each criterion by itself would take of one detector on one set of features; of equals the fewest. */
export interface CriterionChoices {
  readonly detector: string;
  readonly features: readonly string[];
  /** Of the highest mean, whatever its standard error. */
  readonly outOfSample: number;
  readonly aic?: number;
  readonly bic?: number;
  readonly icl?: number;
  readonly silhouette?: number;
}

/** Detectors and numbers of regimes on the same days. */
export interface DetectorComparison {
  /** Days scored: out of sample, with a return. */
  readonly days: number;
  /** One for each candidate, in their order. */
  readonly rows: readonly (ScoredDetector | RefusedDetector)[];
  /** Position of the chosen one among the rows. */
  readonly chosen: number;
  /** One distribution of the returns so far, refitted on the same days, fat tails too: what any regimes must beat. */
  readonly reference: Pick<ScoredDetector, 'outOfSample' | 'belowBest' | 'standardError'>;
  readonly choices: readonly CriterionChoices[];
  /** Log predictive density of each row of features, for each candidate; empty for one that refused. */
  readonly dailyScores: readonly Float64Array[];
}
