import { z } from 'zod';
import type { RegimeModelJSON } from '../regimes/detector.ts';
import { loadRegimeModel } from '../regimes/load-regime-model.ts';
import { parseSaved } from '../support/saved-data.ts';
import { savedCount, savedGrid, savedNumbers, savedTable } from './forecast-input.ts';
import type { VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { exogenousSchema } from './har/har-terms.ts';
import { savedMeasure } from './measure-options.ts';
import { linearRegressorCount, type NetworkSources, networkInputNames } from './network-inputs.ts';
import type { NetworkFit } from './network-model.ts';

/** What a saved model's networks and linear part read; `load` restores the models beside them. */
export function savedSources(
  json: VolatilityModelJSON,
  load: (json: VolatilityModelJSON) => VolatilityModel,
): NetworkSources {
  const { beside, regimes, exogenous } = parseSaved(`saved forecaster '${json.forecaster}'`, sourcesSchema, json);
  return {
    measure: savedMeasure(json, 'measure'),
    beside: beside.map((model) => load(model as VolatilityModelJSON)),
    ...(regimes !== undefined && { regimes: loadRegimeModel(regimes as RegimeModelJSON) }),
    exogenous,
  };
}

const sourcesSchema = z.object({
  beside: z.array(z.looseObject({ forecaster: z.string() })),
  regimes: z.looseObject({ detector: z.string() }).optional(),
  exogenous: exogenousSchema,
});

/** The fit that a saved model holds, with networks of so many weights. */
export function savedFit(json: VolatilityModelJSON, sources: NetworkSources, size: number): NetworkFit {
  const gridDays = savedGrid(json);
  const inputs = networkInputNames(sources).length;
  return {
    ...sources,
    gridDays,
    window: savedCount(json, 'window'),
    inputsWarmup: savedCount(json, 'inputsWarmup'),
    scaler: { means: savedNumbers(json, 'featureMeans', inputs), sds: savedNumbers(json, 'featureSds', inputs) },
    baseline: savedTable(json, 'baseline', gridDays.length, linearRegressorCount(sources) + 1),
    low: savedNumbers(json, 'low', gridDays.length),
    high: savedNumbers(json, 'high', gridDays.length),
    level: savedNumbers(json, 'level', gridDays.length),
    networks: savedTable(json, 'weights', undefined, size).map((weights) => Float32Array.from(weights)),
  };
}
