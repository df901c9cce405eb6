import type { HedgingTerms } from '../backtest/hedging-terms.ts';
import { contractOf, frictionsOf, underlyingOf } from '../backtest/terms-of-config.ts';
import type { TuningGround } from '../backtest/tune.ts';
import type { TrainDeepHedgerOptions, TrainedDeepHedger } from '../hedgers/deep/train-deep-hedger.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import { createCriterion } from '../risk/create-criterion.ts';
import type { Market } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { errorAt, figureError } from './config-errors.ts';
import { isRefusal } from './create-market-of.ts';
import type { Resolved } from './resolve-config.ts';
import type { TrainConfig } from './train-schema.ts';

/** Contract, underlying and frictions of a training's file, as the backtester takes them. */
export function trainedTerms(config: TrainConfig): HedgingTerms {
  return {
    contract: contractOf(config),
    position: config.contract.side === 'short' ? -1 : 1,
    underlying: underlyingOf(config),
    frictions: { underlying: frictionsOf(config) },
  };
}

/** The same as training takes them. */
export function trainingTermsOf(
  config: TrainConfig,
): Pick<TrainDeepHedgerOptions, 'contract' | 'underlying' | 'frictions'> {
  const { contract: terms, position, underlying, frictions } = trainedTerms(config);
  const { tenorDays, daysPerStep } = config.contract;
  return {
    contract: { terms, position, steps: tenorDays / daysPerStep, daysPerStep },
    underlying,
    frictions: frictions.underlying,
  };
}

export interface TrainPolicyOptions extends LongCallOptions {
  readonly now: () => number;
  readonly threads: number | undefined;
  /** File of the checkpoints. */
  readonly checkpoint: string;
}

/** Trains the policy of a file on worker threads, from its checkpoint where there is one. */
export async function trainPolicy(
  resolved: Resolved<TrainConfig>,
  market: Market,
  { now, threads, checkpoint, signal, onProgress }: TrainPolicyOptions,
): Promise<TrainedDeepHedger> {
  const { config } = resolved;
  const { training, network } = config;
  const { makeFolder } = await import('../support/make-folder.ts');
  const { dirname } = await import('node:path');
  const { createEngine } = await import('../engine/pool/create-engine.ts');
  const { createBatchPool } = await import('../hedgers/deep/batch-pool.ts');
  const { trainDeepHedgerAsync } = await import('../hedgers/deep/train-deep-hedger.ts');
  const started = config.start === undefined ? undefined : await startOf(config.start, resolved);
  const folders = await makeFolder(dirname(checkpoint));
  const engine = createEngine({ threads });
  const batches = createBatchPool({ threads });
  const deadline = training.minutes === undefined ? undefined : now() + 60_000 * training.minutes;
  try {
    return await trainDeepHedgerAsync({
      market,
      ...trainingTermsOf(config),
      criterion: createCriterion(config.objective),
      hidden: started?.hidden ?? network.hidden,
      ...(started !== undefined && { initialWeights: started.weights }),
      steps: training.steps,
      paths: training.paths,
      learningRate: training.learningRate,
      ...(training.fresh && { pooledStates: Number.POSITIVE_INFINITY }),
      validationPaths: training.validationPaths,
      validateEvery: training.validateEvery,
      ...(training.patience !== undefined && { patience: training.patience }),
      ...(deadline !== undefined && { isEnough: () => now() >= deadline }),
      seed: training.seed,
      engine,
      batches,
      checkpoint,
      checkpointEvery: training.validateEvery,
      signal,
      onProgress,
    });
  } catch (error) {
    // A folder with a checkpoint in it stays.
    await folders.undo();
    if (!isRefusal(error) || signal?.aborted) throw error;
    throw inKeysOfTheFile(error, resolved);
  } finally {
    await Promise.all([engine.close(), batches.close()]);
  }
}

/** Errors that speak of the library's options, in the words of the file and its command. */
function inKeysOfTheFile(error: Error, { origin, config }: Resolved<TrainConfig>): Error {
  if (!error.message.includes('checkpoint')) return figureError(error.message, { origin, config, group: ['training'] });
  const told = error.message
    .replace(/another training: (\w+)/, (_, key) => `another training: ${keyOf(key)}`)
    .replace(
      'choose another file, or delete it to train from the start',
      '--fresh trains from the start, another --out keeps both',
    )
    .replace('delete it to train from the start', '--fresh trains from the start');
  return new InputError(told);
}

/** The key of the file that an option of the training stands for. */
function keyOf(option: string): string {
  if (option === 'hidden') return 'network.hidden';
  if (option === 'criterion') return 'objective';
  if (option === 'initialWeights') return 'start';
  if (option === 'pooledStates') return 'training.fresh';
  return ['market', 'contract', 'underlying', 'frictions'].includes(option) ? option : `training.${option}`;
}

/** Weights and hidden layers of a saved model that training starts from. */
async function startOf(folder: string, { config, tree, origin }: Resolved<TrainConfig>) {
  const { readDeepHedger } = await import('../hedgers/deep/deep-hedger-files.ts');
  const { parseDeepHedger } = await import('../hedgers/deep/deep-hedger.ts');
  const { createContract } = await import('../contracts/create-contract.ts');
  const { memoryOf } = await import('../hedgers/deep/training-batch.ts');
  const saved = parseDeepHedger((await readDeepHedger(folder)).toJSON());
  const refuse = (message: string) => errorAt(origin, ['start'], `start is ${folder}, ${message}`);
  const { contract } = trainingTermsOf(config);
  const given = (tree.network as { hidden?: unknown } | undefined)?.hidden;
  if (given !== undefined && saved.hidden.join() !== config.network.hidden.join()) {
    throw refuse(
      `whose hidden layers are ${saved.hidden.join(', ')}: expected those of network.hidden, ${config.network.hidden.join(', ')}; leave network.hidden out`,
    );
  }
  if (saved.position !== contract.position) {
    throw refuse(
      `trained for the ${saved.position === -1 ? 'short' : 'long'} side: expected contract.side ${saved.position === -1 ? 'short' : 'long'}`,
    );
  }
  const memory = memoryOf(createContract(contract.terms));
  if (saved.memory !== memory) {
    throw refuse(
      `trained on a contract with ${saved.memory} columns of memory: this one (${contract.terms.type}) has ${memory}`,
    );
  }
  return saved;
}

/**
 * Runs the policy beside the delta hedge and the best constant band over test paths. The band is tuned on as many paths of
 * the training's seed. Test paths are drawn one independently of another.
 */
export async function testPolicy(hedger: Hedger, config: TrainConfig, market: Market, options: LongCallOptions) {
  const { drawContracts } = await import('../hedgers/deep/training-batch.ts');
  const { compareOnPaths, tuneBand } = await import('../backtest/compare-on-paths.ts');
  const { createBlackScholesDeltaHedger } = await import('../hedgers/black-scholes-delta.ts');
  const { test, training } = config;
  const groundOf = (seed: number, stream: string): TuningGround => ({
    paths: drawContracts(market, trainingTermsOf(config), {
      paths: test.paths,
      seed,
      stream: [stream],
      isPaired: false,
    }),
    terms: trainedTerms(config),
    criterion: createCriterion(config.objective),
  });
  const band = await tuneBand(test.bandWidths, groundOf(training.seed, 'tuning'), options);
  const hedgers = [hedger, band.hedger, createBlackScholesDeltaHedger()];
  const outcomes = await compareOnPaths(hedgers, groundOf(test.seed, 'test'), { ...options, seed: test.seed });
  return { outcomes, bandHalfWidth: band.parameters };
}
