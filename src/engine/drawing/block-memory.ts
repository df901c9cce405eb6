import { type Block, type BlockPlan, blockCapacity } from './block.ts';
import type { DrawTarget } from './draw-request.ts';
import type { PathKernels } from './load-path-kernels.ts';

/** Draws of four substeps come at once. */
export const substepsPerGroup = 4;

/** Blocks are made smaller rather than let the draws of whole paths take more bytes than this. */
const mostDrawBytes = 2 ** 25;
/** What kernels take at once: eight pairs of paths. */
const smallestCapacity = 16;
const pageBytes = 65536;
const lineBytes = 64;

/** Where a draw's rows stand in the kernels' memory. */
export interface BlockMemory {
  readonly kernels: PathKernels;
  /** Paths that fit into a block. */
  readonly capacity: number;
  /** Substeps whose draws are held at once: a multiple of 4. */
  readonly window: number;
  /** Addresses of each factor's first normals and uniforms; 0 where the plan does not ask for them. */
  readonly normals: readonly number[];
  readonly uniforms: readonly number[];
  /** Address of the bytes set aside for whoever fills the draws. */
  readonly scratch: number;
  /** Turns to the block of so many paths that begins at path `first` of the request. */
  open(paths: number, firstPath: number, into: DrawTarget, first: number): Block;
}

/** What a plan needs room for. */
export type BlockNeeds = Pick<BlockPlan, 'factors' | 'stateRows' | 'tables'>;

/**
 * Lays out the kernels' memory for a plan. Everything that lay there before is given up: one draw at a time.
 *
 * @param substeps how many substeps' draws are to be held at once; at least 4 are
 * @param scratchBytes for whoever fills the draws
 */
export function createBlockMemory(
  kernels: PathKernels,
  plan: BlockNeeds,
  substeps: number,
  scratchBytes = 0,
): BlockMemory {
  const window = Math.max(1, Math.ceil(substeps / substepsPerGroup)) * substepsPerGroup;
  const { factors, stateRows, tables = [] } = plan;
  const bytesPerPath = factors.reduce((sum, kind) => sum + { normal: 4, uniform: 8, both: 12 }[kind], 0) * window;
  let capacity = blockCapacity;
  while (capacity > smallestCapacity && capacity * bytesPerPath > mostDrawBytes) capacity /= 2;
  const rowBytes = 8 * capacity;
  const normalBytes = 4 * capacity;

  let next = align(kernels.heapBase());
  const take = (bytes: number) => {
    const address = next;
    next = align(next + bytes);
    return address;
  };
  const states = take(stateRows * rowBytes);
  const normals = factors.map((kind) => (kind === 'uniform' ? 0 : take(window * normalBytes)));
  const uniforms = factors.map((kind) => (kind === 'normal' ? 0 : take(window * rowBytes)));
  const constant = take(rowBytes);
  const scratch = take(scratchBytes);
  const tableAddresses = tables.map((table) => take(8 * table.length));
  const missing = next - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / pageBytes));
  const buffer = kernels.memory.buffer;
  tables.forEach((table, index) => {
    new Float64Array(buffer, tableAddresses[index], table.length).set(table);
  });

  const views = new Map<number, Float64Array>();
  const constants = new Float64Array(buffer, constant, capacity);
  constants.fill(0);
  let target: DrawTarget = { stride: 0, offset: 0 };
  let start = 0;
  const block = {
    kernels,
    paths: 0,
    count: 0,
    firstPath: 0,
    rowBytes,
    normalBytes,
    tables: tableAddresses,
    state: (row: number) => states + row * rowBytes,
    normals: (factor: number, substep: number) => normals[factor] + (substep % window) * normalBytes,
    uniforms: (factor: number, substep: number) => uniforms[factor] + (substep % window) * rowBytes,
    view(row: number) {
      let view = views.get(row);
      if (view === undefined) {
        view = new Float64Array(buffer, row, block.paths);
        views.set(row, view);
      }
      return view;
    },
    write(column: Float64Array, step: number, row: number) {
      column.set(block.view(row), step * target.stride + start);
    },
    fill(column: Float64Array, step: number, value: number) {
      // An empty column has the value already, all of it.
      if (column.length === 0) return;
      // A copy takes a third of the time of `column.fill`.
      if (constants[0] !== value) constants.fill(value);
      column.set(block.view(constant), step * target.stride + start);
    },
  };

  function open(paths: number, firstPath: number, into: DrawTarget, first: number): Block {
    if (paths !== block.paths) views.clear();
    target = into;
    start = into.offset + first;
    block.paths = paths;
    block.count = Math.ceil(paths / smallestCapacity) * smallestCapacity;
    block.firstPath = firstPath;
    return block;
  }

  return { kernels, capacity, window, normals, uniforms, scratch, open };
}

function align(address: number): number {
  return Math.ceil(address / lineBytes) * lineBytes;
}
