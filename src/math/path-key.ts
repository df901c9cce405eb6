import { streamSeed } from './random.ts';

/** Key of a counter-based stream: 64 bits, as two whole numbers of 32. */
export interface PathKey {
  readonly low: number;
  readonly high: number;
}

/**
 * The key of a seed and a stream's names: under it path p has draws of its own, whichever other paths are drawn.
 *
 * @example
 * philox(words, path, 0, group, factor, key.low, key.high); // with key = pathKey(7, 'training')
 */
export function pathKey(seed: number, ...names: readonly (string | number)[]): PathKey {
  return { low: streamSeed(seed, ...names, 'low'), high: streamSeed(seed, ...names, 'high') };
}
