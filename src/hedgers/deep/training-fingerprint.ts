import { createHash } from 'node:crypto';
import { type BandTrainingOptions, defaultPooledStates, defaultValidationPaths } from './deep-training.ts';

/** The network's part of the options. */
interface NetworkOptions {
  readonly hidden: readonly number[];
  readonly initialWeights?: Float32Array;
}

/** Everything that settles a deep hedger's training, as plain data: what a checkpoint of it is told apart by. */
export function trainingFingerprint({
  market,
  contract,
  underlying,
  frictions,
  criterion,
  hidden,
  initialWeights,
  steps,
  paths,
  learningRate,
  pooledStates = defaultPooledStates,
  validationPaths = defaultValidationPaths,
  validateEvery,
  patience,
  seed,
}: BandTrainingOptions & NetworkOptions): object {
  return {
    market: market.toJSON(),
    contract,
    underlying,
    frictions,
    criterion: criterion.name,
    hidden,
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
