import { InputError } from '../support/input-error.ts';
import { findLoader } from '../support/saved-data.ts';
import { restoreBoostedTreesModel } from './boosted-trees.ts';
import { restoreCombinationModel } from './combination-model.ts';
import { restoreEgarchModel } from './egarch.ts';
import { restoreEwmaModel } from './ewma.ts';
import type { VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { restoreGarchModel } from './garch.ts';
import { restoreGjrModel } from './gjr.ts';
import { restoreHarModel } from './har.ts';
import { restoreHarLeverageModel } from './har-leverage.ts';
import { restoreHarqModel } from './harq.ts';
import { restoreHmmVarianceModel } from './hmm-variance.ts';
import { restoreLogHarModel } from './log-har.ts';
import { restoreLstmModel } from './lstm-model.ts';
import { restoreRandomWalkModel } from './random-walk.ts';
import { restoreRangeModel } from './range.ts';
import { restoreRegimeHarModel } from './regime-har.ts';
import { restoreRiskMetrics2006Model } from './riskmetrics-2006.ts';

/** Keyed by the field `sort` of the plain data or, where it has none, by the forecaster's name. */
export type VolatilityModelLoaders = Readonly<Record<string, (json: VolatilityModelJSON) => VolatilityModel>>;

/** Models that hold others restore them by `load`. */
type Restorer = (json: VolatilityModelJSON, load: (json: VolatilityModelJSON) => VolatilityModel) => VolatilityModel;

const restorers: Readonly<Record<string, Restorer>> = {
  ewma: restoreEwmaModel,
  har: restoreHarModel,
  'log-har': restoreLogHarModel,
  'har-leverage': restoreHarLeverageModel,
  harq: restoreHarqModel,
  'regime-har': restoreRegimeHarModel,
  lstm: restoreLstmModel,
  combination: restoreCombinationModel,
  'random-walk': restoreRandomWalkModel,
  'riskmetrics-2006': restoreRiskMetrics2006Model,
  range: restoreRangeModel,
  hmm: restoreHmmVarianceModel,
  'boosted-trees': restoreBoostedTreesModel,
  garch: restoreGarchModel,
  gjr: restoreGjrModel,
  egarch: restoreEgarchModel,
};

/**
 * Restores a volatility model from what its `toJSON` gave, through JSON or not: it forecasts the same bits.
 * Throws an InputError on an unknown forecaster and on values that are missing or damaged.
 *
 * @param loaders models of the caller's own; they come before the built-in ones of the same name
 * @example
 * const model = loadVolatilityModel(JSON.parse(text));
 * const own = loadVolatilityModel(JSON.parse(ownText), { model: modelForecastLoader(create) });
 */
export function loadVolatilityModel(json: VolatilityModelJSON, loaders: VolatilityModelLoaders = {}): VolatilityModel {
  // A forecaster with a sort may be called anything, 'lstm' too.
  if (json?.sort !== undefined) return sortLoader(json, loaders)(json);
  const restore = findLoader<Restorer>('saved forecaster', { ...restorers, ...loaders }, json?.forecaster);
  return restore(json, (member) => loadVolatilityModel(member, loaders));
}

function sortLoader({ forecaster, sort }: VolatilityModelJSON, loaders: VolatilityModelLoaders) {
  if (typeof sort === 'string' && Object.hasOwn(loaders, sort)) return loaders[sort];
  const known = Object.keys(loaders).join(', ') || 'none, for no loaders were given';
  throw new InputError(
    `saved forecaster '${forecaster}': sort is ${JSON.stringify(sort)}, expected one that \`loaders\` has: ${known}`,
  );
}
