import { InputError } from '../../support/input-error.ts';
import { nearestWord } from '../../support/nearest-word.ts';
import type { Bars } from '../bars.ts';
import type { Feature, FeatureMatrix } from '../features.ts';
import { correlationFeature } from './correlation.ts';
import { downsideFeature } from './downside.ts';
import { drawdownFeature } from './drawdown.ts';
import {
  impliedVolChangeFeature,
  logImpliedVolFeature,
  putSkewFeature,
  skewFeature,
  termSlopeFeature,
  volPremiumFeature,
} from './implied-vol.ts';
import { logRangeVolFeature } from './log-range-vol.ts';
import { logVolFeature } from './log-vol.ts';
import { returnFeature } from './return.ts';
import type { SourcedFeature } from './sources.ts';
import { trendFeature } from './trend.ts';
import { volumeChangeFeature } from './volume-change.ts';

/** Every feature that is computed from bars alone. */
export const allFeatures: readonly Feature[] = [
  returnFeature,
  ...[5, 10, 21, 63].map(logVolFeature),
  ...[1, 5, 21].map((window) => logRangeVolFeature('logParkinson', window)),
  ...[1, 5, 21].map((window) => logRangeVolFeature('logGarmanKlass', window)),
  ...[1, 5, 21].map((window) => logRangeVolFeature('logRogersSatchell', window)),
  drawdownFeature,
  volumeChangeFeature,
  trendFeature(21),
  trendFeature(63),
  downsideFeature(21),
];

/** Every feature that needs sources beside the bars, which `assembleFeatures` takes. */
export const allSourcedFeatures: readonly SourcedFeature[] = [
  logImpliedVolFeature,
  volPremiumFeature,
  impliedVolChangeFeature,
  termSlopeFeature,
  skewFeature,
  putSkewFeature,
  ...[21, 63, 252].map(correlationFeature),
];

/**
 * The feature of bars of that name. Throws an InputError with the nearest known name, or all of them where none is near;
 * of a feature that needs more than bars, it names what.
 */
export function featureByName(name: string): Feature {
  const feature = allFeatures.find((known) => known.name === name);
  if (feature !== undefined) return feature;
  const sourced = allSourcedFeatures.find((known) => known.name === name);
  if (sourced === undefined) throw unknownFeature(name);
  throw new InputError(
    `feature '${name}' needs ${sourced.needs.join(' and ')}, and only bars are read here: expected a feature of bars alone; leave it out`,
  );
}

/** The error for a name that no feature has, nor any of the user's columns. */
export function unknownFeature(name: string, columns: readonly string[] = []): InputError {
  const names = [...[...allFeatures, ...allSourcedFeatures].map((known) => known.name), ...columns];
  const nearest = nearestWord(name, names);
  const advice = nearest === undefined ? `expected one of ${names.join(', ')}` : `did you mean '${nearest}'?`;
  return new InputError(`unknown feature '${name}': ${advice}`);
}

/**
 * The named features of a bar history, one column each in the order given, one row per bar. Row t depends on bars 0..t
 * alone. Rows before a feature's window is full hold NaN; a history shorter than the window gives a column of NaN.
 * Throws an InputError on an unknown name.
 *
 * @example
 * const features = computeFeatures(bars, ['return', 'logVol21', 'drawdown']);
 */
export function computeFeatures(bars: Bars, names: readonly string[]): FeatureMatrix {
  const columns = names.map((name) => featureByName(name).compute(bars));
  return { names: [...names], rows: bars.dates.length, columns };
}
