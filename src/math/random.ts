import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of random numbers. Two streams of the same seed and name give the same numbers. */
export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number;
  /** Standard normal, by Marsaglia's polar method. */
  normal(): number;
  /** Whole number, uniform on [0, below). */
  integer(below: number): number;
}

/**
 * Opens the random stream of a seed and a name. Streams of different names are independent for all practical purposes,
 * so one more consumer of random numbers, under a name of its own, moves no other.
 *
 * @param seed whole number in [0, 2^53)
 * @param names what the stream is for, such as `'lstm', 'weights'`
 * @example
 * createRandomStream(7, 'kmeans', 'restart 3').uniform();
 */
export function createRandomStream(seed: number, ...names: readonly (string | number)[]): RandomStream {
  const generator = xoroshiro128plus(streamSeed(seed, ...names));
  let spare = 0;
  let hasSpare = false;

  function uniform(): number {
    const high = generator.next() >>> 5;
    const low = generator.next() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
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

/** A 32-bit seed for a seed and a name: FNV-1a over both, finished as in MurmurHash3. For libraries that take a seed. */
export function streamSeed(seed: number, ...names: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of `${seed}/${names.join('/')}`) {
    hash = Math.imul(hash ^ char.codePointAt(0)!, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
