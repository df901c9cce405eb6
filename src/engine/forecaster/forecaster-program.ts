import { requireCount } from '../../support/require.ts';
import { requireLength } from '../check-network.ts';
import { createTileNetwork } from '../network/tile-network.ts';
import type { EvaluationOptions } from '../objective.ts';
import { groupRows, type Program, TILE_ROWS } from '../program.ts';
import { lossOf, rowLoss } from './forecaster-losses.ts';
import {
  checkForecasterProblem,
  type ForecasterBatch,
  type ForecasterProblem,
  forecasterNetwork,
} from './forecaster-problem.ts';

/**
 * The forecaster's loss and gradient, tile by tile, in one pass: windows are gathered, the network reads them step by
 * step, and the way back follows at once. Rows are forecast each on its own, in any order, some of them more than once.
 *
 * Targets are read, and refused with a RangeError unless finite and above 0, where a loss is taken; results need none.
 */
export function createForecasterProgram(problem: ForecasterProblem): Program<ForecasterBatch> {
  checkForecasterProblem(problem);
  const { inputs, window, horizons } = problem;
  const network = createTileNetwork(forecasterNetwork(problem), { steps: window, outputsAt: 'last' });
  const { size, memory } = network;
  const last = window - 1;
  const starts = new Int32Array(TILE_ROWS);
  let batch: ForecasterBatch;
  let dropoutKey: number | undefined;
  memory.reserve(1);
  memory.select(0);

  function begin(weights: Float32Array, next: ForecasterBatch, options: EvaluationOptions): void {
    requireLength('weights', weights, size);
    batch = next;
    dropoutKey = options.dropoutKey;
    memory.memory().set(weights, memory.weightsAt / 4);
    network.prepare();
  }

  /** Calls `visit` with the first row and the number of rows of each tile of a group, its outputs at hand. */
  function eachTile(group: number, visit: (first: number, count: number) => void): void {
    const length = groupRows(batch.rows.length);
    const end = Math.min(batch.rows.length, (group + 1) * length);
    for (let first = group * length; first < end; first += TILE_ROWS) {
      const count = Math.min(TILE_ROWS, end - first);
      for (let r = 0; r < count; ++r) starts[r] = batch.rows[first + r] - last;
      network.setMask(dropoutKey, first);
      network.begin();
      for (let step = 0; step < window; ++step) {
        gather(step, count);
        network.forward(step);
      }
      visit(first, count);
    }
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

  /** Runs a group's tiles forth and back. `fill` writes the gradient by a tile's outputs, of which the others are 0. */
  function differentiate(
    group: number,
    gradient: Float64Array,
    fill: (floats: Float32Array, first: number, count: number) => void,
  ): void {
    const at = memory.gradientAt / 4;
    const floats = memory.memory();
    gradient.fill(0);
    eachTile(group, (first, count) => {
      floats.fill(0, at, at + size);
      const gradientAt = network.outputGradientAt(last) / 4;
      floats.fill(0, gradientAt, gradientAt + horizons * TILE_ROWS);
      fill(floats, first, count);
      network.beginBackward();
      for (let step = last; step >= 0; --step) network.backward(step);
      network.weightGradient();
      for (let k = 0; k < size; ++k) gradient[k] += floats[at + k];
    });
  }

  function evaluate(group: number, partial: Float64Array): void {
    let sum = 0;
    differentiate(group, partial.subarray(1), (floats, first, count) => {
      const outputAt = network.outputAt(last) / 4;
      const gradientAt = network.outputGradientAt(last) / 4;
      for (let h = 0; h < horizons; ++h) {
        const at = h * TILE_ROWS;
        for (let r = 0; r < count; ++r) {
          const { loss, slope } = rowLoss(problem.loss, batch, h, first + r, floats[outputAt + at + r]);
          sum += loss;
          floats[gradientAt + at + r] = slope;
        }
      }
    });
    partial[0] = sum;
  }

  function results(group: number, all: Float64Array): void {
    const floats = memory.memory();
    eachTile(group, (first, count) => {
      const from = network.outputAt(last) / 4;
      for (let h = 0; h < horizons; ++h) {
        const to = h * batch.rows.length + first;
        for (let r = 0; r < count; ++r) all[to + r] = floats[from + h * TILE_ROWS + r];
      }
    });
  }

  function backward(group: number, resultGradient: Float64Array, partial: Float64Array): void {
    partial[0] = 0;
    differentiate(group, partial.subarray(1), (floats, first, count) => {
      const to = network.outputGradientAt(last) / 4;
      for (let h = 0; h < horizons; ++h) {
        const from = h * batch.rows.length + first;
        for (let r = 0; r < count; ++r) floats[to + h * TILE_ROWS + r] = resultGradient[from + r];
      }
    });
  }

  function combine(partials: readonly Float64Array[], rows: number): { loss: number; gradient: Float32Array } {
    const total = new Float64Array(1 + size);
    for (const partial of partials) for (let k = 0; k <= size; ++k) total[k] += partial[k];
    const count = rows * horizons;
    const gradient = new Float32Array(size);
    for (let k = 0; k < size; ++k) gradient[k] = total[k + 1] / count;
    return { loss: total[0] / count, gradient };
  }

  return {
    size,
    partialSize: 1 + size,
    isOnePass: true,
    resultsPerRow: horizons,
    checkBatch: (candidate) => checkForecasterBatch(problem, candidate),
    rowsOf: ({ rows }) => rows.length,
    begin,
    evaluate,
    results,
    backward,
    combine,
    lossOfResults: (all, gradient) => lossOf(problem, batch, all, gradient),
  };
}

function checkForecasterBatch({ inputs, window, horizons }: ForecasterProblem, batch: ForecasterBatch): void {
  const { days, features, targets, baseline, rows } = batch;
  requireCount('days', days);
  requireLength('features', features, inputs * days);
  if (targets !== undefined) requireLength('targets', targets, horizons * days);
  if (baseline !== undefined) requireLength('baseline', baseline, horizons * days);
  if (rows.length === 0) throw new RangeError('rows is empty: expected at least one day to forecast at');
  for (let r = 0; r < rows.length; ++r) {
    if (!(rows[r] >= window - 1 && rows[r] < days)) {
      throw new RangeError(`rows[${r}] is ${rows[r]}: expected a day from ${window - 1} to ${days - 1}`);
    }
  }
}
