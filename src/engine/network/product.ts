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
export function createProduct(
  space: TileSpace,
  { inputs, rows, kernel, bias, gradientFrom = 0 }: ProductPlan,
): Product {
  const { kernels } = space;
  const wanted = inputs - gradientFrom;
  const weightsAt = space.weightsAt + 4 * kernel;
  const biasAt = bias === undefined ? 0 : space.weightsAt + 4 * bias;
  const gradientAt = space.gradientAt + 4 * kernel;
  const packedAt = space.shared(inputs * rows);
  const transposeAt = space.shared(wanted * rows);

  return {
    prepare() {
      kernels.pack(weightsAt, packedAt, inputs, rows);
      if (wanted > 0) kernels.packTranspose(weightsAt, transposeAt, rows, inputs, gradientFrom);
    },
    forward: (x, y) => kernels.affine(packedAt, biasAt, x, y, inputs, rows, false),
    forwardAdd: (x, y) => kernels.affine(packedAt, 0, x, y, inputs, rows, true),
    backward: (delta, target) => kernels.affine(transposeAt, 0, delta, target, rows, wanted, false),
    backwardAdd: (delta, target) => kernels.affine(transposeAt, 0, delta, target, rows, wanted, true),
    weightGradient(delta, x, from, to) {
      const steps = to - from;
      const deltaStep = delta(from + 1) - delta(from);
      const xStep = x(from + 1) - x(from);
      kernels.weightGradient(delta(from), x(from), gradientAt, inputs, rows, steps, deltaStep, xStep);
      if (bias !== undefined) {
        kernels.biasGradient(delta(from), space.gradientAt + 4 * bias, rows, steps, deltaStep);
      }
    },
  };
}
