import type { SharedBuffers } from './shared-buffers.ts';

/** Arrays that can be copied to shared memory. */
export type Numbers = Float32Array | Float64Array | Int32Array;

/** Shared arrays of an objective by name, made longer when they need to be. A view holds until the name is used again. */
export interface Scratch {
  float64(name: string, length: number): Float64Array;
  /** A copy of an array. */
  copy<T extends Numbers>(name: string, array: T): T;
  /** Gives all buffers back. */
  clear(): void;
}

export function createScratch(buffers: SharedBuffers): Scratch {
  const held = new Map<string, SharedArrayBuffer>();

  function bufferOf(name: string, bytes: number): SharedArrayBuffer {
    const before = held.get(name);
    if (before !== undefined && before.byteLength >= bytes) return before;
    if (before !== undefined) buffers.give(before);
    held.delete(name);
    const buffer = buffers.take(bytes);
    held.set(name, buffer);
    return buffer;
  }

  return {
    float64: (name, length) => new Float64Array(bufferOf(name, 8 * length), 0, length),
    copy<T extends Numbers>(name: string, array: T): T {
      const Kind = array.constructor as new (buffer: SharedArrayBuffer, offset: number, length: number) => T;
      const shared = new Kind(bufferOf(name, array.byteLength), 0, array.length);
      shared.set(array);
      return shared;
    },
    clear() {
      for (const buffer of held.values()) buffers.give(buffer);
      held.clear();
    },
  };
}
