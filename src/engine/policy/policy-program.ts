import type { Criterion } from '../../risk/criterion.ts';
import { requireCount } from '../../support/require.ts';
import { requireLength } from '../check-network.ts';
import type { EvaluationOptions } from '../objective.ts';
import { groupRows, type Program, TILE_ROWS } from '../program.ts';
import { lossOfPnl, onePassLoss, type TileSums, twoPassCriterion } from './policy-losses.ts';
import { checkPolicyProblem, lossParameters, type PolicyBatch, type PolicyProblem } from './policy-problem.ts';
import { createPolicyRollout } from './policy-rollout.ts';

/** Memory for activations kept from the first pass to the second; tiles beyond it are gone through again. */
const KEPT_BYTES = 128 * 2 ** 20;

/** Loss sums at the head of a partial: shift, loss, threshold (`TileSums`). */
const HEADER = 3;

/**
 * The policy network's gradient through the whole hedging problem, tile by tile.
 *
 * @param criterion of a problem whose loss is 'criterion'; only the thread that calls `lossOfResults` needs it
 */
export function createPolicyProgram(problem: PolicyProblem, criterion?: Criterion): Program<PolicyBatch> {
  checkPolicyProblem(problem);
  const rollout = createPolicyRollout(problem);
  const { network } = rollout;
  const { memory } = network;
  const networkSize = network.size;
  const size = networkSize + lossParameters(problem);
  const onePass = onePassLoss(problem.loss);
  const twoPass = twoPassCriterion(problem.loss, criterion);
  const keptSlots = Math.max(1, Math.floor(KEPT_BYTES / memory.slotBytes()));
  /** Which tile's activations a slot holds. */
  let kept = new Map<number, number>();
  let batch: PolicyBatch;
  let from = 0;
  let rows = 0;
  let threshold = 0;
  let options: EvaluationOptions = {};
  memory.reserve(1);

  function begin(weights: Float32Array, next: PolicyBatch, nextOptions: EvaluationOptions): void {
    requireLength('weights', weights, size);
    batch = next;
    [from, rows] = [rangeOf(next)[0], rowsOf(next)];
    threshold = size > networkSize ? weights[networkSize] : 0;
    options = nextOptions;
    kept = new Map();
    memory.memory().set(weights.subarray(0, networkSize), memory.weightsAt / 4);
    network.prepare();
  }

  /** Calls `visit` with the first row, in the batch's range, and the rows of each tile of a group. */
  function eachTile(group: number, visit: (first: number, count: number) => void): void {
    const length = groupRows(rows);
    const end = Math.min(rows, (group + 1) * length);
    for (let first = group * length; first < end; first += TILE_ROWS) {
      visit(first, Math.min(TILE_ROWS, end - first));
    }
  }

  function turnTo(slot: number): void {
    memory.reserve(slot + 1);
    memory.select(slot);
  }

  function forwardTile(first: number, count: number): void {
    network.setMask(options.dropoutKey, from + first);
    rollout.load(batch, from + first, count);
    rollout.forward();
  }

  /** Runs the way back of the tile at hand and adds its gradient, times a factor, to a partial. */
  function backwardTile(partial: Float64Array, factor: number): void {
    const floats = memory.memory();
    const at = memory.gradientAt / 4;
    floats.fill(0, at, at + networkSize);
    rollout.backward();
    for (let k = 0; k < networkSize; ++k) partial[HEADER + k] += factor * floats[at + k];
  }

  function evaluate(group: number, partial: Float64Array): void {
    partial.fill(0);
    partial[0] = Number.NEGATIVE_INFINITY;
    memory.select(0);
    eachTile(group, (first, count) => {
      forwardTile(first, count);
      const sums = onePass!.addTile(rollout.pnl(), rollout.pnlGradient(), count, threshold);
      backwardTile(partial, addSums(partial, sums));
    });
  }

  function results(group: number, all: Float64Array, keeps: boolean): void {
    eachTile(group, (first, count) => {
      // The slot after those kept is free.
      turnTo(kept.size);
      if (keeps && kept.size < keptSlots - 1) kept.set(first, kept.size);
      forwardTile(first, count);
      const pnl = rollout.pnl();
      for (let r = 0; r < count; ++r) all[first + r] = pnl[r];
    });
  }

  function backward(group: number, resultGradient: Float64Array, partial: Float64Array): void {
    partial.fill(0);
    eachTile(group, (first, count) => {
      const slot = kept.get(first);
      turnTo(slot ?? kept.size);
      if (slot === undefined) forwardTile(first, count);
      else network.setMask(options.dropoutKey, from + first);
      // Single precision has numbers around 1 at their best: the scale goes to the sums in double precision.
      let scale = 0;
      for (let r = 0; r < count; ++r) scale = Math.max(scale, Math.abs(resultGradient[first + r]));
      if (scale === 0) return;
      const weights = rollout.pnlGradient();
      weights.fill(0);
      for (let r = 0; r < count; ++r) weights[r] = resultGradient[first + r] / scale;
      backwardTile(partial, scale);
    });
  }

  function combine(partials: readonly Float64Array[], count: number) {
    const total = new Float64Array(HEADER + networkSize);
    total[0] = Number.NEGATIVE_INFINITY;
    for (const partial of partials) {
      const factor = addSums(total, { shift: partial[0], loss: partial[1], threshold: partial[2] });
      for (let k = HEADER; k < total.length; ++k) total[k] += factor * partial[k];
    }
    const gradient = new Float32Array(size);
    if (onePass === undefined) {
      for (let k = 0; k < networkSize; ++k) gradient[k] = total[HEADER + k];
      return { loss: Number.NaN, gradient };
    }
    const sums = { shift: total[0], loss: total[1], threshold: total[2] };
    const { loss, gradientFactor, thresholdGradient } = onePass.finish(sums, count, threshold);
    for (let k = 0; k < networkSize; ++k) gradient[k] = gradientFactor * total[HEADER + k];
    if (size > networkSize) gradient[networkSize] = thresholdGradient;
    return { loss, gradient };
  }

  function lossOfResults(pnl: Float64Array, gradient?: Float64Array): number {
    if (onePass !== undefined) return lossOfPnl(problem.loss, pnl, threshold);
    if (twoPass === undefined) throw new RangeError("the problem's loss is 'criterion', and no criterion was given");
    return gradient === undefined ? twoPass.value(pnl) : twoPass.gradient(pnl, gradient);
  }

  return {
    size,
    partialSize: HEADER + networkSize,
    isOnePass: onePass !== undefined,
    resultsPerRow: 1,
    checkBatch: (candidate) => checkPolicyBatch(problem, candidate),
    rowsOf,
    begin,
    evaluate,
    results,
    backward,
    combine,
    lossOfResults,
  };
}

/**
 * Adds a tile's or a group's sums to a total, whose parts so far are scaled down where the new ones have a larger shift.
 * Gives the factor of the new gradient.
 */
function addSums(total: Float64Array, { shift, loss, threshold }: TileSums): number {
  const common = Math.max(total[0], shift);
  // Two sums with shifts of −∞, as two-pass partials have, are plain sums.
  const factorOf = (x: number) => (x === common ? 1 : Math.exp(x - common));
  const [before, factor] = [factorOf(total[0]), factorOf(shift)];
  if (before !== 1) for (let k = 1; k < total.length; ++k) total[k] *= before;
  total[0] = common;
  total[1] += factor * loss;
  total[2] += threshold;
  return factor;
}

function rangeOf({ paths, range = [0, paths] }: PolicyBatch): readonly [number, number] {
  return range;
}

function rowsOf(batch: PolicyBatch): number {
  const [start, end] = rangeOf(batch);
  return end - start;
}

function checkPolicyBatch({ steps, signals, instruments, head }: PolicyProblem, batch: PolicyBatch): void {
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
  const [start, end] = range;
  if (!(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start < end && end <= paths)) {
    throw new RangeError(`range is [${start}, ${end}): expected whole numbers within [0, ${paths})`);
  }
}
