import { createArena } from '../kernels/arena.ts';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import { TILE_ROWS } from '../program.ts';

/** What the layers of a network are built in: memory, handed out once, and the kernels that work on it. */
export interface TileSpace {
  readonly kernels: Kernels;
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

/** A space with its tiles: each has a slot, and one is at hand at a time. */
export interface TileMemory extends TileSpace {
  /** Makes room for so many slots, once everything else has been taken. */
  reserve(slots: number): void;
  /** Turns to a slot's tile. */
  select(slot: number): void;
  /** Bytes of a slot. */
  slotBytes(): number;
}

const PAGE_BYTES = 65_536;
const MAX_BYTES = 2 ** 32 - PAGE_BYTES;

/** Memory of a network with so many weights and steps, in kernels of its own. */
export function createTileMemory(weightCount: number, steps: number): TileMemory {
  const kernels = loadKernels();
  const shared = createArena(kernels.heapBase());
  const tile = createArena(0);
  const weightsAt = shared.take(weightCount);
  const gradientAt = shared.take(weightCount);
  let slotAt = 0;
  let view = new Float32Array(kernels.memory.buffer);

  function reserve(slots: number): void {
    const bytes = shared.end() + slots * tile.end();
    if (bytes > MAX_BYTES) {
      throw new RangeError(
        `the network needs ${bytes} bytes of kernel memory, more than ${MAX_BYTES}: use fewer steps or narrower layers`,
      );
    }
    const missing = bytes - view.byteLength;
    if (missing <= 0) return;
    kernels.memory.grow(Math.ceil(missing / PAGE_BYTES));
    view = new Float32Array(kernels.memory.buffer);
  }

  return {
    kernels,
    steps,
    weightsAt,
    gradientAt,
    shared: (floats) => shared.take(floats),
    perTile(floats, count = 1) {
      const stride = Math.ceil(floats / TILE_ROWS) * TILE_ROWS * 4;
      const offset = tile.take((stride / 4) * count);
      return (step) => slotAt + offset + step * stride;
    },
    memory: () => view,
    reserve,
    select(slot) {
      slotAt = shared.end() + slot * tile.end();
    },
    slotBytes: () => tile.end(),
  };
}

/** Numbers in a tile's matrix of so many units. */
export function tileFloats(units: number): number {
  return units * TILE_ROWS;
}
