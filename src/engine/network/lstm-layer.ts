import type { LayerLayout } from './network-layout.ts';
import { createProduct } from './product.ts';
import { type Port, passDown, type TileLayer } from './tile-layer.ts';
import { type TileSpace, tileFloats } from './tile-space.ts';

/**
 * A long short-term memory (Hochreiter and Schmidhuber, 1997; forget gate: Gers, Schmidhuber and Cummins, 2000):
 * i, f, o = σ(W·x + U·h₋ + b), g = tanh(W·x + U·h₋ + b), c = f∘c₋ + i∘g, h = o∘tanh c, from c = h = 0.
 *
 * A tile keeps 7 matrices of `units` a step: the gates, whose gradient takes their place on the way back, c, tanh c, h.
 */
export function createLstmLayer(
  space: TileSpace,
  { inputs, units, kernel, recurrent, bias }: LayerLayout,
  below: Port,
): TileLayer {
  const { kernels, steps } = space;
  const rows = 4 * units;
  const floats = tileFloats(units);
  const fromInputs = createProduct(space, { inputs, rows, kernel, bias, gradientFrom: below.gradientFrom });
  const fromHidden = createProduct(space, { inputs: units, rows, kernel: recurrent });
  const gatesAt = space.perTile(tileFloats(rows), steps);
  const cellTanhAt = space.perTile(floats, steps);
  // Before each step, and after the last.
  const cellAt = space.perTile(floats, steps + 1);
  const hiddenAt = space.perTile(floats, steps + 1);
  const hiddenGradientAt = space.shared(floats);
  const cellGradientAt = space.shared(floats);
  const clear = (address: number) => space.memory().fill(0, address / 4, address / 4 + floats);

  return {
    units,
    at: (step) => hiddenAt(step + 1),
    gradientAt: () => hiddenGradientAt,
    gradientFrom: 0,
    adds: true,
    prepare() {
      fromInputs.prepare();
      fromHidden.prepare();
    },
    begin() {
      clear(cellAt(0));
      clear(hiddenAt(0));
    },
    stateAt: (step) => [cellAt(step), hiddenAt(step)],
    forward(step) {
      const gates = gatesAt(step);
      fromInputs.forward(below.at(step), gates);
      if (step > 0) fromHidden.forwardAdd(hiddenAt(step), gates);
      kernels.lstmForward(gates, cellAt(step), cellAt(step + 1), cellTanhAt(step), hiddenAt(step + 1), units);
    },
    beginBackward() {
      clear(hiddenGradientAt);
      clear(cellGradientAt);
    },
    backward(step) {
      const gates = gatesAt(step);
      kernels.lstmBackward(gates, cellAt(step), cellTanhAt(step), hiddenGradientAt, cellGradientAt, units);
      if (step > 0) fromHidden.backward(gates, hiddenGradientAt);
      passDown(fromInputs.backward, fromInputs.backwardAdd, gates, below);
    },
    weightGradient(from, to) {
      fromInputs.weightGradient(gatesAt, below.at, from, to);
      fromHidden.weightGradient(gatesAt, hiddenAt, from, to);
    },
  };
}
