import type { SharedBuffers } from './shared-buffers.ts';

/** Copies kept of arrays of one name: paths to train on, paths to validate on, and room for fresh ones. */
const KEPT_PER_NAME = 4;
/** Bytes of copies above which those that the batch at hand does not need are let go. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Brings batches into shared memory, for one objective. */
export interface SharedCopies {
  /**
   * The batch with all its arrays in shared memory. Arrays that are there already are passed on. A Float32Array is copied
   * when it comes for the first time: the same array again stands for the same numbers. Other arrays (the rows of a
   * minibatch) are copied each time.
   */
  share(batch: object): object;
  /** Gives all buffers back. */
  clear(): void;
}

type Numbers = Float32Array | Float64Array | Int32Array;

interface Copy {
  readonly name: string;
  readonly source: WeakRef<Numbers>;
  readonly numbers: Numbers;
  readonly buffer: SharedArrayBuffer;
  /** Number of the batch that last needed it. */
  used: number;
}

export function createSharedCopies(buffers: SharedBuffers): SharedCopies {
  let copies: Copy[] = [];
  let batches = 0;

  function letGo(isUnwanted: (copy: Copy) => boolean): void {
    for (const copy of copies) if (isUnwanted(copy)) buffers.give(copy.buffer);
    copies = copies.filter((copy) => !isUnwanted(copy));
  }

  function makeRoom(name: string, bytes: number): void {
    const isLost = new Set(copies.filter(({ source }) => source.deref() === undefined));
    letGo((copy) => isLost.has(copy));
    const sameName = copies.filter((copy) => copy.name === name);
    if (sameName.length >= KEPT_PER_NAME) {
      const oldest = sameName.reduce((a, b) => (b.used < a.used ? b : a));
      letGo((copy) => copy === oldest);
    }
    const kept = copies.reduce((sum, copy) => sum + copy.buffer.byteLength, 0);
    if (kept + bytes > KEPT_BYTES) letGo(({ used }) => used !== batches);
  }

  function shareArray(name: string, array: Numbers): Numbers {
    if (array instanceof Float32Array) {
      const known = copies.find((copy) => copy.name === name && copy.source.deref() === array);
      if (known !== undefined) {
        known.used = batches;
        return known.numbers;
      }
      makeRoom(name, array.byteLength);
    } else {
      letGo((copy) => copy.name === name);
    }
    const buffer = buffers.take(array.byteLength);
    const numbers = copyTo(buffer, array);
    copies.push({ name, source: new WeakRef(array), numbers, buffer, used: batches });
    return numbers;
  }

  return {
    share(batch) {
      ++batches;
      const shared: Record<string, unknown> = {};
      // What stays comes first, so that room is made at the cost of the others.
      const arrays = Object.entries(batch).filter(([, value]) => isUnshared(value));
      for (const copy of copies) {
        if (arrays.some(([name, value]) => copy.name === name && copy.source.deref() === value)) copy.used = batches;
      }
      for (const [name, value] of Object.entries(batch)) {
        shared[name] = isUnshared(value) ? shareArray(name, value) : value;
        if (ArrayBuffer.isView(value) && value.buffer instanceof SharedArrayBuffer) buffers.meet(value.buffer);
      }
      return shared;
    },
    clear() {
      letGo(() => true);
    },
  };
}

function isUnshared(value: unknown): value is Numbers {
  const isArray = value instanceof Float32Array || value instanceof Float64Array || value instanceof Int32Array;
  return isArray && !(value.buffer instanceof SharedArrayBuffer);
}

function copyTo(buffer: SharedArrayBuffer, array: Numbers): Numbers {
  const Kind = array.constructor as new (buffer: SharedArrayBuffer, offset: number, length: number) => Numbers;
  const copy = new Kind(buffer, 0, array.length);
  copy.set(array);
  return copy;
}
