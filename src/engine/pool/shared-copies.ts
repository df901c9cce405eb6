import type { SharedBuffers } from './shared-buffers.ts';

/** Copies kept of arrays of the same name: paths to train on, paths to validate on, and room for fresh ones. */
const KEPT_PER_NAME = 4;
/** Bytes of copies above which those that the batch at hand does not need are let go. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Brings batches into shared memory, for one objective. */
export interface SharedCopies {
  /**
   * The batch with all its arrays in shared memory. Arrays that are there already are passed on. Float32Arrays are
   * copied when they come for the first time; the same array again stands for the same numbers. Others (the rows
   * of a minibatch) are copied each time.
   */
  share(batch: object): object;
  /** Gives all buffers back. */
  clear(): void;
}

type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;

interface Slot {
  source: WeakRef<Numbers>;
  copy: Numbers;
  buffer: SharedArrayBuffer;
  /** Number of the batch that last needed it. */
  used: number;
}

export function createSharedCopies(buffers: SharedBuffers): SharedCopies {
  const slotsByName = new Map<string, Slot[]>();
  let batches = 0;

  function shareArray(name: string, array: Numbers): Numbers {
    const slots = slotsByName.get(name) ?? [];
    slotsByName.set(name, slots);
    const known = slots.find(({ source }) => source.deref() === array);
    if (known !== undefined) {
      known.used = batches;
      if (!(array instanceof Float32Array)) (known.copy as Numbers).set(array);
      return known.copy;
    }
    const isFull = slots.length === KEPT_PER_NAME || keptBytes() + array.byteLength > KEPT_BYTES;
    const reused = slots.find(({ source }) => source.deref() === undefined) ?? (isFull ? oldest(slots) : undefined);
    if (reused !== undefined) {
      slots.splice(slots.indexOf(reused), 1);
      buffers.give(reused.buffer);
    }
    if (keptBytes() + array.byteLength > KEPT_BYTES) letGo();
    const buffer = buffers.take(array.byteLength);
    const copy = copyTo(buffer, array);
    slots.push({ source: new WeakRef(array), copy, buffer, used: batches });
    return copy;
  }

  function keptBytes(): number {
    let bytes = 0;
    for (const slots of slotsByName.values()) for (const { copy } of slots) bytes += copy.byteLength;
    return bytes;
  }

  /** Lets go of all copies but those of the batch at hand. */
  function letGo(keepUsedAt: number = batches): void {
    for (const [name, slots] of slotsByName) {
      for (const { used, buffer } of slots) if (used !== keepUsedAt) buffers.give(buffer);
      slotsByName.set(
        name,
        slots.filter(({ used }) => used === keepUsedAt),
      );
    }
  }

  return {
    share(batch) {
      ++batches;
      const shared: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(batch)) {
        shared[name] = isNumbers(value) && !(value.buffer instanceof SharedArrayBuffer) ? shareArray(name, value) : value;
      }
      return shared;
    },
    clear: () => letGo(Number.NaN),
  };
}

function oldest(slots: readonly Slot[]): Slot | undefined {
  let found = slots.at(0);
  for (const slot of slots) if (found !== undefined && slot.used < found.used) found = slot;
  return found;
}
