import type { NetworkShape } from '../../../src/engine/network/network-shape.ts';

/** Goes from a step's inputs to its outputs, of one row. */
type Layer = (x: number[]) => number[];

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
const activations = {
  relu: (z: number) => Math.max(z, 0),
  silu: (z: number) => z * sigmoid(z),
  tanh: Math.tanh,
};

/**
 * A network in float64, row by row in plain loops: each call gives a row's network with its state at zero. Reads the flat
 * weights from the front on, as W, U, b of each layer, and does not look at what follows.
 */
export function networkFloat64(shape: NetworkShape, weights: Float64Array): () => Layer {
  let next = 0;
  const vector = (length: number) => {
    next += length;
    return weights.subarray(next - length, next);
  };
  const matrix = (rows: number, columns: number) => Array.from({ length: rows }, () => vector(columns));
  const recurrent = (gates: number, inputs: number, units: number) => ({
    w: Array.from({ length: gates }, () => matrix(units, inputs)),
    u: Array.from({ length: gates }, () => matrix(units, units)),
    b: Array.from({ length: gates }, () => vector(units)),
  });
  const makers: (() => Layer)[] = [];
  let inputs = shape.inputs;
  for (const layer of shape.layers) {
    if (layer.kind === 'dropout') continue;
    const { units } = layer;
    if (layer.kind === 'dense') {
      const [w, b] = [matrix(units, inputs), vector(units)];
      makers.push(() => (x) => affine(w, b, x).map(activations[layer.activation]));
    } else if (layer.kind === 'gru') {
      const weightsOf = recurrent(3, inputs, units);
      makers.push(() => gru(weightsOf, units));
    } else {
      const weightsOf = recurrent(4, inputs, units);
      makers.push(() => lstm(weightsOf, units));
    }
    inputs = units;
  }
  const [w, b] = [matrix(shape.outputs, inputs), vector(shape.outputs)];
  makers.push(() => (x) => affine(w, b, x));
  return () => {
    const layers = makers.map((make) => make());
    return (x) => layers.reduce((y, layer) => layer(y), x);
  };
}

type Matrix = readonly Float64Array[];

interface RecurrentWeights {
  readonly w: readonly Matrix[];
  readonly u: readonly Matrix[];
  readonly b: readonly Float64Array[];
}

function gru({ w, u, b }: RecurrentWeights, units: number): Layer {
  let h = new Array<number>(units).fill(0);
  return (x) => {
    const gate = (k: number, state: number[]) => {
      const fromState = product(u[k], state);
      return affine(w[k], b[k], x).map((a, j) => a + fromState[j]);
    };
    const z = gate(0, h).map(sigmoid);
    const r = gate(1, h).map(sigmoid);
    const n = gate(
      2,
      h.map((state, j) => r[j] * state),
    ).map(Math.tanh);
    h = h.map((state, j) => z[j] * state + (1 - z[j]) * n[j]);
    return h;
  };
}

function lstm({ w, u, b }: RecurrentWeights, units: number): Layer {
  let h = new Array<number>(units).fill(0);
  let c = h;
  return (x) => {
    const [i, f, g, o] = [0, 1, 2, 3].map((k) => {
      const fromState = product(u[k], h);
      return affine(w[k], b[k], x).map((a, j) => a + fromState[j]);
    });
    c = c.map((cell, j) => sigmoid(f[j]) * cell + sigmoid(i[j]) * Math.tanh(g[j]));
    h = c.map((cell, j) => sigmoid(o[j]) * Math.tanh(cell));
    return h;
  };
}

function product(matrix: Matrix, x: readonly number[]): number[] {
  return matrix.map((row) => {
    let sum = 0;
    for (let i = 0; i < x.length; ++i) sum += row[i] * x[i];
    return sum;
  });
}

function affine(matrix: Matrix, bias: Float64Array, x: readonly number[]): number[] {
  return product(matrix, x).map((sum, j) => sum + bias[j]);
}

/** Gradient of a loss over flat weights by central differences. */
export function centralDifferences(loss: (weights: Float64Array) => number, weights: Float32Array): Float64Array {
  const step = 1e-6;
  const moved = Float64Array.from(weights);
  return moved.map((weight, k) => {
    moved[k] = weight + step;
    const up = loss(moved);
    moved[k] = weight - step;
    const down = loss(moved);
    moved[k] = weight;
    return (up - down) / (2 * step);
  });
}
