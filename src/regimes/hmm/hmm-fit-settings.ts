import { requireCount, requireNonNegative, requireOneOf } from '../../support/require.ts';
import { checkDetectorOptions, type DetectorOptions } from '../detector-options.ts';
import { type CovarianceKind, covarianceKinds } from './covariance.ts';
import { type ChainKind, type EmissionLaw, emissionLaws } from './emissions.ts';
import type { HmmMake } from './hmm-starting-points.ts';

export interface HmmDetectorOptions extends DetectorOptions {
  /** What each regime draws the features from; 'normal' when left out. */
  readonly law?: EmissionLaw;
  /** How features vary together within a regime; 'diagonal' when left out. */
  readonly covariance?: CovarianceKind;
  /** Whether the start distribution is free, or the chain's stationary one; 'free' when left out. */
  readonly start?: 'free' | 'stationary';
  /** Most iterations of EM; 1000 when left out. */
  readonly maxIterations?: number;
  /** EM stops once an iteration changes the log likelihood by less than this per row; 1e-9 when left out. */
  readonly tolerance?: number;
}

/** Settings of a fit that do not depend on the data. */
export interface HmmFitSettings {
  readonly names: readonly string[];
  readonly make: HmmMake;
  readonly chain: ChainKind;
  readonly restarts: number;
  readonly maxIterations: number;
  readonly tolerance: number;
}

/**
 * The options of a detector with nothing left out.
 *
 * @throws RangeError on options that no detector can be made from
 */
export function completeHmmSettings(
  options: Omit<HmmDetectorOptions, 'start'>,
  chain: ChainKind,
  usualCovariance: CovarianceKind,
): HmmFitSettings {
  checkDetectorOptions(options);
  const { states, features: names, restarts = 10, maxIterations = 1000, tolerance = 1e-9 } = options;
  const { law = 'normal', covariance = usualCovariance } = options;
  requireOneOf('law', law, emissionLaws);
  requireOneOf('covariance', covariance, covarianceKinds);
  requireCount('maxIterations', maxIterations);
  requireNonNegative('tolerance', tolerance);
  return { names, make: { states, law, covariance }, chain, restarts, maxIterations, tolerance };
}
