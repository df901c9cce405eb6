import type { FeatureMatrix } from '../market/features.ts';
import type { LongCallOptions } from '../support/long-call.ts';

export interface DetectorFitOptions extends LongCallOptions {
  readonly seed: number;
  /** Log returns of the fitted rows (NaN where there is none): regimes are ordered by their variance. */
  readonly returns: Float64Array;
  /**
   * A model of an earlier fit of the same detector, such as that of the refit before: one more starting point. A model of
   * another kind, of other features or of another number of regimes is refused with a RangeError.
   */
  readonly previous?: RegimeModel | undefined;
}

/** One regime as the model knows it from the rows it was fitted on. */
export interface RegimeState {
  /** Annualised volatility (252 days) of the returns of that regime. */
  readonly volAnnual: number;
  /** Mean daily log return. */
  readonly meanDaily: number;
  /** Share of the fitted days, by filtered probability. */
  readonly share: number;
}

/** Finds regimes in features without being told of any. */
export interface RegimeDetector {
  /** 'kmeans', 'hmm', … */
  readonly name: string;
  readonly states: number;
  /** Names of the features it reads; `fit` and `filter` select them from a wider matrix. */
  readonly features: readonly string[];
  /** Fits on every complete row of `features` (rows with a NaN are skipped or treated as missing). */
  fit(features: FeatureMatrix, options: DetectorFitOptions): RegimeModel;
}

/** A fitted detector. Regime 0 has the lowest variance of returns unless an alignment has renamed the regimes. */
export interface RegimeModel {
  readonly detector: string;
  /** Names of the features it reads, in the order in which an online filter takes their values. */
  readonly features: readonly string[];
  readonly states: readonly RegimeState[];
  /**
   * `transition[i][j]` is P(tomorrow j | today i): that of the model's chain where it has one, else counted from the
   * labels of the fitted rows (`labelTransition`).
   */
  readonly transition: readonly Float64Array[];
  /**
   * Probability of each regime as known at each close: column k, row t is P(regime k | rows 0..t).
   * Row t depends on rows 0..t alone. A row with a missing feature is a pure prediction step.
   */
  filter(features: FeatureMatrix): RegimeProbabilities;
  /** A filter that takes one row at a time, in constant time and with the bits of `filter`. */
  online(): OnlineFilter;
  /** The same model with regime `order[k]` renamed to k. */
  permute(order: readonly number[]): RegimeModel;
  /** Plain data from which `loadRegimeModel` restores a model that gives the same bits. */
  toJSON(): RegimeModelJSON;
}

/** Regimes row by row, as the rows come in. */
export interface OnlineFilter {
  /**
   * Takes the next row and gives the probability of each regime at its close.
   *
   * @param values one for each of the model's features, in their order; NaN where it is missing
   * @returns the filter's own array, which the next row overwrites
   */
  next(values: ArrayLike<number>): Float64Array;
}

export interface RegimeProbabilities {
  readonly rows: number;
  /** One column per regime; in each row they sum to 1. */
  readonly columns: readonly Float64Array[];
}

export interface RegimeModelJSON {
  readonly detector: string;
  readonly [key: string]: unknown;
}
