import { z } from 'zod';
import { checkModel, type LayersModel } from '../../engine/tensorflow/layers-model/layers-model.ts';
import { copyModel, type ModelCopy } from '../../engine/tensorflow/layers-model/model-weights.ts';
import { predictRows } from '../../engine/tensorflow/layers-model/predict.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { Hedger, HedgerJSON } from '../hedger.ts';
import { createBandHedger } from './band-hedger.ts';
import { type BandInputScales, bandInputsOf } from './band-inputs.ts';
import { savedScales } from './deep-hedger.ts';

export interface ModelHedgerParameters {
  /** Maps `[paths, inputs]`, those of `bandInputsOf`: 5 and the contract's memory, to `[paths, 2]`, the distances of the band's edges. */
  readonly model: LayersModel;
  readonly scales: BandInputScales;
  /** Position at which the model was trained: it serves the other one by symmetry. */
  readonly position: 1 | -1;
  /** Columns of the contract's memory that it reads; 0 by default. */
  readonly memory?: number;
  /** 'deep-model' unless given. */
  readonly name?: string;
}

/**
 * A no-transaction-band hedger (`createBandHedger`) with a network of the user's own, a `tf.LayersModel` of any
 * architecture. It keeps a copy of the model's weights, puts them into the model at each call and puts back what was
 * there: training the model again leaves the hedger as it is. Its `toJSON` holds the weights, also those that are not
 * trained; `modelHedgerLoader` restores them into a model of the same architecture.
 *
 * @throws RangeError when the model does not read as many numbers a row as there are inputs and give 2
 */
export function createModelHedger({ model, ...parts }: ModelHedgerParameters): Hedger {
  checkModel(model, bandInputsOf(parts.memory ?? 0).length, 2);
  return hedgerOf(model, copyModel(model), parts);
}

function hedgerOf(
  model: LayersModel,
  { trained, fixed, use }: ModelCopy,
  { scales, position, memory = 0, name = 'deep-model' }: Omit<ModelHedgerParameters, 'model'>,
): Hedger {
  return createBandHedger({
    name,
    forward: (inputs, paths) => use(() => predictRows(model, inputs, paths)),
    scales,
    position,
    memory,
    toJSON: () => ({
      policy: 'deep-model',
      kind: 'deep',
      name,
      position,
      memory,
      scales: { ...scales },
      weights: [...trained],
      fixedWeights: [...fixed],
    }),
  });
}

const savedWeights = z.array(z.float32()).transform((weights) => Float32Array.from(weights));
const savedParts = z.object({
  name: z.string(),
  position: z.union([z.literal(1), z.literal(-1)]),
  weights: savedWeights,
  fixedWeights: savedWeights,
  scales: savedScales,
  memory: z.int().min(0).max(64).default(0),
});

/**
 * A loader for `loadHedger` that gives hedgers their saved weights in a model which `create` makes, once for all that
 * the loader restores.
 *
 * @example
 * loadHedger(json, { 'deep-model': modelHedgerLoader(() => tf.sequential({ layers: […] })) });
 */
export function modelHedgerLoader(create: () => LayersModel): (json: HedgerJSON) => Hedger {
  let model: LayersModel | undefined;
  return (json) => {
    const saved = `saved policy '${json.name}'`;
    const { weights, fixedWeights, ...parts } = parseSaved(saved, savedParts, json);
    model ??= create();
    checkModel(model, bandInputsOf(parts.memory).length, 2);
    const { trained, fixed } = copyModel(model);
    checkSavedLengths(saved, { weights }, trained.length);
    checkSavedLengths(saved, { fixedWeights }, fixed.length);
    return hedgerOf(model, copyModel(model, { trained: weights, fixed: fixedWeights }), parts);
  };
}
