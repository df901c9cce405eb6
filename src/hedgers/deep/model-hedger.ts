import { z } from 'zod';
import { checkModel, type LayersModel } from '../../engine/tensorflow/layers-model/layers-model.ts';
import { copyModel, type ModelCopy } from '../../engine/tensorflow/layers-model/model-weights.ts';
import { predictRows } from '../../engine/tensorflow/layers-model/predict.ts';
import { checkSavedLengths, parseSaved } from '../../support/saved-data.ts';
import type { Hedger, HedgerJSON } from '../hedger.ts';
import { createEdgeHedger } from './edge-hedger.ts';
import { copyScales, requireScales, savedScales } from './input-scales.ts';
import type { EdgeHedger } from './policy-edges.ts';
import {
  deepNetworkShape,
  namedInputsOf,
  type PolicyForm,
  savedForm,
  savedFormFields,
  savedPosition,
} from './policy-form.ts';
import type { PolicyInputScales } from './policy-inputs.ts';

export interface ModelHedgerParameters extends PolicyForm {
  /** Maps `[paths, inputs]`, those of `inputNames`: 5 and the contract's memory unless said, to `[paths, outputs]` of the head. */
  readonly model: LayersModel;
  readonly scales: PolicyInputScales;
  /** Position at which the model was trained: it serves the other one by symmetry, unless it reads P&L so far. */
  readonly position: 1 | -1;
  /** 'deep-model' unless given. */
  readonly name?: string;
}

/**
 * A hedger (`createEdgeHedger`) with a network of the user's own, a `tf.LayersModel` of any architecture. It keeps a copy of
 * the model's weights, puts them into the model at each call and puts back what was there: training the model again leaves
 * the hedger as it is. Its `toJSON` holds the weights, also those that are not trained; `modelHedgerLoader` restores them
 * into a model of the same architecture.
 *
 * @throws RangeError when the model does not read as many numbers a row as there are inputs, or give as many as the head takes
 */
export function createModelHedger({ model, ...parts }: ModelHedgerParameters): EdgeHedger {
  checkFits(model, parts);
  return hedgerOf(model, copyModel(model), parts);
}

function checkFits(model: LayersModel, form: PolicyForm): void {
  const { inputs, outputs } = deepNetworkShape({ ...form, hidden: [] });
  checkModel(model, inputs, outputs);
}

function hedgerOf(
  model: LayersModel,
  { trained, fixed, use }: ModelCopy,
  { scales, position, name = 'deep-model', ...form }: Omit<ModelHedgerParameters, 'model'>,
): EdgeHedger {
  const { head = 'band', memory = 0, references = [] } = form;
  const named = namedInputsOf(form);
  requireScales(named.columns, scales);
  return createEdgeHedger({
    name,
    network: { forward: (rows, paths) => use(() => predictRows(model, rows, paths)) },
    inputs: { ...named, scales },
    head,
    position,
    memory,
    references,
    toJSON: () => ({
      policy: 'deep-model',
      kind: 'deep',
      name,
      position,
      ...savedForm(form),
      scales: copyScales(scales),
      weights: [...trained],
      fixedWeights: [...fixed],
    }),
  });
}

const savedWeights = z.array(z.float32()).transform((weights) => Float32Array.from(weights));
const savedParts = z.object({
  name: z.string(),
  position: savedPosition,
  weights: savedWeights,
  fixedWeights: savedWeights,
  scales: savedScales,
  ...savedFormFields,
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
    checkFits(model, parts);
    const { trained, fixed } = copyModel(model);
    checkSavedLengths(saved, { weights }, trained.length);
    checkSavedLengths(saved, { fixedWeights }, fixed.length);
    return hedgerOf(model, copyModel(model, { trained: weights, fixed: fixedWeights }), parts);
  };
}
