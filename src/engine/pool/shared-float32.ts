import { requireCount } from '../../support/require.ts';

/**
 * An array of zeros in memory that all threads share. Batches made of such arrays reach the workers of an engine without
 * a copy, and may be refilled between two calls.
 *
 * @throws RangeError for a length that is not a whole number of 1 or more, or that memory does not hold
 * @example
 * const batch = { paths, prices: sharedFloat32(31 * paths), signals: sharedFloat32(30 * paths), unhedged };
 */
export function sharedFloat32(length: number): Float32Array {
  requireCount('length', length);
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}
