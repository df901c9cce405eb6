import type { Kernels } from '../kernels/load-kernels.ts';

/** What the layers of a network are built in: memory, handed out once, and the kernels that work on it. */
export interface TileSpace {
  readonly kernels: Kernels;
  /** Rows of a tile: a multiple of 8. */
  readonly rows: number;
  /** Steps that a tile keeps. */
  readonly steps: number;
  /** Addresses of the flat weights and of the gradient by them. */
  readonly weightsAt: number;
  readonly gradientAt: number;
  /** Takes memory that all tiles share: scratch, packed weights. */
  shared(floats: number): number;
  /**
   * Takes memory that each tile has for itself, `floats` for each of `steps` steps (by default one): what the way back
   * needs again. Gives the address of a step for the tile at hand; steps lie one after another at equal distances.
   */
  perTile(floats: number, steps?: number): (step: number) => number;
  /** The memory as float32 numbers: index = address / 4. Not to be kept: it is replaced when memory grows. */
  memory(): Float32Array;
}
