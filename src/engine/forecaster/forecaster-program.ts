import { requireLength } from '../check-network.ts';
import { createTileNetwork } from '../network/tile-network.ts';
import { type OnePassProgram, TILE_ROWS } from '../program.ts';
import { eachTile } from '../row-groups.ts';
import { checkForecasterBatch, requireTargets } from './check-forecaster-batch.ts';
import { meanLoss, rowLoss } from './forecaster-losses.ts';
import {
  checkForecasterProblem,
  type ForecasterBatch,
  type ForecasterProblem,
  forecasterNetwork,
} from './forecaster-problem.ts';

/** The targets of a batch of which no loss is taken. */
const NO_TARGETS = new Float32Array(0);

/**
 * The forecaster's loss and gradient, tile by tile, in one pass: windows are gathered, the network reads them step by
 * step, and the way back follows at once. Rows are forecast each on its own, in any order, some of them more than once.
 */
export function createForecasterProgram(problem: ForecasterProblem): OnePassProgram<ForecasterBatch> {
  checkForecasterProblem(problem);
  const { inputs, window, horizons } = problem;
  const network = createTileNetwork(forecasterNetwork(problem), { steps: window, outputsAt: 'last' });
  const { size, memory } = network;
  // The loss, then the gradient.
  const partialSize = 1 + size;
  const last = window - 1;
  const starts = new Int32Array(TILE_ROWS);
  let batch: ForecasterBatch;
  let targets: Float32Array = NO_TARGETS;
  let dropoutKey: number | undefined;
  memory.reserve(1);
  memory.select(0);

  /** Calls `visit` with the first row and the number of rows of each tile of a group, its outputs at hand. */
  function eachForecast(group: number, visit: (first: number, count: number) => void): void {
    eachTile(batch.rows.length, partialSize, group, (first, count) => {
      for (let r = 0; r < count; ++r) starts[r] = batch.rows[first + r] - last;
      network.setMask(dropoutKey, first);
      network.begin();
      for (let step = 0; step < window; ++step) {
        gather(step, count);
        network.forward(step);
      }
      visit(first, count);
    });
  }

  /** Puts a step's features of the tile's windows into the network's inputs, zeros in the lanes left. */
  function gather(step: number, count: number): void {
    const { days, features } = batch;
    const floats = memory.memory();
    let to = network.inputAt(step) / 4;
    for (let i = 0; i < inputs; ++i) {
      const from = i * days + step;
      for (let r = 0; r < count; ++r) floats[to + r] = features[from + starts[r]];
      for (let r = count; r < TILE_ROWS; ++r) floats[to + r] = 0;
      to += TILE_ROWS;
    }
  }

  /** Writes the gradient by a tile's outputs, 0 in the lanes left; adds the tile's losses to a sum. */
  function differentiateLoss(first: number, count: number, before: number): number {
    const { days, baseline, rows } = batch;
    const floats = memory.memory();
    const outputAt = network.outputAt(last) / 4;
    const gradientAt = network.outputGradientAt(last) / 4;
    let sum = before;
    for (let h = 0; h < horizons; ++h) {
      const lane = h * TILE_ROWS;
      for (let r = 0; r < count; ++r) {
        const at = h * days + rows[first + r];
        const shift = baseline === undefined ? 0 : baseline[at];
        const { loss, slope } = rowLoss(problem.loss, floats[outputAt + lane + r], targets[at], shift);
        sum += loss;
        floats[gradientAt + lane + r] = slope;
      }
      floats.fill(0, gradientAt + lane + count, gradientAt + lane + TILE_ROWS);
    }
    return sum;
  }

  return {
    size,
    partialSize,
    isOnePass: true,
    resultsPerRow: horizons,
    check(weights, candidate, takesLoss) {
      requireLength('weights', weights, size);
      checkForecasterBatch(problem, candidate);
      if (takesLoss) requireTargets(problem, candidate);
    },
    rowsOf: ({ rows }) => rows.length,
    begin(weights, next, key) {
      batch = next;
      targets = next.targets ?? NO_TARGETS;
      dropoutKey = key;
      memory.memory().set(weights, memory.weightsAt / 4);
      network.prepare();
    },
    results(group, all) {
      const floats = memory.memory();
      eachForecast(group, (first, count) => {
        const from = network.outputAt(last) / 4;
        for (let h = 0; h < horizons; ++h) {
          const to = h * batch.rows.length + first;
          for (let r = 0; r < count; ++r) all[to + r] = floats[from + h * TILE_ROWS + r];
        }
      });
    },
    evaluate(group, partial) {
      const at = memory.gradientAt / 4;
      const floats = memory.memory();
      partial.fill(0);
      eachForecast(group, (first, count) => {
        floats.fill(0, at, at + size);
        partial[0] = differentiateLoss(first, count, partial[0]);
        network.beginBackward();
        for (let step = last; step >= 0; --step) network.backward(step);
        network.weightGradient();
        for (let k = 0; k < size; ++k) partial[1 + k] += floats[at + k];
      });
    },
    newTotal: () => new Float64Array(partialSize),
    add(total, partial) {
      for (let k = 0; k < partialSize; ++k) total[k] += partial[k];
    },
    finish(total, rows) {
      const count = rows * horizons;
      const gradient = new Float32Array(size);
      for (let k = 0; k < size; ++k) gradient[k] = total[k + 1] / count;
      return { loss: total[0] / count, gradient };
    },
    lossOfResults: (outputs) => meanLoss(problem, batch, targets, outputs),
  };
}
