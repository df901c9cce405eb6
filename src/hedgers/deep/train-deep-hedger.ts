import { createObjective } from '../../engine/create-objective.ts';
import { initialWeights } from '../../engine/network/initial-weights.ts';
import type { Objective } from '../../engine/objective.ts';
import { type PolicyBatch, type PolicyProblem, policyNetwork } from '../../engine/policy/policy-problem.ts';
import type { Engine } from '../../engine/pool/create-engine.ts';
import { createCheckpointFile } from '../../engine/training/checkpoint-file.ts';
import { type TrainingResult, trainNetwork, trainNetworkAsync } from '../../engine/training/train.ts';
import { createRandomStream, streamSeed } from '../../math/random.ts';
import type { BatchPool } from './batch-pool.ts';
import { createDeepHedger } from './deep-hedger.ts';
import { type InitialPolicy, withInitial } from './initial-policy.ts';
import { networkWeights, startWeights, startWeightsAsync } from './loss-weights.ts';
import { keepingBatches, type PlannedDraw } from './planned-draw.ts';
import type { EdgeHedger } from './policy-edges.ts';
import { layersOf, type PolicyLayers } from './policy-form.ts';
import { joinPnl, type PolicyTraining, type PolicyTrainingOptions, preparePolicyTraining } from './policy-training.ts';
import { drawTrainingBatch } from './training-batch.ts';
import { trainingFingerprint } from './training-fingerprint.ts';

export interface TrainDeepHedgerOptions extends PolicyTrainingOptions, PolicyLayers {
  /** Weights to start from; fresh ones by default. Scales are measured anew, unless they are given. */
  readonly initialWeights?: Float32Array;
  /**
   * A policy to start from, such as one trained on a model, to be trained on on history: its weights with its scales, which
   * are kept. Not together with `initialWeights` or `scales`.
   */
  readonly initial?: InitialPolicy | undefined;
  /** Name of the policy; 'deep' unless given. */
  readonly name?: string | undefined;
}

export interface TrainedDeepHedger extends TrainingResult {
  readonly hedger: EdgeHedger;
  /** The criterion on paths of a stream of its own, which training has not seen. */
  readonly objective: number;
  /** What the engine was given: `saveDeepHedger` writes it beside the network. */
  readonly problem: PolicyProblem;
  /** Whole number that weights and paths were drawn from: a member of an ensemble has one of its own. */
  readonly seed: number;
}

/**
 * Trains a policy on simulated contracts: by default a no-transaction-band network for the underlying alone, by `head` a
 * policy of another form, by `inputs` one that reads other things, by `layers` one with a memory, and with `instruments` one
 * that trades several. Each optimiser step measures the criterion on a batch of
 * contracts – premium at the contract's value at implied volatility, first trade, every later one and the
 * unwinding at expiry charged – and follows its exact gradient through the recursion of the holdings and the network.
 *
 * @throws RangeError on a batch, a network, an input or a contract out of range; the signal's reason when stopped
 * @example
 * const { hedger, objective } = trainDeepHedger({
 *   market: createGbm({ volAnnual: 0.2 }),
 *   contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 21 },
 *   underlying: plainUnderlying(0),
 *   frictions: [{ kind: 'proportional', costBps: 10 }],
 *   criterion: meanSd(1.5),
 *   hidden: [16, 16],
 *   steps: 200,
 *   paths: 512,
 *   learningRate: 0.01,
 *   seed: 7,
 * });
 */
export function trainDeepHedger(given: TrainDeepHedgerOptions): TrainedDeepHedger {
  const options = withInitial(given);
  const training = preparePolicyTraining(options, layersOf(options));
  const objective = createObjective(training.problem, { criterion: options.criterion });
  const trained = trainPolicy(firstWeights(options, training), objective, training, options);
  return { ...trained, hedger: hedgerOf(trained.weights, training, options) };
}

/** Trains a network by its objective, in the calling thread. */
export function trainPolicy(
  network: Float32Array,
  objective: Objective<PolicyBatch>,
  training: PolicyTraining,
  { criterion, validateEvery, seed }: PolicyTrainingOptions,
): Omit<TrainedDeepHedger, 'hedger'> {
  const measure = (current: Float32Array, batches: Iterable<PolicyBatch>) =>
    criterion.value(joinPnl(Array.from(batches, (batch) => objective.results(current, batch))));
  const { problem } = training;
  const trained = trainNetwork({
    ...training.plan,
    weights: startWeights(network, problem, (weights) => objective.results(weights, training.batchOf(0))),
    lossAndGradient: (current, step) =>
      objective.lossAndGradient(current, training.batchOf(step), { dropoutKey: dropoutKeyOf(seed, step) }),
    ...(validateEvery !== undefined && { validate: (current) => measure(current, training.choiceBatches()) }),
  });
  const reached = measure(trained.weights, training.objectiveBatches());
  return { ...trained, weights: networkWeights(trained.weights, problem), objective: reached, problem, seed };
}

/** Where a long training runs and where it keeps its state. */
export interface LongTrainingOptions {
  /** Worker threads of the caller's, who also closes them. */
  readonly engine: Engine;
  /**
   * Worker threads that draw the contracts of each step, the caller's too; by default the calling thread draws them. Worth
   * it with fresh paths at every step (`pooledStates: Infinity`).
   */
  readonly batches?: BatchPool;
  /**
   * Path of a file that takes down the state, and at which a stopped training goes on. It stays when the training is done.
   */
  readonly checkpoint?: string;
  /** Steps between checkpoints; the end and an abort are taken down too. 100 by default. */
  readonly checkpointEvery?: number;
  /** Asked after every step; at the first yes the training ends with the best weights so far. */
  readonly isEnough?: () => boolean;
}

/**
 * `trainDeepHedger` on worker threads, for long trainings: to the same bits, whatever the number of threads, and whether
 * or not it was stopped and resumed on the way. A checkpoint knows the options that settle the training; of functions,
 * which plain data cannot hold, their description: the market's `toJSON`, the criterion's name.
 *
 * @throws RangeError as `trainDeepHedger`; InputError where the checkpoint is damaged or of another training; the signal's
 * reason when stopped, in the middle of a step too
 * @example
 * const engine = createEngine();
 * const { hedger } = await trainDeepHedgerAsync({ ...options, engine, checkpoint: 'deep.checkpoint' });
 * await engine.close();
 * rmSync('deep.checkpoint');
 */
export async function trainDeepHedgerAsync(
  given: TrainDeepHedgerOptions & LongTrainingOptions,
): Promise<TrainedDeepHedger> {
  const options = withInitial(given);
  const { criterion, validateEvery, seed, signal, engine, checkpoint, checkpointEvery = 100 } = options;
  const { batches, market, isEnough } = options;
  const file = checkpoint === undefined ? undefined : createCheckpointFile(checkpoint, trainingFingerprint(options));
  const resume = file?.load();
  const training = preparePolicyTraining(options, layersOf(options));
  const { problem } = training;
  const objective = engine.objective(problem, { criterion });
  const batchOf = keepingBatches(async ({ draw, isKept }: PlannedDraw) =>
    batches === undefined
      ? drawTrainingBatch(market, options, training.inputs, draw)
      : batches.draw(market, options, training.inputs, draw, { signal, kept: isKept }),
  );
  const measure = async (weights: Float32Array, draws: readonly PlannedDraw[]) => {
    const parts: Float64Array[] = [];
    for (const planned of draws) {
      signal?.throwIfAborted();
      parts.push(await objective.results(weights, await batchOf(planned), { signal }));
    }
    return criterion.value(joinPnl(parts));
  };
  try {
    const trained = await trainNetworkAsync({
      ...training.plan,
      weights: await startWeightsAsync(firstWeights(options, training), problem, async (weights) =>
        objective.results(weights, await batchOf(training.drawOf(0)), { signal }),
      ),
      isEnough,
      lossAndGradient: async (current, step) =>
        objective.lossAndGradient(current, await batchOf(training.drawOf(step)), {
          dropoutKey: dropoutKeyOf(seed, step),
          signal,
        }),
      ...(validateEvery !== undefined && { validate: (current) => measure(current, training.choiceDraws) }),
      ...(file !== undefined && { checkpoint: { save: file.save, every: checkpointEvery }, resume }),
    });
    const reached = await measure(trained.weights, training.objectiveDraws);
    const weights = networkWeights(trained.weights, problem);
    return { ...trained, weights, objective: reached, problem, seed, hedger: hedgerOf(weights, training, options) };
  } finally {
    await objective.close();
  }
}

/** Key of a step's dropout masks, of which a network of the user's own may have use. */
function dropoutKeyOf(seed: number, step: number): number {
  return streamSeed(seed, 'deep', 'dropout', step);
}

/** Output of a band's half-width at which it is next to nothing: 0.0007 of a unit. */
const narrowBand = -5;

/**
 * The weights given, or fresh ones. Free bands of further instruments begin narrow: nothing of them is held at first, and a
 * band that never moves what is held has no gradient.
 */
function firstWeights(
  { initialWeights: given, seed }: TrainDeepHedgerOptions,
  { problem }: PolicyTraining,
): Float32Array {
  if (given !== undefined) return given;
  const weights = initialWeights(policyNetwork(problem), createRandomStream(seed, 'deep', 'weights'));
  // The biases of the outputs stand last, those of half-widths behind those of centres.
  if (problem.head === 'free-band') weights.fill(narrowBand, weights.length - (problem.instruments - 1));
  return weights;
}

function hedgerOf(
  weights: Float32Array,
  { inputs: { scales }, form }: PolicyTraining,
  { hidden, layers, contract, name }: TrainDeepHedgerOptions,
): EdgeHedger {
  return createDeepHedger({ hidden, layers, ...form, weights, scales, position: contract.position, name });
}
