import type { TileSpace } from './tile-space.ts';

/** A matrix among a network's weights, applied to the columns of a tile. Addresses are in bytes. */
export interface Product {
  /** Follows a change of the weights. */
  prepare(): void;
  /** y = b + W·x, without b where the product has no bias. */
  forward(x: number, y: number): void;
  /** y += W·x. */
  forwardAdd(x: number, y: number): void;
  /** Gradient by the inputs from `gradientFrom` on: target = Wᵀ·delta. */
  backward(delta: number, target: number): void;
  /** target += Wᵀ·delta. */
  backwardAdd(delta: number, target: number): void;
  /** Adds Σ delta·xᵀ over steps [from, to) to the gradient by W, and Σ delta to that by b. */
  weightGradient(delta: (step: number) => number, x: (step: number) => number, from: number, to: number): void;
}

/** A matrix `W[rows][inputs]` and where its parts stand in the flat weights, as indices. */
export interface ProductPlan {
  readonly inputs: number;
  readonly rows: number;
  readonly kernel: number;
  /** Absent where nothing is added. */
  readonly bias?: number | undefined;
  /** First input whose gradient is wanted; by default 0. `inputs` when none is. */
  readonly gradientFrom?: number | undefined;
}

/** Builds a product in a tile's space. */
export function createProduct(_space: TileSpace, _plan: ProductPlan): Product {
  throw new Error('to be written');
}
