import type { LayerLayout } from './network-layout.ts';
import { createProduct } from './product.ts';
import { type Port, passDown, type TileLayer } from './tile-layer.ts';
import { type TileSpace, tileFloats } from './tile-space.ts';

/**
 * A gated recurrent unit (Cho et al., 2014; `reset_after=False` in Keras): z, r = σ(W·x + U·h₋ + b),
 * n = tanh(W·x + U·(r∘h₋) + b), h = z∘h₋ + (1 − z)∘n, from h = 0.
 *
 * A tile keeps 5 matrices of `units` a step: the gates, whose gradient takes their place on the way back, r∘h₋, h.
 */
export function createGruLayer(
  space: TileSpace,
  { inputs, units, kernel, recurrent, bias }: LayerLayout,
  below: Port,
): TileLayer {
  const { kernels, steps } = space;
  const floats = tileFloats(units);
  const fromInputs = createProduct(space, { inputs, rows: 3 * units, kernel, bias, gradientFrom: below.gradientFrom });
  // U's rows of z and r read the hidden state, those of n what r leaves of it.
  const fromHidden = createProduct(space, { inputs: units, rows: 2 * units, kernel: recurrent });
  const fromReset = createProduct(space, { inputs: units, rows: units, kernel: recurrent + 2 * units * units });
  const gatesAt = space.perTile(3 * floats, steps);
  const candidateAt = (step: number) => gatesAt(step) + 2 * floats * 4;
  const resetHiddenAt = space.perTile(floats, steps);
  // Before each step, and after the last.
  const hiddenAt = space.perTile(floats, steps + 1);
  const hiddenGradientAt = space.shared(floats);
  const resetHiddenGradientAt = space.shared(floats);
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
      fromReset.prepare();
    },
    begin: () => clear(hiddenAt(0)),
    stateAt: (step) => [hiddenAt(step)],
    forward(step) {
      const gates = gatesAt(step);
      const before = hiddenAt(step);
      fromInputs.forward(below.at(step), gates);
      if (step > 0) fromHidden.forwardAdd(before, gates);
      kernels.gruGates(gates, before, resetHiddenAt(step), units);
      if (step > 0) fromReset.forwardAdd(resetHiddenAt(step), candidateAt(step));
      kernels.gruForward(gates, before, hiddenAt(step + 1), units);
    },
    beginBackward: () => clear(hiddenGradientAt),
    backward(step) {
      const gates = gatesAt(step);
      const before = hiddenAt(step);
      kernels.gruBackward(gates, before, hiddenGradientAt, units);
      fromReset.backward(candidateAt(step), resetHiddenGradientAt);
      kernels.gruResetBackward(gates, before, resetHiddenGradientAt, hiddenGradientAt, units);
      if (step > 0) fromHidden.backwardAdd(gates, hiddenGradientAt);
      passDown(fromInputs.backward, fromInputs.backwardAdd, gates, below);
    },
    weightGradient(from, to) {
      fromInputs.weightGradient(gatesAt, below.at, from, to);
      fromHidden.weightGradient(gatesAt, hiddenAt, from, to);
      fromReset.weightGradient(candidateAt, resetHiddenAt, from, to);
    },
  };
}
