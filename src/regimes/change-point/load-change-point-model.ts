import { z } from 'zod';
import { findLoader, parseSaved } from '../../support/saved-data.ts';
import type { ChangePointModel, ChangePointModelJSON } from './change-point-detector.ts';
import { createCusumModel } from './change-point-model.ts';

const savedCusum = z.object({
  calmScale: z.number().positive(),
  stormRatio: z.number().gt(1),
  degreesOfFreedom: z.number().gt(2),
  threshold: z.number().positive(),
});

const loaders: Readonly<Record<string, (json: ChangePointModelJSON) => ChangePointModel>> = {
  cusum: (json) => createCusumModel(parseSaved("change-point model 'cusum'", savedCusum, json)),
};

/**
 * Restores a fitted model from its `toJSON()`, also after a trip through text; the restored model gives the same bits.
 *
 * @throws InputError when the detector is unknown or the data do not fit it
 */
export function loadChangePointModel(json: ChangePointModelJSON): ChangePointModel {
  return findLoader('change-point model', loaders, json?.detector)(json);
}
