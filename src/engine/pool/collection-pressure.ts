const THRESHOLD = 32 * 2 ** 20;
const WEIGHT = 64 * 2 ** 20;

/**
 * Has garbage collected in time where it is shared memory. V8 counts no byte of a SharedArrayBuffer when it decides
 * whether to collect, so a thread that is handed one after another holds gigabytes by a few dozen small objects. Plain
 * buffers do count, even ones whose memory is never touched.
 *
 * @returns what is to be told, now and then, the bytes of shared memory seen for the first or the last time in all
 */
export function createCollectionPressure(): (turnover: number) => void {
  let collected = 0;
  return (turnover) => {
    if (turnover - collected < THRESHOLD) return;
    collected = turnover;
    // The second one finds the first one counted.
    for (let k = 0; k < 2; ++k) allocateAndForget();
  };
}

function allocateAndForget(): void {
  try {
    new ArrayBuffer(WEIGHT);
  } catch {
    // No room: then a collection has just been tried.
  }
}
