import type { PathBatch } from '../../src/contracts/monte-carlo.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { createRandomStream } from '../../src/math/random.ts';

export interface RandomPriceOptions {
  readonly paths: number;
  readonly steps: number;
  readonly years: number;
  readonly vol: number;
  readonly spot: number;
  readonly underlying: Underlying;
  readonly seed: number;
}

/**
 * Prices in the pricing model itself, without drift beyond r − q; path 2k + 1 mirrors path 2k. In the normal model the
 * forward of expiry moves by σ dW.
 */
export function drawPrices({ paths, steps, years, vol, spot, underlying, seed }: RandomPriceOptions): PathBatch {
  const stream = createRandomStream(seed, 'prices');
  const carry = underlying.rateAnnual - underlying.yieldAnnual;
  const interval = years / steps;
  const deviation = vol * Math.sqrt(interval);
  const prices = new Float64Array((steps + 1) * paths).fill(spot, 0, paths);
  for (let step = 0; step < steps; step++) {
    for (let path = 0; path < paths; path += 2) {
      const z = stream.normal();
      for (const [place, shock] of [
        [path, z],
        [path + 1, -z],
      ]) {
        if (place >= paths) continue;
        const price = prices[step * paths + place];
        const grown = price * Math.exp(carry * interval);
        prices[(step + 1) * paths + place] =
          underlying.model === 'bachelier'
            ? grown + deviation * shock * Math.exp(-carry * (years - (step + 1) * interval))
            : grown * Math.exp(deviation * (shock - 0.5 * deviation));
      }
    }
  }
  return { paths, steps, spot: prices };
}

/** Prices of one step. */
export function pricesAt({ paths, spot }: PathBatch, step: number): Float64Array {
  return spot.subarray(step * paths, (step + 1) * paths);
}

/** All prices of one path. */
export function pathOf({ paths, steps, spot }: PathBatch, path: number): number[] {
  return Array.from({ length: steps + 1 }, (_, step) => spot[step * paths + path]);
}
