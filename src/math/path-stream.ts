import type { PathKey } from './path-key.ts';
import { philox } from './philox.ts';
import type { RandomStream } from './random.ts';

/** Counter word that tells these streams from the factors of kernel markets, which are numbered from 0. */
const sequential = 0xffffffff;

/**
 * The random stream of one path: Philox4x32-10 with the path's number in its counter. Path p of a key gives the same
 * numbers whichever paths are drawn beside it, so that a market drawn path by path does not depend on batches.
 *
 * @param path whole number in [0, 2^53)
 * @example
 * const key = pathKey(7, 'bootstrap');
 * createPathStream(key, 12).uniform();
 */
export function createPathStream(key: PathKey, path: number): RandomStream {
  const low = path >>> 0;
  const high = Math.floor(path / 4294967296);
  const words = new Uint32Array(4);
  let next = 4;
  let index = 0;
  let spare = 0;
  let hasSpare = false;

  function word(): number {
    if (next === 4) {
      philox(words, low, high, index++, sequential, key.low, key.high);
      next = 0;
    }
    return words[next++];
  }

  function uniform(): number {
    const top = word() >>> 5;
    const bottom = word() >>> 6;
    return (top * 67108864 + bottom) / 9007199254740992;
  }

  function normal(): number {
    if (hasSpare) {
      hasSpare = false;
      return spare;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const square = u * u + v * v;
      if (square > 0 && square < 1) {
        const scale = Math.sqrt((-2 * Math.log(square)) / square);
        spare = v * scale;
        hasSpare = true;
        return u * scale;
      }
    }
  }

  return { uniform, normal, integer: (below) => Math.floor(uniform() * below) };
}
