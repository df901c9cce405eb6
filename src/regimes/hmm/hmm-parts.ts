import type { RegimeState } from '../detector.ts';
import type { Standardiser } from '../observations.ts';
import type { ChainKind, Hmm } from './emissions.ts';

/** How the fit went and how good it is. Likelihoods are those of the features in their own units. */
export interface HmmFit {
  readonly logLikelihood: number;
  /** Complete rows fitted on. */
  readonly rows: number;
  /** Free parameters, counted as `countHmmParameters` says: a free start counts K − 1. */
  readonly parameters: number;
  /** −2 log L + 2 parameters (Akaike 1974). */
  readonly aic: number;
  /** −2 log L + parameters × ln(rows) (Schwarz 1978). */
  readonly bic: number;
  /** Iterations of EM that led to these parameters, and whether the last one changed the likelihood too little to go on. */
  readonly iterations: number;
  readonly converged: boolean;
}

/** What a fitted hidden Markov model is made of: plain enough to be saved. */
export interface HmmParts {
  readonly features: readonly string[];
  readonly standardiser: Standardiser;
  /** In standard units of the features. */
  readonly hmm: Hmm;
  readonly chain: ChainKind;
  readonly states: readonly RegimeState[];
  readonly fit: HmmFit;
}
