import { createRandomStream } from '../../math/random.ts';
import { requireCount } from '../../support/require.ts';

export interface MinibatchOptions {
  /** Rows or paths of a minibatch; all where there are fewer. */
  readonly batch: number;
  readonly seed: number;
  /** Name of the random stream, such as `['policy', 'minibatches']`. */
  readonly stream: readonly (string | number)[];
}

export interface ShuffledRowsOptions extends MinibatchOptions {
  /** Rows [from, to) to choose from. */
  readonly from: number;
  readonly to: number;
}

export interface PathRangesOptions extends MinibatchOptions {
  readonly paths: number;
}

/**
 * Minibatches of fixed rows for step 0, 1, …, gone through in epochs: each epoch shuffles the rows anew (Fisher and
 * Yates) and cuts them into minibatches of one size. What is left over sits the epoch out: other rows each time. The
 * choice is a function of the options and the step alone, so a resumed training sees the same minibatches; steps may be
 * asked for in any order. Arrays returned are fresh.
 *
 * @example
 * const rowsOf = shuffledRows({ from: 250, to: 4000, batch: 256, seed: 7, stream: ['lstm', 'minibatches'] });
 * objective.lossAndGradient(weights, { ...history, rows: rowsOf(step) });
 */
export function shuffledRows({ from, to, batch, seed, stream }: ShuffledRowsOptions): (step: number) => Int32Array {
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to)) {
    throw new RangeError(`rows [${from}, ${to}): expected whole numbers, the second above the first`);
  }
  const steps = stepsPerEpoch(to - from, batch);
  const size = Math.min(batch, to - from);
  const orderOf = epochOrders(to - from, seed, stream);
  return (step) => {
    const place = requireStep(step) % steps;
    const order = orderOf(Math.floor(step / steps));
    return order.slice(place * size, (place + 1) * size).map((row) => from + row);
  };
}

/**
 * Minibatches of fixed paths for step 0, 1, … as ranges [from, to) of neighbours (`PolicyBatch.range`), which need no
 * copy: blocks of one size, in an order that each epoch shuffles anew. The paths that no block holds, fewer than a block,
 * sit the epoch out: the last ones in epochs 0, 2, …, the first ones in epochs 1, 3, …. As for `shuffledRows` the choice
 * depends on the options and the step alone.
 *
 * @example
 * const rangeOf = pathRanges({ paths: 1_000_000, batch: 8192, seed: 7, stream: ['policy', 'minibatches'] });
 * objective.lossAndGradient(weights, { ...paths, range: rangeOf(step) });
 */
export function pathRanges({ paths, batch, seed, stream }: PathRangesOptions): (step: number) => [number, number] {
  requireCount('paths', paths);
  const steps = stepsPerEpoch(paths, batch);
  const size = Math.min(batch, paths);
  const orderOf = epochOrders(steps, seed, stream);
  return (step) => {
    const place = requireStep(step) % steps;
    const epoch = Math.floor(step / steps);
    const start = (epoch % 2) * (paths - steps * size) + orderOf(epoch)[place] * size;
    return [start, start + size];
  };
}

/** Minibatches of `batch` in an epoch of `count` rows or paths, at least one. */
export function stepsPerEpoch(count: number, batch: number): number {
  requireCount('batch', batch);
  return Math.max(1, Math.floor(count / batch));
}

/** Shuffled 0 … count − 1 for each epoch; the latest one is kept. */
function epochOrders(count: number, seed: number, stream: MinibatchOptions['stream']): (epoch: number) => Int32Array {
  let latest = -1;
  let order = new Int32Array(0);
  return (epoch) => {
    if (epoch === latest) return order;
    const random = createRandomStream(seed, ...stream, 'epoch', epoch);
    order = Int32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = random.integer(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
    latest = epoch;
    return order;
  };
}

function requireStep(step: number): number {
  if (!(Number.isInteger(step) && step >= 0)) {
    throw new RangeError(`step is ${step}: expected a whole number of 0 or more`);
  }
  return step;
}
