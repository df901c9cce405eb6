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
  /** Takes notice of a buffer of the user's. */
  meet(buffer: SharedArrayBuffer): void;
  /** Bytes of buffers that have been made or met so far, plus those that were let go. */
  turnover(): number;
  /** Lets go of all buffers that are free, and of those that become so. */
  clear(): void;
}

export function createSharedBuffers(): SharedBuffers {
  const free: SharedArrayBuffer[] = [];
  let freeBytes = 0;
  const met = new WeakSet<SharedArrayBuffer>();
  let turnover = 0;
  let keptBytes = KEPT_BYTES;

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
      if (freeBytes + buffer.byteLength > keptBytes) {
        turnover += buffer.byteLength;
        return;
      }
      freeBytes += buffer.byteLength;
      free.push(buffer);
    },
    meet(buffer) {
      if (met.has(buffer)) return;
      met.add(buffer);
      turnover += buffer.byteLength;
    },
    turnover: () => turnover,
    clear() {
      keptBytes = 0;
      freeBytes = 0;
      free.length = 0;
    },
  };
}

/** At most a quarter more, so that buffers of slightly different needs can stand in for each other. */
function roundUp(bytes: number): number {
  const step = Math.max(SMALLEST, 2 ** (Math.floor(Math.log2(Math.max(bytes, 1))) - 2));
  return Math.max(1, Math.ceil(bytes / step)) * step;
}
