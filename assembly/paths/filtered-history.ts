import { constantPair, expPair } from './math64';
import { lowerPlace, places, upperPlace } from './resample';

/**
 * One day of filtered history, whose pairs of a scaled return z and a shock u lie side by side in `pairs`
 * (src/simulate/filtered-history.ts has the formulae). With σ the volatility and x its logarithm:
 *   log price += σ z − σ² (quadratic + cubic σ + quartic σ²), at the σ before;
 *   x ← slope·x + u, held within [lowest, highest], and σ ← e^x.
 *
 * @param numbers address of quadratic, cubic, quartic, slope, lowest and highest: in memory, because they and those of the
 * exponential are more than an engine has registers for
 */
export function filteredRow(
  logSpot: usize,
  logVol: usize,
  vol: usize,
  day: usize,
  pairs: usize,
  numbers: usize,
  count: i32,
): void {
  const end = logSpot + 8 * (count as usize);
  for (; logSpot < end; logSpot += 16, logVol += 16, vol += 16, day += 16) {
    const both = places(v128.load(day));
    const a = v128.load(pairs + (lowerPlace(both) << 4));
    const b = v128.load(pairs + (upperPlace(both) << 4));
    const sigma = v128.load(vol);
    let slack = f64x2.add(constantPair(numbers, 1), f64x2.mul(sigma, constantPair(numbers, 2)));
    slack = f64x2.mul(sigma, f64x2.add(constantPair(numbers, 0), f64x2.mul(sigma, slack)));
    const move = f64x2.mul(sigma, f64x2.sub(v128.shuffle<i64>(a, b, 0, 2), slack));
    v128.store(logSpot, f64x2.add(v128.load(logSpot), move));
    const free = f64x2.add(f64x2.mul(constantPair(numbers, 3), v128.load(logVol)), v128.shuffle<i64>(a, b, 1, 3));
    const held = f64x2.pmin(f64x2.pmax(free, constantPair(numbers, 4)), constantPair(numbers, 5));
    v128.store(logVol, held);
    v128.store(vol, expPair(held));
  }
}
