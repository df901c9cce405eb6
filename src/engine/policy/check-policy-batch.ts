import { requireCount } from '../../support/require.ts';
import { describe, requireLength, requireObject } from '../check-network.ts';
import type { PolicyBatch, PolicyProblem } from './policy-problem.ts';

/** What of a problem settles the shape of its batches. */
type BatchShape = Pick<PolicyProblem, 'steps' | 'signals' | 'instruments' | 'head'>;

/** Throws a RangeError that names the first part of a batch that does not fit the problem. */
export function checkPolicyBatch({ steps, signals, instruments, head }: BatchShape, batch: PolicyBatch): void {
  requireObject('batch', batch);
  const { paths, range } = batch;
  requireCount('paths', paths);
  requireLength('signals', batch.signals, steps * signals * paths);
  requireLength('prices', batch.prices, (steps + 1) * instruments * paths);
  requireLength('unhedged', batch.unhedged, paths);
  if (head !== 'holding') {
    if (batch.reference === undefined) throw new RangeError(`reference is missing: the ${head} head needs it`);
    requireLength('reference', batch.reference, steps * instruments * paths);
  }
  if (range === undefined) return;
  if (!Array.isArray(range)) throw new RangeError(`range is ${describe(range)}: expected [from, to]`);
  const [start, end] = range;
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= paths)) {
    throw new RangeError(`range is [${start}, ${end}): expected whole numbers within [0, ${paths})`);
  }
}
