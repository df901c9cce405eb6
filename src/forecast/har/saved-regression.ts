import { InputError } from '../../support/input-error.ts';
import { savedGrid, savedNumbers, savedTable } from '../forecast-input.ts';
import type { VolatilityModelJSON } from '../forecaster.ts';
import type { DirectRegression } from './direct-regression.ts';

/** The regressions of a saved model on so many regressors: its own keys, or those of the object under a key. */
export function savedRegression(json: VolatilityModelJSON, regressors: number, key?: string): DirectRegression {
  const { forecaster } = json;
  const inner = key === undefined ? json : json[key];
  if (typeof inner !== 'object' || inner === null) {
    throw new InputError(
      `saved forecaster '${forecaster}': ${key} is ${inner}, expected regressions: save the model again`,
    );
  }
  const saved: VolatilityModelJSON = { ...inner, forecaster };
  const gridDays = savedGrid(saved);
  const count = gridDays.length;
  const { transform } = saved;
  if (transform !== 'level' && transform !== 'log') {
    throw new InputError(
      `saved forecaster '${forecaster}': transform is ${JSON.stringify(transform)}, expected level or log: save the model again`,
    );
  }
  return {
    gridDays,
    transform,
    coefficients: savedTable(saved, 'coefficients', count, regressors + 1),
    corrections: savedNumbers(saved, 'corrections', count),
    low: savedNumbers(saved, 'low', count),
    high: savedNumbers(saved, 'high', count),
    averages: savedNumbers(saved, 'averages', count),
  };
}
