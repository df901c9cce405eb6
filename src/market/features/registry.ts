import { InputError } from '../../support/input-error.ts';
import { nearestWord } from '../../support/nearest-word.ts';
import type { Bars } from '../bars.ts';
import type { Feature, FeatureMatrix } from '../features.ts';
import { downsideFeature } from './downside.ts';
import { drawdownFeature } from './drawdown.ts';
import { logRangeVolFeature } from './log-range-vol.ts';
import { logVolFeature } from './log-vol.ts';
import { returnFeature } from './return.ts';
import { trendFeature } from './trend.ts';
import { volumeChangeFeature } from './volume-change.ts';

/** Every feature that a configuration can name. */
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

/** The feature of that name. Throws an InputError with the nearest known name, or all of them where none is near. */
export function featureByName(name: string): Feature {
  const feature = allFeatures.find((known) => known.name === name);
  if (feature !== undefined) return feature;
  const names = allFeatures.map((known) => known.name);
  const nearest = nearestWord(name, names);
  const advice = nearest === undefined ? `expected one of ${names.join(', ')}` : `did you mean '${nearest}'?`;
  throw new InputError(`unknown feature '${name}': ${advice}`);
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
