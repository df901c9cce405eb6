import type { FeatureMatrix } from '../../market/features.ts';
import { fitStandardiser, observe, type Standardiser } from '../observations.ts';
import { prepareRows, type SwitchingRows } from './switching-rows.ts';
import type { SwitchingTerms } from './switching-terms.ts';

/** Columns of a regression, one value a row; NaN where there is none. */
export interface SwitchingData {
  readonly dependent: Float64Array;
  /** Besides the intercept. Lags of the dependent as regressors are columns like any other. */
  readonly regressors?: readonly Float64Array[];
}

/** The columns as features: 'dependent', 'regressor 1', … */
export function toFeatures({ dependent, regressors = [] }: SwitchingData): FeatureMatrix {
  regressors.forEach((column, j) => {
    if (column.length === dependent.length) return;
    throw new RangeError(
      `regressor ${j + 1} has ${column.length} rows: expected ${dependent.length}, one for each of the dependent`,
    );
  });
  return {
    names: ['dependent', ...regressors.map((_, j) => `regressor ${j + 1}`)],
    rows: dependent.length,
    columns: [dependent, ...regressors],
  };
}

/**
 * Location and scale of dependent and regressors. A regressor whose slope switches is not centred where the intercept
 * does not switch: centring it would make the intercept switch.
 */
export function fitSwitchingStandardiser(
  features: FeatureMatrix,
  names: readonly string[],
  { coefficients }: SwitchingTerms,
): Standardiser {
  const { location, scale } = fitStandardiser(features, names);
  const centred = (d: number) => d === 0 || coefficients[0] === 'switching' || coefficients[d] === 'common';
  return { location: location.map((mean, d) => (centred(d) ? mean : 0)), scale };
}

/** The named features as rows of a regression in standard units. */
export function readRows(
  features: FeatureMatrix,
  names: readonly string[],
  standardiser: Standardiser,
  lags: number,
): SwitchingRows {
  return prepareRows(observe(features, names, standardiser), lags);
}

/** Units that change nothing. */
export function ownUnits(dimensions: number): Standardiser {
  return { location: new Float64Array(dimensions), scale: new Float64Array(dimensions).fill(1) };
}
