import type { RegimeState } from '../detector.ts';
import type { Standardiser } from '../observations.ts';
import type { SwitchingFit } from './fit-switching-regression.ts';
import type { SwitchingState } from './switching-parameters.ts';
import type { SwitchingTerms } from './switching-terms.ts';

export type SwitchingDetectorName = 'switching-regression' | 'switching-autoregression';

/** What a fitted switching regression is made of: plain enough to be saved. */
export interface SwitchingParts {
  readonly detector: SwitchingDetectorName;
  /** The dependent first, then the regressors. */
  readonly features: readonly string[];
  readonly terms: SwitchingTerms;
  readonly standardiser: Standardiser;
  /** In standard units of the features. */
  readonly state: SwitchingState;
  readonly states: readonly RegimeState[];
  readonly fit: SwitchingFit;
}
