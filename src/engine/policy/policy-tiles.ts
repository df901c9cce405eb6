import { requireLength } from '../check-network.ts';
import type { TileMemory } from '../network/tile-space.ts';
import type { Program } from '../program.ts';
import { eachTile } from '../row-groups.ts';
import { checkPolicyBatch } from './check-policy-batch.ts';
import { lossParameters, type PolicyBatch, type PolicyProblem } from './policy-problem.ts';
import { createPolicyRollout, type PolicyRollout } from './policy-rollout.ts';

/** The weights and the batch at hand, and a tile's way through the network and back: what programs of all losses share. */
export interface PolicyTiles extends Pick<Program<PolicyBatch>, 'size' | 'check' | 'rowsOf' | 'begin'> {
  /** Weights of the network alone. */
  readonly networkSize: number;
  /** Whose slots hold the tiles' activations; one has room, and is at hand, from the start. */
  readonly memory: TileMemory;
  readonly rollout: PolicyRollout;
  /** CVaR's ω; 0 with other losses. */
  threshold(): number;
  /** Calls `visit` with the first row, in the batch's range, and the rows of each tile of a group. */
  eachTile(group: number, partialSize: number, visit: (first: number, count: number) => void): void;
  /** Runs a tile to its P&L. */
  forward(first: number, count: number): void;
  /** Turns to the masks of a tile that has been run before. */
  remember(first: number): void;
  /** Runs the way back of the tile at hand and adds its gradient by the network's weights, times a factor, to sums. */
  backward(sums: Float64Array, factor: number): void;
  /** Copies the P&L of the tile at hand to its place of all results. */
  copyPnl(all: Float64Array, first: number, count: number): void;
}

export function createPolicyTiles(problem: PolicyProblem): PolicyTiles {
  const rollout = createPolicyRollout(problem);
  const { network } = rollout;
  const { memory, size: networkSize } = network;
  const hasThreshold = lossParameters(problem) === 1;
  const size = networkSize + lossParameters(problem);
  let batch: PolicyBatch;
  let from = 0;
  let rows = 0;
  let threshold = 0;
  let dropoutKey: number | undefined;
  memory.reserve(1);
  memory.select(0);

  const remember = (first: number) => network.setMask(dropoutKey, from + first);

  return {
    size,
    networkSize,
    memory,
    rollout,
    threshold: () => threshold,
    rowsOf,
    remember,
    check(weights, candidate) {
      requireLength('weights', weights, size, hasThreshold ? ', the last one the threshold of CVaR' : '');
      checkPolicyBatch(problem, candidate);
    },
    begin(weights, next, key) {
      batch = next;
      [from, rows] = [rangeOf(next)[0], rowsOf(next)];
      threshold = hasThreshold ? weights[networkSize] : 0;
      dropoutKey = key;
      memory.memory().set(weights.subarray(0, networkSize), memory.weightsAt / 4);
      network.prepare();
    },
    eachTile: (group, partialSize, visit) => eachTile(rows, partialSize, group, visit),
    forward(first, count) {
      remember(first);
      rollout.load(batch, from + first, count);
      rollout.forward();
    },
    backward(sums, factor) {
      const floats = memory.memory();
      const at = memory.gradientAt / 4;
      floats.fill(0, at, at + networkSize);
      rollout.backward();
      for (let k = 0; k < networkSize; ++k) sums[k] += factor * floats[at + k];
    },
    copyPnl(all, first, count) {
      const pnl = rollout.pnl();
      for (let r = 0; r < count; ++r) all[first + r] = pnl[r];
    },
  };
}

function rangeOf({ paths, range = [0, paths] }: PolicyBatch): readonly [number, number] {
  return range;
}

function rowsOf(batch: PolicyBatch): number {
  const [start, end] = rangeOf(batch);
  return end - start;
}
