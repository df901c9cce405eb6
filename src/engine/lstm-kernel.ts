import { requireBatch, requireLength } from './check-network.ts';
import { loadKernels } from './kernels/load-kernels.ts';
import { lstmLayout } from './lstm-weights.ts';
import type { LstmShape, NetworkKernel } from './network.ts';
import { createArena, memoryOf, paddedRows, readTile, TILE_ROWS, tilesOf, transpose, writeTile } from './tiles.ts';

export { initialLstmWeights, lstmWeightCount } from './lstm-weights.ts';

/**
 * A long short-term memory network that reads `window` steps and ends in a linear layer on the last hidden state, with
 * backpropagation through time (Hochreiter and Schmidhuber, 1997; forget gate: Gers, Schmidhuber and Cummins, 2000):
 * `i, f, o = σ(W·[x; h] + b)`, `g = tanh(W·[x; h] + b)`, `c ← f·c + i·g`, `h ← o·tanh c`, from c = h = 0.
 *
 * Inputs are `[window][inputs][rows]`, oldest step first. Flat weights: `W[4·units][inputs + units]` with gates in the
 * order i, f, g, o, then `b[4·units]`, then the head's `V[outputs][units]` and `d[outputs]`. Arrays returned are fresh.
 * The kernel's memory holds the last batch: about `4 · rows · window · (inputs + 7·units)` bytes.
 *
 * Throws a RangeError for a bad shape, arrays of the wrong length, or `backward` before `forward`.
 *
 * @example
 * const shape = { kind: 'lstm', inputs: 3, units: 16, window: 22, outputs: 1 } as const;
 * const kernel = createLstmKernel(shape);
 * const weights = initialLstmWeights(shape, createRandomStream(1, 'weights'));
 * const outputs = kernel.forward(weights, new Float32Array(22 * 3 * 128), 128);
 */
export function createLstmKernel(shape: LstmShape): NetworkKernel {
  const { inputs: wide, units, window, outputs: out } = shape;
  const layout = lstmLayout(shape);
  const { size } = layout;
  const kernels = loadKernels();
  const fullStride = paddedRows(TILE_ROWS);
  const gateRows = 4 * units;

  const arena = createArena(kernels.heapBase());
  const weightsAt = arena.take(size);
  const gradientAt = arena.take(size);
  const gatesTransposeAt = arena.take(gateRows * (wide + units));
  const headTransposeAt = arena.take(out * units);
  const outputsAt = arena.take(out * fullStride);
  const hiddenGradientAt = arena.take(units * fullStride);
  const cellGradientAt = arena.take(units * fullStride);
  const deltaAt = arena.take(gateRows * fullStride);
  const tilesAt = arena.end();
  const tileBytes = tilePlan(shape, fullStride).bytes;
  const gatesAt = weightsAt + 4 * layout.gates;
  const headAt = weightsAt + 4 * layout.head;
  let rows = 0;

  function forward(weights: Float32Array, inputs: Float32Array, batchRows: number): Float32Array {
    requireBatch(weights, size, inputs, window * wide, batchRows);
    rows = 0;
    const tiles = tilesOf(batchRows);
    const memory = memoryOf(kernels, tilesAt + tiles.length * tileBytes);
    memory.set(weights, weightsAt / 4);
    const outputs = new Float32Array(out * batchRows);
    for (const [k, tile] of tiles.entries()) {
      const { stride } = tile;
      const plan = tilePlan(shape, stride);
      const at = tilesAt + k * tileBytes;
      const count = units * stride;
      memory.fill(0, (at + plan.hidden(0)) / 4, (at + plan.hidden(0)) / 4 + count);
      memory.fill(0, (at + plan.cell(0)) / 4, (at + plan.cell(0)) / 4 + count);
      for (let t = 0; t < window; ++t) {
        const gates = at + plan.gates(t);
        writeTile(memory, at + plan.inputs(t), tile, inputs, batchRows, t * wide, wide);
        kernels.affine(
          gatesAt,
          weightsAt + 4 * layout.gatesBias,
          at + plan.inputs(t),
          gates,
          wide + units,
          gateRows,
          stride,
        );
        kernels.lstmForward(
          gates,
          at + plan.cell(t),
          at + plan.cell(t + 1),
          at + plan.cellTanh(t),
          at + plan.hidden(t + 1),
          count,
        );
      }
      kernels.affine(headAt, weightsAt + 4 * layout.headBias, at + plan.hidden(window), outputsAt, units, out, stride);
      readTile(memory, outputsAt, tile, outputs, batchRows, out);
    }
    rows = batchRows;
    return outputs;
  }

  function backward(outputGradient: Float32Array): Float32Array {
    if (rows === 0) throw new RangeError('backward was called before forward');
    requireLength('outputGradient', outputGradient, out * rows);
    const memory = memoryOf(kernels, 0);
    memory.fill(0, gradientAt / 4, gradientAt / 4 + size);
    transpose(memory, gatesAt, gatesTransposeAt, gateRows, wide + units);
    transpose(memory, headAt, headTransposeAt, out, units);
    // The rows of the transpose that lead to the hidden state; nothing asks for the gradient of the inputs.
    const hiddenTransposeAt = gatesTransposeAt + 4 * wide * gateRows;
    const gatesGradientAt = gradientAt + 4 * layout.gates;
    const gatesBiasGradientAt = gradientAt + 4 * layout.gatesBias;
    for (const [k, tile] of tilesOf(rows).entries()) {
      const { stride } = tile;
      const plan = tilePlan(shape, stride);
      const at = tilesAt + k * tileBytes;
      const count = units * stride;
      writeTile(memory, outputsAt, tile, outputGradient, rows, 0, out);
      kernels.weightGradient(
        outputsAt,
        at + plan.hidden(window),
        gradientAt + 4 * layout.head,
        gradientAt + 4 * layout.headBias,
        units,
        out,
        stride,
      );
      kernels.affine(headTransposeAt, 0, outputsAt, hiddenGradientAt, out, units, stride);
      memory.fill(0, cellGradientAt / 4, cellGradientAt / 4 + count);
      for (let t = window - 1; t >= 0; --t) {
        kernels.lstmBackward(
          at + plan.gates(t),
          at + plan.cell(t),
          at + plan.cellTanh(t),
          hiddenGradientAt,
          cellGradientAt,
          deltaAt,
          count,
        );
        kernels.weightGradient(
          deltaAt,
          at + plan.inputs(t),
          gatesGradientAt,
          gatesBiasGradientAt,
          wide + units,
          gateRows,
          stride,
        );
        if (t > 0) kernels.affine(hiddenTransposeAt, 0, deltaAt, hiddenGradientAt, gateRows, units, stride);
      }
    }
    return memory.slice(gradientAt / 4, gradientAt / 4 + size);
  }

  return { size, forward, backward };
}

/**
 * Where a tile keeps its matrices, in bytes from its start. The inputs of step t and the hidden state before it are
 * neighbours, so that one product reads both; `cell(0)` and `hidden(0)` are the zeros it starts from.
 */
function tilePlan({ inputs, units, window }: LstmShape, stride: number) {
  const matrix = 4 * stride;
  const joint = (inputs + units) * matrix;
  const cells = (window + 1) * joint;
  const cellTanhs = cells + (window + 1) * units * matrix;
  const gates = cellTanhs + window * units * matrix;
  return {
    inputs: (t: number) => t * joint,
    hidden: (t: number) => t * joint + inputs * matrix,
    cell: (t: number) => cells + t * units * matrix,
    cellTanh: (t: number) => cellTanhs + t * units * matrix,
    gates: (t: number) => gates + t * 4 * units * matrix,
    bytes: gates + window * 4 * units * matrix,
  };
}
