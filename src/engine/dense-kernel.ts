import { requireBatch, requireLength } from './check-network.ts';
import { type DenseLayer, denseLayers, denseWeightCount } from './dense-weights.ts';
import { loadKernels } from './kernels/load-kernels.ts';
import type { DenseShape, NetworkKernel } from './network.ts';
import { createArena, memoryOf, paddedRows, readTile, TILE_ROWS, tilesOf, transpose, writeTile } from './tiles.ts';

export { denseWeightCount, initialDenseWeights } from './dense-weights.ts';

/**
 * A feed-forward network, hidden layers with the shape's activation and a linear last layer, whose forward and backward
 * passes run in the compiled kernels. Flat weights: layer by layer `W[output][input]` row-major, then `b[output]`.
 * Arrays returned are fresh. Each kernel owns a memory that holds the activations of the last batch: about
 * `4 · rows · (inputs + 2·Σ hidden + outputs)` bytes.
 *
 * Throws a RangeError for a bad shape, arrays of the wrong length, or `backward` before `forward`.
 *
 * @example
 * const shape = { kind: 'dense', inputs: 2, hidden: [8], outputs: 1, activation: 'silu' } as const;
 * const kernel = createDenseKernel(shape);
 * const weights = initialDenseWeights(shape, createRandomStream(1, 'weights'));
 * const outputs = kernel.forward(weights, Float32Array.of(0.1, 0.2, 0.3, 1, 2, 3), 3); // three rows
 * const gradient = kernel.backward(outputs.map((y) => 2 * y)); // of Σ y²
 */
export function createDenseKernel(shape: DenseShape): NetworkKernel {
  const layers = denseLayers(shape);
  const size = denseWeightCount(shape);
  const kernels = loadKernels();
  const activate = kernels[shape.activation];

  const arena = createArena(kernels.heapBase());
  const weightsAt = arena.take(size);
  const gradientAt = arena.take(size);
  const transposesAt = layers.map((layer) => arena.take(layer.inputs * layer.outputs));
  const widest = Math.max(...layers.map((layer) => layer.outputs));
  const deltasAt = [arena.take(widest * paddedRows(TILE_ROWS)), arena.take(widest * paddedRows(TILE_ROWS))];
  const tilesAt = arena.end();
  const plan = planTile(layers);
  let rows = 0;

  function forward(weights: Float32Array, inputs: Float32Array, batchRows: number): Float32Array {
    requireBatch(weights, size, inputs, shape.inputs, batchRows);
    rows = 0;
    const tiles = tilesOf(batchRows);
    const memory = memoryOf(kernels, tilesAt + tiles.length * plan.bytes);
    memory.set(weights, weightsAt / 4);
    const outputs = new Float32Array(shape.outputs * batchRows);
    for (const [k, tile] of tiles.entries()) {
      const at = tilesAt + k * plan.bytes;
      writeTile(memory, at, tile, inputs, batchRows, 0, shape.inputs);
      let x = at;
      for (const [l, { inputs: wide, outputs: out, weights: w, bias }] of layers.entries()) {
        const y = at + plan.valuesAt[l];
        kernels.affine(weightsAt + 4 * w, weightsAt + 4 * bias, x, y, wide, out, tile.stride);
        if (l < layers.length - 1) activate(y, at + plan.slopesAt[l], out * tile.stride);
        x = y;
      }
      readTile(memory, x, tile, outputs, batchRows, shape.outputs);
    }
    rows = batchRows;
    return outputs;
  }

  function backward(outputGradient: Float32Array): Float32Array {
    if (rows === 0) throw new RangeError('backward was called before forward');
    requireLength('outputGradient', outputGradient, shape.outputs * rows);
    const memory = memoryOf(kernels, 0);
    memory.fill(0, gradientAt / 4, gradientAt / 4 + size);
    for (const [l, { inputs: wide, outputs: out, weights: w }] of layers.entries()) {
      if (l > 0) transpose(memory, weightsAt + 4 * w, transposesAt[l], out, wide);
    }
    for (const [k, tile] of tilesOf(rows).entries()) {
      const at = tilesAt + k * plan.bytes;
      let delta = deltasAt[0];
      let other = deltasAt[1];
      writeTile(memory, delta, tile, outputGradient, rows, 0, shape.outputs);
      for (let l = layers.length - 1; l >= 0; --l) {
        const { inputs: wide, outputs: out, weights: w, bias } = layers[l];
        const x = l === 0 ? at : at + plan.valuesAt[l - 1];
        kernels.weightGradient(delta, x, gradientAt + 4 * w, gradientAt + 4 * bias, wide, out, tile.stride);
        if (l === 0) break;
        kernels.affine(transposesAt[l], 0, delta, other, out, wide, tile.stride);
        kernels.multiply(other, at + plan.slopesAt[l - 1], wide * tile.stride);
        [delta, other] = [other, delta];
      }
    }
    return memory.slice(gradientAt / 4, gradientAt / 4 + size);
  }

  return { size, forward, backward };
}

/** Where a tile keeps its matrices, in bytes from its start: the inputs first, then each layer's values and slopes. */
function planTile(layers: readonly DenseLayer[]) {
  const stride = paddedRows(TILE_ROWS);
  const arena = createArena(0);
  arena.take(layers[0].inputs * stride);
  const valuesAt: number[] = [];
  const slopesAt: number[] = [];
  for (const [l, layer] of layers.entries()) {
    valuesAt.push(arena.take(layer.outputs * stride));
    if (l < layers.length - 1) slopesAt.push(arena.take(layer.outputs * stride));
  }
  return { valuesAt, slopesAt, bytes: arena.end() };
}
