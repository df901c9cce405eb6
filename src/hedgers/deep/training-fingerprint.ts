import { createHash } from 'node:crypto';
import type { PolicyLayers } from './policy-form.ts';
import { defaultPooledStates, defaultValidationPaths, type PolicyTrainingOptions } from './policy-training.ts';

/** The network's part of the options. */
interface NetworkOptions extends PolicyLayers {
  readonly initialWeights?: Float32Array;
}

/** Everything that settles a deep hedger's training, as plain data: what a checkpoint of it is told apart by. */
export function trainingFingerprint({
  market,
  contract,
  underlying,
  frictions,
  instruments,
  unwinds,
  criterion,
  hidden,
  layers,
  head,
  inputs,
  scales,
  loss,
  initialWeights,
  steps,
  paths,
  learningRate,
  pooledStates = defaultPooledStates,
  validationPaths = defaultValidationPaths,
  validateEvery,
  patience,
  seed,
}: PolicyTrainingOptions & NetworkOptions): object {
  return {
    market: market.toJSON(),
    contract,
    underlying,
    frictions,
    // What is not given stays out, as in the checkpoints of releases that had no choice.
    instruments,
    unwinds: unwinds === true ? undefined : unwinds,
    criterion: criterion.name,
    hidden,
    layers,
    head: head === 'band' ? undefined : head,
    inputs,
    scales,
    loss,
    initialWeights: initialWeights && hashOf(initialWeights),
    steps,
    paths,
    learningRate,
    // JSON has no Infinity, which stands for fresh paths at every step.
    pooledStates: String(pooledStates),
    validationPaths,
    validateEvery,
    patience,
    seed,
  };
}

function hashOf({ buffer, byteOffset, byteLength }: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}
