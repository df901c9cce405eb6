import { describe, expect, it } from 'vitest';
import { createProduct } from '../../../src/engine/network/product.ts';
import { createTileMemory, tileFloats } from '../../../src/engine/network/tile-space.ts';
import { TILE_ROWS } from '../../../src/engine/program.ts';
import { createRandomStream } from '../../../src/math/random.ts';

const stream = createRandomStream(4, 'product');
const steps = 3;

// Widths around the blocks of the kernels: 4 outputs, 2 and 8 inputs.
const shapes = [
  [1, 1],
  [1, 4],
  [2, 3],
  [3, 5],
  [4, 1],
  [7, 9],
  [8, 8],
  [17, 2],
  [32, 33],
] as const;

function setUp(inputs: number, rows: number, gradientFrom: number) {
  const memory = createTileMemory(rows * inputs + rows, steps);
  const bias = rows * inputs;
  const plan = { inputs, rows, kernel: 0, bias, gradientFrom };
  const product = createProduct(memory, plan);
  const x = memory.perTile(tileFloats(inputs), steps + 1);
  const y = memory.perTile(tileFloats(rows), steps + 1);
  const target = memory.shared(tileFloats(inputs));
  memory.reserve(1);
  memory.select(0);
  const floats = memory.memory();
  const fill = (address: number, count: number) => {
    for (let k = 0; k < count; ++k) floats[address / 4 + k] = stream.normal();
  };
  const read = (address: number, count: number) => floats.slice(address / 4, address / 4 + count);
  fill(memory.weightsAt, rows * inputs + rows);
  fill(x(0), tileFloats(inputs) * (steps + 1));
  fill(y(0), tileFloats(rows) * (steps + 1));
  floats.fill(0, memory.gradientAt / 4, memory.gradientAt / 4 + rows * inputs + rows);
  product.prepare();
  const weights = read(memory.weightsAt, rows * inputs + rows);
  return { memory, product, x, y, target, read, fill, weights, bias };
}

describe.each(shapes)('a product of %i inputs and %i rows', (inputs, rows) => {
  it('is b + W·x, or adds W·x', () => {
    const { product, x, y, read, weights, bias } = setUp(inputs, rows, 0);
    const values = read(x(1), tileFloats(inputs));
    const before = read(y(1), tileFloats(rows));
    product.forwardAdd(x(1), y(1));
    const added = read(y(1), tileFloats(rows));
    product.forward(x(1), y(1));
    const replaced = read(y(1), tileFloats(rows));
    for (let o = 0; o < rows; ++o) {
      for (let r = 0; r < TILE_ROWS; ++r) {
        let sum = 0;
        for (let i = 0; i < inputs; ++i) sum += weights[o * inputs + i] * values[i * TILE_ROWS + r];
        const at = o * TILE_ROWS + r;
        expect(Math.abs(replaced[at] - (weights[bias + o] + sum))).toBeLessThan(1e-4);
        expect(Math.abs(added[at] - (before[at] + sum))).toBeLessThan(1e-4);
      }
    }
  });

  it.each([0, inputs - 1])('goes back to the inputs from %i on', (from) => {
    const { product, y, target, read, fill, weights } = setUp(inputs, rows, from);
    const delta = read(y(2), tileFloats(rows));
    fill(target, tileFloats(inputs - from));
    const before = read(target, tileFloats(inputs - from));
    product.backwardAdd(y(2), target);
    const added = read(target, tileFloats(inputs - from));
    product.backward(y(2), target);
    const replaced = read(target, tileFloats(inputs - from));
    for (let i = from; i < inputs; ++i) {
      for (let r = 0; r < TILE_ROWS; ++r) {
        let sum = 0;
        for (let o = 0; o < rows; ++o) sum += weights[o * inputs + i] * delta[o * TILE_ROWS + r];
        const at = (i - from) * TILE_ROWS + r;
        expect(Math.abs(replaced[at] - sum)).toBeLessThan(1e-4);
        expect(Math.abs(added[at] - (before[at] + sum))).toBeLessThan(1e-4);
      }
    }
  });

  it('adds the gradient by its weights over the steps asked for', () => {
    const { memory, product, x, y, read, bias } = setUp(inputs, rows, inputs);
    product.weightGradient(y, x, 0, 1);
    product.weightGradient(y, x, 1, steps);
    const gradient = read(memory.gradientAt, rows * inputs + rows);
    const [xs, ys] = [read(x(0), tileFloats(inputs) * steps), read(y(0), tileFloats(rows) * steps)];
    for (let o = 0; o < rows; ++o) {
      let total = 0;
      for (let i = 0; i < inputs; ++i) {
        let sum = 0;
        for (let s = 0; s < steps; ++s) {
          for (let r = 0; r < TILE_ROWS; ++r) {
            const delta = ys[s * tileFloats(rows) + o * TILE_ROWS + r];
            sum += delta * xs[s * tileFloats(inputs) + i * TILE_ROWS + r];
            if (i === 0) total += delta;
          }
        }
        expect(Math.abs(gradient[o * inputs + i] - sum)).toBeLessThan(1e-4);
      }
      expect(Math.abs(gradient[bias + o] - total)).toBeLessThan(1e-4);
    }
  });
});
