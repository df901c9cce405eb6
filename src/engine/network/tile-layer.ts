/**
 * Networks run on tiles: so many rows (paths, days) side by side in the lanes of SIMD vectors, step after step. Matrices
 * are `[unit][row]` in the kernels' memory; addresses are in bytes and hold for the tile at hand.
 */

/** A layer's outputs, or the inputs of a network, as the layer above sees them. */
export interface Port {
  readonly units: number;
  /** Where the outputs of a step stand. */
  at(step: number): number;
  /**
   * Where the layer above is to put the gradient by the outputs of the step at hand, of the units from `gradientFrom`
   * on; 0 when nobody asks for it.
   */
  gradientAt(): number;
  readonly gradientFrom: number;
  /** Whether the layer above adds its gradient to what stands there already, or replaces it. */
  readonly adds: boolean;
}

export interface TileLayer extends Port {
  /** Follows a change of the weights: transposes, packed copies. */
  prepare(): void;
  /** Clears the state before step 0. */
  begin(): void;
  forward(step: number): void;
  /** Where the state before a step stands, matrices of `units` units; absent where a layer carries none. */
  stateAt?(step: number): readonly number[];
  /** Clears the gradient by the state after the last step. */
  beginBackward(): void;
  /**
   * From the gradient by the outputs of the step, in `gradientAt()`, to the gradient by the inputs, put where the layer
   * below wants it. Steps come in descending order.
   */
  backward(step: number): void;
  /** Adds the gradient by the layer's weights, of steps [from, to) all at once, to the network's. */
  weightGradient(from: number, to: number): void;
}

/** Hands a gradient to the layer below, as it wants it. */
export function passDown(
  replace: (delta: number, target: number) => void,
  add: (delta: number, target: number) => void,
  delta: number,
  below: Port,
): void {
  if (below.gradientAt() === 0) return;
  if (below.adds) add(delta, below.gradientAt());
  else replace(delta, below.gradientAt());
}
