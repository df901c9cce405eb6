/** Hands out consecutive stretches of memory, aligned to cache lines. */
export interface Arena {
  /** Address of the next `floats` float32 numbers. */
  take(floats: number): number;
  /** First byte after everything taken. */
  end(): number;
}

const LINE_BYTES = 64;

/** An arena that begins at a byte address, the first whole cache line from it on. */
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
  return Math.ceil(address / LINE_BYTES) * LINE_BYTES;
}
