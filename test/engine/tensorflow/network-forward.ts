import { type LayerLayout, networkLayout } from '../../../src/engine/network/network-layout.ts';
import type { NetworkShape } from '../../../src/engine/network/network-shape.ts';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const activations = {
  relu: (x: number) => Math.max(0, x),
  silu: (x: number) => x * sigmoid(x),
  tanh: Math.tanh,
};

/** A network in float64 as its contracts state it: outputs at each step for one row's inputs, nothing dropped. */
export function forwardNetwork(
  shape: NetworkShape,
  weights: ArrayLike<number>,
  steps: readonly (readonly number[])[],
): number[][] {
  const layouts = networkLayout(shape);
  const states = layouts.map(({ units }) => ({
    h: new Array<number>(units).fill(0),
    c: new Array<number>(units).fill(0),
  }));
  const affine = ({ inputs, kernel, bias, recurrent }: LayerLayout, row: number, x: number[], h?: number[]) => {
    let sum = weights[bias + row];
    for (let i = 0; i < inputs; ++i) sum += weights[kernel + row * inputs + i] * x[i];
    if (h !== undefined) for (let i = 0; i < h.length; ++i) sum += weights[recurrent + row * h.length + i] * h[i];
    return sum;
  };
  return steps.map((inputs) => {
    let x = [...inputs];
    for (const [l, layout] of layouts.entries()) {
      const { units } = layout;
      const layer = shape.layers[l];
      const each = (f: (u: number) => number) => Array.from({ length: units }, (_, u) => f(u));
      const below = x;
      const { h, c } = states[l];
      if (layout.kind === 'linear') x = each((u) => affine(layout, u, below));
      else if (layer.kind === 'dense') x = each((u) => activations[layer.activation](affine(layout, u, below)));
      else if (layer.kind === 'lstm') {
        const gate = (g: number, u: number) => affine(layout, g * units + u, below, h);
        const next = each((u) => sigmoid(gate(1, u)) * c[u] + sigmoid(gate(0, u)) * Math.tanh(gate(2, u)));
        x = each((u) => sigmoid(gate(3, u)) * Math.tanh(next[u]));
        states[l] = { h: x, c: next };
      } else if (layer.kind === 'gru') {
        const gate = (g: number, u: number, state: number[]) => affine(layout, g * units + u, below, state);
        const z = each((u) => sigmoid(gate(0, u, h)));
        const reset = each((u) => sigmoid(gate(1, u, h)) * h[u]);
        x = each((u) => z[u] * h[u] + (1 - z[u]) * Math.tanh(gate(2, u, reset)));
        states[l] = { h: x, c };
      }
    }
    return x;
  });
}
