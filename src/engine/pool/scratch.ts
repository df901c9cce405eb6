import type { SharedBuffers } from './shared-buffers.ts';

/** Shared arrays of an objective by name, made longer when they need to be. A view holds until the name is used again. */
export interface Scratch {
  float32(name: string, length: number): Float32Array;
  float64(name: string, length: number): Float64Array;
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
    float32: (name, length) => new Float32Array(bufferOf(name, 4 * length), 0, length),
    float64: (name, length) => new Float64Array(bufferOf(name, 8 * length), 0, length),
    clear() {
      for (const buffer of held.values()) buffers.give(buffer);
      held.clear();
    },
  };
}
