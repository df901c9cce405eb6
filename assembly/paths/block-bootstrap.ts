import { gatherPair } from './resample';

// The block bootstrap: what a day of history does to prices, to their EWMA variance and to implied volatility
// (src/simulate/block-bootstrap.ts has the formulae).

/** row ·= table[day]·factor. */
export function scaleByDayRow(row: usize, day: usize, table: usize, factor: f64, count: i32): void {
  const factors = f64x2.splat(factor);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 16, day += 16) {
    const growth = f64x2.mul(gatherPair(table, v128.load(day)), factors);
    v128.store(row, f64x2.mul(v128.load(row), growth));
  }
}

/** row ·= table[day], held within [lowest, highest]. */
export function rideByDayRow(row: usize, day: usize, table: usize, lowest: f64, highest: f64, count: i32): void {
  const low = f64x2.splat(lowest);
  const high = f64x2.splat(highest);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 16, day += 16) {
    const free = f64x2.mul(v128.load(row), gatherPair(table, v128.load(day)));
    v128.store(row, f64x2.pmin(f64x2.pmax(free, low), high));
  }
}

/** variance ← lambda·variance + weight·(table[day] − shift)². */
export function ewmaByDayRow(
  variance: usize,
  day: usize,
  table: usize,
  shift: f64,
  lambda: f64,
  weight: f64,
  count: i32,
): void {
  const shifts = f64x2.splat(shift);
  const lambdas = f64x2.splat(lambda);
  const weights = f64x2.splat(weight);
  const end = variance + 8 * (count as usize);
  for (; variance < end; variance += 16, day += 16) {
    const moved = f64x2.sub(gatherPair(table, v128.load(day)), shifts);
    const kept = f64x2.mul(lambdas, v128.load(variance));
    v128.store(variance, f64x2.add(kept, f64x2.mul(weights, f64x2.mul(moved, moved))));
  }
}
