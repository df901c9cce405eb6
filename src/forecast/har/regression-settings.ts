import { DEFAULT_MEASURE, DEFAULT_TARGET, type MeasureOptions } from '../measure-options.ts';
import { DEFAULT_GRID_DAYS } from '../term-structure.ts';
import type { BiasCorrection, ClipMultiples } from './direct-regression.ts';
import type { ExogenousTerm, HarTerms } from './har-terms.ts';
import type { RegressionSettings } from './regression-forecaster.ts';

/** A day, a week and a month: the windows of most papers. */
export const MONTH_WINDOWS: readonly number[] = [1, 5, 22];
export const USUAL_CLIP: ClipMultiples = { low: 0.7, high: 1.5 };

/** Options that the whole family shares. */
export interface RegressionOptions extends MeasureOptions {
  /** Horizons in trading days, increasing, each with a regression of its own. Default 1, 5, 10, 21. */
  readonly gridDays?: readonly number[] | undefined;
  /** Days of the means that are regressors, increasing. Default 1, 5, 22. */
  readonly windows?: readonly number[] | undefined;
  /** Bounds of a forecast in multiples of the smallest and largest target fitted; 0.7 and 1.5 by default, null for none. */
  readonly clip?: ClipMultiples | null | undefined;
  /** How the forecast of a log becomes that of a variance; 'smearing' by default. */
  readonly bias?: BiasCorrection | undefined;
  /** Further columns of the history as regressors. */
  readonly exogenous?: readonly ExogenousTerm[] | undefined;
}

/** Options with their defaults, and the terms that a forecaster adds to them. */
export function regressionSettings(
  {
    measure = DEFAULT_MEASURE,
    target = DEFAULT_TARGET,
    gridDays = DEFAULT_GRID_DAYS,
    windows = MONTH_WINDOWS,
    clip = USUAL_CLIP,
    bias = 'smearing',
    exogenous = [],
  }: RegressionOptions,
  { transform, ...added }: Partial<HarTerms> & Pick<HarTerms, 'transform'>,
): RegressionSettings {
  return {
    terms: {
      measure,
      windows: [...windows],
      transform,
      downsideWindows: [],
      downside: 'daily',
      quarticity: null,
      quarticityWindows: [],
      exogenous: exogenous.map(({ column, lagDays = 0, transform = 'log-variance' }) => ({
        column,
        lagDays,
        transform,
      })),
      ...added,
    },
    target,
    gridDays,
    clip,
    bias,
  };
}
