import { normalCdf, scaledNormalTail } from '../math/normal.ts';

/** e^a Φ(x), also where the exponential overflows and Φ vanishes. */
export function expTimesNormalCdf(a: number, x: number): number {
  return x < 0 ? Math.exp(a - 0.5 * x * x) * scaledNormalTail(-x) : Math.exp(a) * normalCdf(x);
}
