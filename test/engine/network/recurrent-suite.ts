import { describe, expect, it } from 'vitest';
import { denseLayers, type LayerShape, type NetworkShape } from '../../../src/engine/network/network-shape.ts';
import { TILE_ROWS } from '../../../src/engine/program.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { centralDifferences, networkFloat64 } from '../reference/network-float64.ts';
import { randomWeights } from '../reference/random-weights.ts';
import { gradientErrors, relativeError } from '../reference/relative-error.ts';
import { createTileRuns } from './run-tiles.ts';

/** Holds a recurrent layer to float64 with outputs at every step, by weights and inputs, and to itself. */
export function describeRecurrentLayer(kind: 'gru' | 'lstm'): void {
  const networks: readonly (readonly [string, NetworkShape, number])[] = [
    ['alone', { inputs: 2, layers: [{ kind, units: 3 }], outputs: 2 }, 5],
    ['one step', { inputs: 3, layers: [{ kind, units: 4 }], outputs: 1 }, 1],
    ['twice', { inputs: 1, layers: [kind, kind].map((k): LayerShape => ({ kind: k, units: 3 })), outputs: 1 }, 4],
    [
      'between dense ones',
      { inputs: 2, layers: [...denseLayers([3], 'tanh'), { kind, units: 2 }, ...denseLayers([3], 'silu')], outputs: 1 },
      4,
    ],
  ];

  describe.each(networks)(`${kind} layers on tiles: %s`, (_, shape, steps) => {
    const stream = createRandomStream(3, kind, shape.layers.length, steps);
    const weights = randomWeights(shape, stream);
    const draw = (count: number) => Float32Array.from({ length: count }, () => stream.normal());
    // Float64 is slow: the loss is taken of every seventh row, the first and the last among them.
    const drawTile = () => ({
      inputs: draw(steps * shape.inputs * TILE_ROWS),
      slopes: draw(steps * shape.outputs * TILE_ROWS).map((slope, k) => ((k % TILE_ROWS) % 7 === 0 ? slope : 0)),
    });
    const tile = drawTile();

    /** Outputs of all steps in float64, `[steps][outputs][TILE_ROWS]`, for inputs laid out likewise. */
    const outputsFloat64 = (w: Float64Array, inputs: ArrayLike<number>, every: number) => {
      const outputs = new Float64Array(tile.slopes.length);
      for (let row = 0; row < TILE_ROWS; row += every) {
        const network = networkFloat64(shape, w)();
        for (let step = 0; step < steps; ++step) {
          const x = Array.from({ length: shape.inputs }, (_, i) => inputs[(step * shape.inputs + i) * TILE_ROWS + row]);
          for (const [o, y] of network(x).entries()) outputs[(step * shape.outputs + o) * TILE_ROWS + row] = y;
        }
      }
      return outputs;
    };
    const lossFloat64 = (w: Float64Array, inputs: ArrayLike<number>) =>
      outputsFloat64(w, inputs, 7).reduce((sum, y, k) => sum + y * tile.slopes[k], 0);

    it('have the outputs and the gradient of float64', () => {
      const [{ outputs, gradient }] = createTileRuns(shape, steps).run(weights, [tile]);
      expect(relativeError(outputs, outputsFloat64(Float64Array.from(weights), tile.inputs, 1))).toBeLessThan(3e-6);
      const expected = centralDifferences((w) => lossFloat64(w, tile.inputs), weights);
      expect(gradientErrors(shape, gradient, expected)[0][1]).toBeLessThan(2e-5);
    });

    it('pass the gradient on to the inputs', () => {
      const [{ inputGradient }] = createTileRuns(shape, steps).run(weights, [tile]);
      // Rows do not touch each other: all rows of an input are moved at once, and each row's part of the loss looked at.
      const w = Float64Array.from(weights);
      const expected = new Float64Array(inputGradient.length);
      for (let at = 0; at < inputGradient.length; at += TILE_ROWS) {
        const moved = (by: number) =>
          outputsFloat64(
            w,
            Float64Array.from(tile.inputs, (x, k) => (k >= at && k < at + TILE_ROWS ? x + by : x)),
            7,
          );
        const [up, down] = [moved(1e-5), moved(-1e-5)];
        for (const [k, slope] of tile.slopes.entries()) {
          expected[at + (k % TILE_ROWS)] += (slope * (up[k] - down[k])) / 2e-5;
        }
      }
      expect(relativeError(inputGradient, expected)).toBeLessThan(2e-5);
    });

    it('keep the tiles apart, to the bit', () => {
      const other = drawTile();
      const runs = createTileRuns(shape, steps);
      const [alone] = runs.run(weights, [tile]);
      const three = runs.run(weights, [other, tile, other]);
      expect(three[1]).toEqual(alone);
      expect(three[2]).toEqual(three[0]);
      expect(three[0]).not.toEqual(alone);
    });
  });
}
