import type { Numbers, Scratch } from './scratch.ts';
import type { SharedBuffers } from './shared-buffers.ts';

/**
 * A batch with all its arrays in shared memory: those that are there already as they are, the others copied, at every
 * call anew, into memory that is used again.
 */
export function shareBatch(batch: object, scratch: Scratch, buffers: SharedBuffers): object {
  const shared: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(batch)) {
    shared[name] = isUnshared(value) ? scratch.copy(`batch.${name}`, value) : value;
    if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) buffers.meet(value.buffer);
  }
  return shared;
}

function isUnshared(value: unknown): value is Numbers {
  const isArray = value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array;
  return isArray && !(value.buffer instanceof SharedArrayBuffer);
}
