import { streamSeed } from '../../math/random.ts';
import type { ProgressListener } from '../../support/long-call.ts';
import { requireCount } from '../../support/require.ts';
import { createEnsembleHedger, type EnsembleHedgerOptions } from './ensemble-hedger.ts';
import type { EdgeHedger } from './policy-edges.ts';
import {
  type LongTrainingOptions,
  type TrainDeepHedgerOptions,
  type TrainedDeepHedger,
  trainDeepHedger,
  trainDeepHedgerAsync,
} from './train-deep-hedger.ts';

export interface TrainDeepEnsembleOptions
  extends TrainDeepHedgerOptions,
    Pick<EnsembleHedgerOptions, 'disagreement' | 'name'> {
  /** Policies to train, each with a seed split from the training's: of its weights, its paths and its scales. */
  readonly members: number;
}

export interface TrainedDeepEnsemble {
  readonly hedger: EdgeHedger;
  /** The trainings of the members, in the order of their seeds. */
  readonly members: readonly TrainedDeepHedger[];
}

/**
 * Trains several policies that differ by their seed alone, and joins them (`createEnsembleHedger`). The first k members are
 * the same however many there are.
 *
 * @throws what `trainDeepHedger` and `createEnsembleHedger` throw; RangeError unless `members` is a whole number >= 1
 * @example
 * const { hedger } = trainDeepEnsemble({ ...options, members: 5, disagreement: 1 });
 */
export function trainDeepEnsemble(options: TrainDeepEnsembleOptions): TrainedDeepEnsemble {
  return join(
    memberNumbers(options).map((member) => trainDeepHedger(memberOptions(options, member))),
    options,
  );
}

/**
 * `trainDeepEnsemble` on worker threads, one member after another, to the same bits. With a `checkpoint` each member has a
 * file of its own, its number after the path.
 *
 * @throws what `trainDeepEnsemble` and `trainDeepHedgerAsync` throw; RangeError for `isEnough`
 */
export async function trainDeepEnsembleAsync(
  options: TrainDeepEnsembleOptions & Omit<LongTrainingOptions, 'isEnough'>,
): Promise<TrainedDeepEnsemble> {
  if ('isEnough' in options && options.isEnough !== undefined) {
    throw new RangeError('isEnough is given: expected none, for members after the first yes would be left untrained');
  }
  const trained: TrainedDeepHedger[] = [];
  for (const member of memberNumbers(options)) {
    const { checkpoint } = options;
    trained.push(
      await trainDeepHedgerAsync({
        ...memberOptions(options, member),
        ...(checkpoint !== undefined && { checkpoint: `${checkpoint}.${member}` }),
      }),
    );
  }
  return join(trained, options);
}

function memberNumbers({ members }: TrainDeepEnsembleOptions): readonly number[] {
  requireCount('members', members);
  return Array.from({ length: members }, (_, member) => member);
}

function memberOptions<Options extends TrainDeepEnsembleOptions>(options: Options, member: number): Options {
  const { seed, members, onProgress } = options;
  const share: ProgressListener = ({ label, done, total, secondsLeft, ...progress }) =>
    onProgress?.({
      ...progress,
      label: `${label} ${member + 1} of ${members}`,
      done: member * total + done,
      total: members * total,
      // At the pace of the member at hand.
      ...(secondsLeft !== undefined &&
        done < total && { secondsLeft: secondsLeft * (1 + ((members - member - 1) * total) / (total - done)) }),
    });
  return {
    ...options,
    name: undefined,
    seed: streamSeed(seed, 'deep', 'ensemble', member),
    ...(onProgress !== undefined && { onProgress: share }),
  };
}

function join(members: readonly TrainedDeepHedger[], options: TrainDeepEnsembleOptions): TrainedDeepEnsemble {
  const { disagreement, name } = options;
  const hedger = createEnsembleHedger({
    members: members.map((member) => member.hedger),
    ...(disagreement !== undefined && { disagreement }),
    ...(name !== undefined && { name }),
  });
  return { hedger, members };
}
