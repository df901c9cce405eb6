/** Free buffers that are kept for later, in bytes in all. */
const KEPT_BYTES = 64 * 2 ** 20;
const SMALLEST = 4096;

/**
 * Shared memory that is used again. A thread that has seen a shared buffer holds it until its next garbage collection,
 * which shared memory does not hasten, so buffers that come and go would add up.
 */
export interface SharedBuffers {
  /** A buffer of so many bytes or somewhat more; what it holds is left over from before. */
  take(bytes: number): SharedArrayBuffer;
  give(buffer: SharedArrayBuffer): void;
  /** Bytes of buffers made so far, and of those let go. */
  turnover(): number;
}

export function createSharedBuffers(): SharedBuffers {
  const free: SharedArrayBuffer[] = [];
  let freeBytes = 0;
  let turnover = 0;

  return {
    take(bytes) {
      const fits = (buffer: SharedArrayBuffer) =>
        buffer.byteLength >= bytes && buffer.byteLength <= 4 * Math.max(bytes, SMALLEST);
      let best = -1;
      for (const [k, buffer] of free.entries()) {
        if (fits(buffer) && (best < 0 || buffer.byteLength < free[best].byteLength)) best = k;
      }
      if (best >= 0) {
        const [buffer] = free.splice(best, 1);
        freeBytes -= buffer.byteLength;
        return buffer;
      }
      const buffer = new SharedArrayBuffer(roundUp(bytes));
      turnover += buffer.byteLength;
      return buffer;
    },
    give(buffer) {
      if (freeBytes + buffer.byteLength > KEPT_BYTES) {
        turnover += buffer.byteLength;
        return;
      }
      freeBytes += buffer.byteLength;
      free.push(buffer);
    },
    turnover: () => turnover,
  };
}

/** At most a quarter more, so that buffers of slightly different needs can stand in for each other. */
function roundUp(bytes: number): number {
  const step = Math.max(SMALLEST, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 2));
  return Math.max(1, Math.ceil(bytes / step)) * step;
}
