import type { InitialPolicy } from '../hedgers/deep/initial-policy.ts';
import type { EdgeHedger } from '../hedgers/deep/policy-edges.ts';
import type { TrainedDeepHedger } from '../hedgers/deep/train-deep-hedger.ts';
import { createCriterion } from '../risk/create-criterion.ts';
import type { Market } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { errorAt, figureError } from './config-errors.ts';
import { isRefusal } from './create-market-of.ts';
import type { ConfigTree } from './read-config.ts';
import type { Resolved } from './resolve-config.ts';
import type { TrainConfig } from './train-schema.ts';
import { trainingTermsOf } from './train-terms.ts';

/** Hidden layers where neither the file nor a model to start from names any. */
const usualHidden = [32, 32];

export interface TrainPolicyOptions extends LongCallOptions {
  readonly now: () => number;
  readonly threads: number | undefined;
  /** File of the checkpoints. */
  readonly checkpoint: string;
  /** The model that the file names to start from. */
  readonly initial: InitialPolicy | undefined;
}

/** A policy with the trainings that it comes of: one, or one for each member of an ensemble. */
export interface TrainedPolicy {
  readonly hedger: EdgeHedger;
  readonly members: readonly TrainedDeepHedger[];
}

/** Trains the policy of a file on worker threads, from its checkpoints where there are some. */
export async function trainPolicy(
  resolved: Resolved<TrainConfig>,
  market: Market,
  { now, threads, checkpoint, initial, signal, onProgress }: TrainPolicyOptions,
): Promise<TrainedPolicy> {
  const { config } = resolved;
  const { training, ensemble } = config;
  const { makeFolder } = await import('../support/make-folder.ts');
  const { dirname } = await import('node:path');
  const { createEngine } = await import('../engine/pool/create-engine.ts');
  const { createBatchPool } = await import('../hedgers/deep/batch-pool.ts');
  const { trainDeepHedgerAsync } = await import('../hedgers/deep/train-deep-hedger.ts');
  const { trainDeepEnsembleAsync } = await import('../hedgers/deep/train-deep-ensemble.ts');
  const folders = await makeFolder(dirname(checkpoint));
  const engine = createEngine({ threads });
  const batches = createBatchPool({ threads });
  const deadline = training.minutes === undefined ? undefined : now() + 60_000 * training.minutes;
  try {
    const options = {
      market,
      ...trainingTermsOf(config),
      criterion: createCriterion(config.objective),
      ...networkOf(resolved),
      ...(initial !== undefined && { initial }),
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
    };
    if (ensemble.members > 1) return await trainDeepEnsembleAsync({ ...options, ...ensemble });
    const trained = await trainDeepHedgerAsync(options);
    return { hedger: trained.hedger, members: [trained] };
  } catch (error) {
    // A folder with a checkpoint in it stays.
    await folders.undo();
    if (!isRefusal(error) || signal?.aborted) throw error;
    throw inKeysOfTheFile(error, resolved);
  } finally {
    await Promise.all([engine.close(), batches.close()]);
  }
}

/** The network of a file; where training starts from a model, what the file itself says of it: the rest is the model's. */
function networkOf({ config, tree }: Resolved<TrainConfig>) {
  const { head, inputs, hidden, layers } = config.network;
  const isFresh = config.start === undefined;
  return {
    ...((isFresh || namesHead(tree)) && { head }),
    ...(inputs !== undefined && { inputs }),
    ...(layers !== undefined && { layers }),
    ...(hidden !== undefined && { hidden }),
    ...(isFresh && layers === undefined && hidden === undefined && { hidden: usualHidden }),
  };
}

function namesHead(tree: ConfigTree): boolean {
  return (tree.network as ConfigTree | undefined)?.head !== undefined;
}

/** The configuration as it can be given again: without the usual head where that of a model to start from counts. */
export function givenAgain({ config, tree }: Resolved<TrainConfig>): object {
  if (config.start === undefined || namesHead(tree)) return config;
  const { head: _, ...network } = config.network;
  return { ...config, network };
}

/** Errors that speak of the library's options, in the words of the file and its command. */
function inKeysOfTheFile({ message }: Error, { origin, config }: Resolved<TrainConfig>): Error {
  if (message.includes('checkpoint')) {
    return new InputError(
      message
        .replace(/another training: (\w+)/, (_, key) => `another training: ${keyOf(key)}`)
        .replace(
          'choose another file, or delete it to train from the start',
          '--fresh trains from the start, another --out keeps both',
        )
        .replace('delete it to train from the start', '--fresh trains from the start'),
    );
  }
  if (message.startsWith('initial has ')) {
    const place = config.start ?? '';
    return errorAt(origin, ['start'], message.replace('initial has ', `start is ${place}, which has `));
  }
  const group = message.startsWith('head is ') ? ['network'] : ['training'];
  return figureError(message, {
    origin,
    config,
    group: message.startsWith('inputs ') ? ['network', 'inputs'] : group,
  });
}

/** The key of the file that an option of the training stands for. */
function keyOf(option: string): string {
  switch (option) {
    case 'hidden':
    case 'layers':
    case 'head':
    case 'inputs':
      return `network.${option}`;
    case 'criterion':
      return 'objective';
    case 'initialWeights':
    case 'scales':
      return 'start';
    case 'pooledStates':
      return 'training.fresh';
    case 'market':
    case 'contract':
    case 'underlying':
    case 'frictions':
    case 'instruments':
    case 'unwinds':
      return option;
    default:
      return `training.${option}`;
  }
}
