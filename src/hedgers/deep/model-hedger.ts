import { z } from 'zod';
import { checkModel, type LayersModel } from '../../engine/tensorflow/layers-model/layers-model.ts';
import { readModelWeights, writeModelWeights } from '../../engine/tensorflow/layers-model/model-weights.ts';
import { predictRows } from '../../engine/tensorflow/layers-model/predict.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { Hedger, HedgerJSON } from '../hedger.ts';
import { createBandHedger } from './band-hedger.ts';
import { type BandInputScales, bandInputNames } from './band-inputs.ts';
import { savedScales } from './deep-hedger.ts';

export interface ModelHedgerParameters {
  /** Maps `[paths, 5]`, the inputs of `bandInputNames`, to `[paths, 2]`, the distances of the band's edges. */
  readonly model: LayersModel;
  readonly scales: BandInputScales;
  /** Position at which the model was trained: it serves the other one by symmetry. */
  readonly position: 1 | -1;
  /** 'deep-model' unless given. */
  readonly name?: string;
}

/**
 * A no-transaction-band hedger (`createBandHedger`) with a network of the user's own, a `tf.LayersModel` of any
 * architecture. The model is used as it is: who changes its weights changes the hedger. Its `toJSON` holds the weights;
 * `modelHedgerLoader` restores them into a model of the same architecture.
 *
 * @throws RangeError when the model does not read 5 numbers a row and give 2
 */
export function createModelHedger({ model, scales, position, name = 'deep-model' }: ModelHedgerParameters): Hedger {
  checkModel(model, bandInputNames.length, 2);
  return createBandHedger({
    name,
    forward: (inputs, paths) => predictRows(model, inputs, paths),
    scales,
    position,
    toJSON: () => ({
      policy: 'deep-model',
      kind: 'deep',
      name,
      position,
      scales: { ...scales },
      weights: [...readModelWeights(model)],
    }),
  });
}

const savedParts = z.object({
  name: z.string(),
  position: z.union([z.literal(1), z.literal(-1)]),
  weights: z.array(z.float32()).transform((weights) => Float32Array.from(weights)),
  scales: savedScales,
});

/**
 * A loader for `loadHedger` that puts saved weights into a model which `create` makes.
 *
 * @example
 * loadHedger(json, { 'deep-model': modelHedgerLoader(() => tf.sequential({ layers: […] })) });
 */
export function modelHedgerLoader(create: () => LayersModel): (json: HedgerJSON) => Hedger {
  return (json) => {
    const saved = `saved policy '${json.name}'`;
    const { weights, ...parts } = parseSaved(saved, savedParts, json);
    const model = create();
    checkSavedLengths(saved, { weights }, readModelWeights(model).length);
    writeModelWeights(model, weights);
    return createModelHedger({ model, ...parts });
  };
}
