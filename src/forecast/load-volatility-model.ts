import { findLoader } from '../support/saved-data.ts';
import { restoreEwmaModel } from './ewma.ts';
import type { VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { restoreHarModel } from './har.ts';
import { restoreLstmModel } from './lstm-model.ts';

const restorers: Readonly<Record<string, (json: VolatilityModelJSON) => VolatilityModel>> = {
  ewma: restoreEwmaModel,
  har: restoreHarModel,
  lstm: restoreLstmModel,
};

/**
 * Restores a volatility model from what its `toJSON` gave, through JSON or not: it forecasts the same bits.
 * Throws an InputError on an unknown forecaster and on values that are missing or damaged.
 *
 * @example
 * const model = loadVolatilityModel(JSON.parse(text));
 */
export function loadVolatilityModel(json: VolatilityModelJSON): VolatilityModel {
  return findLoader('saved forecaster', restorers, json?.forecaster)(json);
}
