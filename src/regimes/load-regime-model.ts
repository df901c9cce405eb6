import { findLoader } from '../support/saved-data.ts';
import { loadCalmModel } from './calm/load-calm-model.ts';
import type { RegimeModel, RegimeModelJSON } from './detector.ts';
import { loadHmmModel } from './hmm/load-hmm-model.ts';
import { loadJumpModel } from './jump/load-jump-model.ts';
import { loadKMeansModel } from './kmeans/load-kmeans-model.ts';
import { loadMixtureModel } from './mixture/mixture-model.ts';
import { loadSwitchingModel } from './regression/load-switching-model.ts';

const loaders: Readonly<Record<string, (json: RegimeModelJSON) => RegimeModel>> = {
  kmeans: loadKMeansModel,
  hmm: loadHmmModel,
  mixture: loadMixtureModel,
  'switching-regression': loadSwitchingModel,
  'switching-autoregression': loadSwitchingModel,
  jump: loadJumpModel,
  'continuous-jump': loadJumpModel,
  calm: (json) => loadCalmModel(json, loadRegimeModel),
};

/**
 * Restores a fitted model from its `toJSON()`, also after a trip through text; the restored model gives the same bits.
 *
 * @throws InputError when the detector is unknown or the data do not fit it
 * @example
 * loadRegimeModel(JSON.parse(JSON.stringify(model)));
 */
export function loadRegimeModel(json: RegimeModelJSON): RegimeModel {
  return findLoader('regime model', loaders, json?.detector)(json);
}
