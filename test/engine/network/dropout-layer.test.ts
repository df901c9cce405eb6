import { describe, expect, it } from 'vitest';
import { createDropoutLayer } from '../../../src/engine/network/dropout-layer.ts';
import { networkLayout } from '../../../src/engine/network/network-layout.ts';
import { denseLayers, type NetworkShape } from '../../../src/engine/network/network-shape.ts';
import type { Port } from '../../../src/engine/network/tile-layer.ts';
import { createTileMemory, tileFloats } from '../../../src/engine/network/tile-space.ts';
import { TILE_ROWS } from '../../../src/engine/program.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { randomWeights } from '../reference/random-weights.ts';
import { createTileRuns } from './run-tiles.ts';

const UNITS = 5;
const STEPS = 3;

/** A dropout layer over a port of its own, with what is needed to look at it. */
function createUnderTest(rate: number, { layer = 0, adds = false, gradientFrom = 0 } = {}) {
  const memory = createTileMemory(1, STEPS);
  const floats = tileFloats(UNITS);
  const belowAt = memory.perTile(floats, STEPS);
  const belowGradientAt = gradientFrom < UNITS ? memory.shared(floats) : 0;
  const below: Port = { units: UNITS, at: belowAt, gradientAt: () => belowGradientAt, gradientFrom, adds };
  const dropout = createDropoutLayer(memory, layer, rate, below);
  memory.reserve(1);
  memory.select(0);
  const part = (address: number, units = UNITS) =>
    memory.memory().subarray(address / 4, address / 4 + tileFloats(units));
  return {
    dropout,
    below,
    forward(inputs: Float32Array, step = 0): Float32Array {
      part(belowAt(step)).set(inputs);
      dropout.forward(step);
      return part(dropout.at(step)).slice();
    },
    /** The gradient below, of units from `gradientFrom` on, where `before` stood. */
    backward(gradient: Float32Array, before: Float32Array, step = 0): Float32Array {
      const units = UNITS - gradientFrom;
      part(dropout.gradientAt(), units).set(gradient);
      part(belowGradientAt, units).set(before);
      dropout.backward(step);
      return part(belowGradientAt, units).slice();
    },
    /** Which numbers are kept, `[UNITS][rows]`, of the first rows of a batch. */
    mask(key: number, rows: number, step = 0): Uint8Array {
      const kept = new Uint8Array(UNITS * rows);
      for (let first = 0; first < rows; first += TILE_ROWS) {
        dropout.setMask(key, first);
        const tile = this.forward(new Float32Array(floats).fill(1), step);
        for (let u = 0; u < UNITS; ++u) {
          for (let r = 0; r < TILE_ROWS; ++r) kept[u * rows + first + r] = tile[u * TILE_ROWS + r] === 0 ? 0 : 1;
        }
      }
      return kept;
    },
  };
}

const stream = createRandomStream(5, 'dropout');
const draw = (units = UNITS) => Float32Array.from({ length: tileFloats(units) }, () => stream.normal());

describe('the masks of dropout', () => {
  const rows = 40 * TILE_ROWS;
  const count = UNITS * rows;

  it.each([0.05, 0.3, 0.5, 0.9])('drop a share of %d', (rate) => {
    const under = createUnderTest(rate);
    for (const key of [0, 1, 2 ** 40]) {
      const kept = under.mask(key, rows).reduce((sum, k) => sum + k, 0);
      expect(Math.abs(kept / count - (1 - rate))).toBeLessThan(4.5 * Math.sqrt((rate * (1 - rate)) / count));
    }
  });

  it('are independent across units, rows, steps, layers and keys', () => {
    const rate = 0.3;
    const mask = (key: number, step: number, layer: number) => createUnderTest(rate, { layer }).mask(key, rows, step);
    const first = mask(7, 0, 0);
    const others: readonly (readonly [string, Uint8Array])[] = [
      ['next step', mask(7, 1, 0)],
      ['step after', mask(7, 2, 0)],
      ['next layer', mask(7, 0, 1)],
      ['next key', mask(8, 0, 0)],
      ['key 2^32 on', mask(7 + 2 ** 32, 0, 0)],
      // The mask again, moved by some rows, units or both: entry k beside entry k + lag.
      ...[1, 2, 3, 4, 8, TILE_ROWS, rows, 2 * rows, rows + 1].map(
        (lag) => [`lag ${lag}`, first.map((_, k) => first[(k + lag) % count])] as const,
      ),
    ];
    for (const [name, other] of others) {
      let sum = 0;
      for (let k = 0; k < count; ++k) sum += (first[k] - 1 + rate) * (other[k] - 1 + rate);
      const correlation = sum / count / (rate * (1 - rate));
      expect(Math.abs(correlation), name).toBeLessThan(4.5 / Math.sqrt(count));
    }
  });

  it('depend on the row of the batch, not on where its tile begins', () => {
    const under = createUnderTest(0.5);
    const whole = under.mask(3, 2 * TILE_ROWS);
    under.dropout.setMask(3, 24);
    const shifted = under.forward(new Float32Array(tileFloats(UNITS)).fill(1));
    for (let u = 0; u < UNITS; ++u) {
      const expected = whole.slice(u * 2 * TILE_ROWS + 24, u * 2 * TILE_ROWS + 24 + TILE_ROWS);
      expect(Array.from(shifted.slice(u * TILE_ROWS, (u + 1) * TILE_ROWS), Math.sign)).toEqual([...expected]);
    }
  });

  it('are the same for the same key, in any memory', () => {
    expect(createUnderTest(0.4).mask(9, TILE_ROWS)).toEqual(createUnderTest(0.4).mask(9, TILE_ROWS));
    expect(createUnderTest(0.4).mask(9, TILE_ROWS)).not.toEqual(createUnderTest(0.4).mask(10, TILE_ROWS));
  });

  it('are refused a key that is not a whole number', () => {
    const { dropout } = createUnderTest(0.5);
    for (const key of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => dropout.setMask(key, 0)).toThrow(`dropoutKey is ${key}: expected a whole number in [0, 2^53)`);
    }
  });
});

describe('a dropout layer', () => {
  it('passes on what stands below, uncopied, without a key', () => {
    const under = createUnderTest(0.5);
    under.mask(1, TILE_ROWS);
    under.dropout.setMask(undefined, 0);
    expect(under.dropout.at(1)).toBe(under.below.at(1));
    const gradient = draw();
    expect(under.backward(gradient, draw())).toEqual(gradient);
  });

  it.each([false, true])('scales what it keeps, and its gradient likewise; adds: %s', (adds) => {
    for (const gradientFrom of [0, 2]) {
      const units = UNITS - gradientFrom;
      const under = createUnderTest(0.25, { adds, gradientFrom });
      const kept = under.mask(4, TILE_ROWS, 1);
      const inputs = draw();
      const scale = Math.fround(1 / 0.75);
      expect(under.forward(inputs, 1)).toEqual(inputs.map((x, k) => (kept[k] ? x * scale : 0)));
      const [gradient, before] = [draw(units), draw(units)];
      const expected = gradient.map((g, k) => (kept[k + tileFloats(gradientFrom)] ? Math.fround(g * scale) : 0));
      expect(under.backward(gradient, before, 1)).toEqual(adds ? expected.map((g, k) => g + before[k]) : expected);
    }
  });

  it('asks for no gradient where nobody below does', () => {
    expect(createUnderTest(0.5, { gradientFrom: UNITS }).dropout.gradientAt()).toBe(0);
  });

  it('lets a network differentiate through its masks', () => {
    const shape: NetworkShape = {
      inputs: 2,
      layers: [
        { kind: 'lstm', units: 4 },
        { kind: 'dropout', rate: 0.3 },
        { kind: 'gru', units: 3 },
        { kind: 'dropout', rate: 0.5 },
        ...denseLayers([4], 'tanh'),
      ],
      outputs: 1,
    };
    const weights = randomWeights(shape, stream);
    const tile = () => ({ inputs: draw(STEPS * 2), slopes: draw(STEPS) });
    const tiles = [tile(), tile()];
    const runs = createTileRuns(shape, STEPS);
    const loss = (w: Float32Array) =>
      runs
        .run(w, tiles, 6)
        .reduce((sum, { outputs }, t) => outputs.reduce((s, y, k) => s + y * tiles[t].slopes[k], sum), 0);
    const results = runs.run(weights, tiles, 6);
    for (const { kernel, end } of networkLayout(shape)) {
      if (kernel === end) continue;
      // Along a random direction in each layer's weights.
      const direction = weights.map((_, k) => (k >= kernel && k < end ? stream.normal() : 0));
      const moved = (by: number) => loss(weights.map((w, k) => w + by * direction[k]));
      const slope = direction.reduce((sum, d, k) => sum + d * (results[0].gradient[k] + results[1].gradient[k]), 0);
      const expected = (moved(1 / 128) - moved(-1 / 128)) * 64;
      expect(Math.abs(slope)).toBeGreaterThan(0.1);
      expect(Math.abs(slope / expected - 1)).toBeLessThan(2e-3);
    }
  });
});
