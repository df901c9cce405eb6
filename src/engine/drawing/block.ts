import type { FactorKind } from './draw-request.ts';
import type { PathKernels } from './load-path-kernels.ts';

/** Most paths of a block. */
export const blockCapacity = 512;

/**
 * Paths that are drawn together: rows in the kernels' memory, given as addresses. A row of state or of uniforms holds one
 * float64 per path, a row of normals one float32. The same object serves every block of a draw, one after the other.
 */
export interface Block {
  readonly kernels: PathKernels;
  /** Paths of this block. */
  readonly paths: number;
  /** Values for kernels to work on: `paths` padded to a multiple of 16. What the padding holds is never written out. */
  readonly count: number;
  /** Number of the block's first path, counted from path 0 of the stream. */
  readonly firstPath: number;
  /** Bytes from one row of state to the next, and from a factor's uniforms at one substep to those at the next. */
  readonly rowBytes: number;
  /** Bytes from a factor's normals at one substep to those at the next: half of `rowBytes`. */
  readonly normalBytes: number;
  /** Addresses of the tables of the plan, in its order. */
  readonly tables: readonly number[];
  /** Address of a row of state. */
  state(row: number): number;
  /** Address of a factor's normals at a substep; without `wholePaths` the substep must be the one `advance` is told. */
  normals(factor: number, substep: number): number;
  /** Address of a factor's uniforms at a substep, likewise. */
  uniforms(factor: number, substep: number): number;
  /** The first `paths` values of a float64 row, for code outside the kernels; until the next block. */
  view(row: number): Float64Array;
  /** Copies a float64 row into a column of the target at a step. */
  write(column: Float64Array, step: number, row: number): void;
  /** Writes one value for each of the block's paths. */
  fill(column: Float64Array, step: number, value: number): void;
}

/** How a market moves a block of paths: `drawBlocks` calls it block by block. */
export interface BlockPlan {
  /** Independent draws of each substep. A factor's number is its place here: adding one at the end moves no other. */
  readonly factors: readonly FactorKind[];
  /** Moves a trading day; 1 by default. Draws are numbered by substeps since writing. */
  readonly substepsPerDay?: number;
  /** Rows of state. */
  readonly stateRows: number;
  /** Tables that kernels read, copied into their memory once a draw. */
  readonly tables?: readonly Float64Array[];
  /** Whether all draws of a path are needed at once, before its first substep; false by default. */
  readonly wholePaths?: boolean;
  /** Sets the state at writing. With `wholePaths`, every substep's draws are in place. */
  begin(block: Block): void;
  /** Moves the state by one substep, numbered from 0 at writing. */
  advance(block: Block, substep: number): void;
  /** Writes the columns of a step, 0 at writing: after `begin`, then after the last substep of each step. */
  observe(block: Block, step: number): void;
}
