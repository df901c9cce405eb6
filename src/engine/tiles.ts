import type { Kernels } from './kernels/load-kernels.ts';

/**
 * Batches go through the kernels in tiles of this many rows, so that one tile's activations stay in the second-level
 * cache (32 units: 32 KiB a matrix).
 */
export const TILE_ROWS = 256;

const PAGE_BYTES = 65_536;
const MAX_BYTES = 2 ** 32 - PAGE_BYTES;

/**
 * Rows that a tile of `rows` takes in memory: a multiple of 8, which is what the products read at a time, but never a
 * multiple of 64, at which the units of one row would all compete for the same few lines of the cache.
 */
export function paddedRows(rows: number): number {
  const padded = Math.ceil(rows / 8) * 8;
  return padded % 64 === 0 ? padded + 8 : padded;
}

/** Hands out consecutive stretches of memory, 32-byte aligned. */
export interface Arena {
  /** Address of the next `floats` float32 numbers. */
  take(floats: number): number;
  /** First byte after everything taken. */
  end(): number;
}

/** An arena that begins at a byte address, the first multiple of 32 from it on. */
export function createArena(base: number): Arena {
  let next = align(base);
  return {
    take(floats) {
      const address = next;
      next = align(next + 4 * floats);
      return address;
    },
    end: () => next,
  };
}

function align(address: number): number {
  return Math.ceil(address / 32) * 32;
}

/** The kernels' memory as float32 numbers, grown to hold at least `bytes`. Arrays taken before a growth are dead. */
export function memoryOf(kernels: Kernels, bytes: number): Float32Array {
  if (bytes > MAX_BYTES) {
    throw new RangeError(`a batch needs ${bytes} bytes of kernel memory, more than ${MAX_BYTES}: use fewer rows`);
  }
  const missing = bytes - kernels.memory.buffer.byteLength;
  if (missing > 0) kernels.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return new Float32Array(kernels.memory.buffer);
}

/** A tile's place: its first row in the batch, its rows, and its rows with padding. */
export interface Tile {
  readonly start: number;
  readonly rows: number;
  readonly stride: number;
}

/** The tiles of a batch, in order. */
export function tilesOf(rows: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let start = 0; start < rows; start += TILE_ROWS) {
    const count = Math.min(TILE_ROWS, rows - start);
    tiles.push({ start, rows: count, stride: paddedRows(count) });
  }
  return tiles;
}

/** Copies a tile's rows of the columns `first … first + columns − 1` of a batch to `address`, zeros in the padding. */
export function writeTile(
  memory: Float32Array,
  address: number,
  tile: Tile,
  batch: Float32Array,
  batchRows: number,
  first: number,
  columns: number,
): void {
  for (let c = 0; c < columns; ++c) {
    const from = (first + c) * batchRows + tile.start;
    const to = address / 4 + c * tile.stride;
    memory.set(batch.subarray(from, from + tile.rows), to);
    memory.fill(0, to + tile.rows, to + tile.stride);
  }
}

/** Copies a tile's columns from `address` into its rows of a batch. */
export function readTile(
  memory: Float32Array,
  address: number,
  tile: Tile,
  batch: Float32Array,
  batchRows: number,
  columns: number,
): void {
  for (let c = 0; c < columns; ++c) {
    const from = address / 4 + c * tile.stride;
    batch.set(memory.subarray(from, from + tile.rows), c * batchRows + tile.start);
  }
}

/** Writes the transpose of the `rows × columns` matrix at one address to another. */
export function transpose(memory: Float32Array, from: number, to: number, rows: number, columns: number): void {
  const source = from / 4;
  const target = to / 4;
  for (let r = 0; r < rows; ++r) {
    for (let c = 0; c < columns; ++c) memory[target + c * rows + r] = memory[source + r * columns + c];
  }
}
