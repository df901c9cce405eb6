import { logPair } from './math64';

// Implied volatility of Heston's and Bates's own prices, read from a table.

/** Value of a table at a place, counted in rows and columns: the cubic through four points in each direction. */
// @ts-ignore: decorator
@inline
function cubicAt(table: usize, rows: i32, columns: i32, row: f64, column: f64): f64 {
  const i = max(min(i32(row), rows - 3), 1);
  const j = max(min(i32(column), columns - 3), 1);
  const y = row - f64(i);
  const x = column - f64(j);
  const x0 = x * (x - 1.0);
  const x1 = (x + 1.0) * (x - 2.0);
  const outer = f64x2(-x0 * (x - 2.0) * (1.0 / 6.0), x1 * (x - 1.0) * 0.5);
  const inner = f64x2(x1 * x * -0.5, x0 * (x + 1.0) * (1.0 / 6.0));
  const y0 = y * (y - 1.0);
  const y1 = (y + 1.0) * (y - 2.0);
  let place = table + 8 * (((i - 1) * columns + j - 1) as usize);
  let sum = f64x2.mul(rowAt(place, outer, inner), f64x2.splat(-y0 * (y - 2.0) * (1.0 / 6.0)));
  place += 8 * (columns as usize);
  sum = f64x2.add(sum, f64x2.mul(rowAt(place, outer, inner), f64x2.splat(y1 * (y - 1.0) * 0.5)));
  place += 8 * (columns as usize);
  sum = f64x2.add(sum, f64x2.mul(rowAt(place, outer, inner), f64x2.splat(y1 * y * -0.5)));
  place += 8 * (columns as usize);
  sum = f64x2.add(sum, f64x2.mul(rowAt(place, outer, inner), f64x2.splat(y0 * (y + 1.0) * (1.0 / 6.0))));
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

// @ts-ignore: decorator
@inline
function rowAt(place: usize, outer: v128, inner: v128): v128 {
  return f64x2.add(f64x2.mul(v128.load(place), outer), f64x2.mul(v128.load(place, 16), inner));
}

/**
 * out = implied volatility of a strike at logMoneyness over the price at writing, read from a slice
 * (src/simulate/heston-vol-surface.ts says what it holds); its edges' values outside.
 */
export function hestonVolRow(
  logSpot: usize,
  variance: usize,
  out: usize,
  table: usize,
  rows: i32,
  columns: i32,
  logMoneyness: f64,
  leastTotal: f64,
  slope: f64,
  inverseRowStep: f64,
  inverseColumnStep: f64,
  inverseYears: f64,
  count: i32,
): void {
  const end = logSpot + 8 * (count as usize);
  const zero = f64x2.splat(0.0);
  const one = f64x2.splat(1.0);
  const lastRow = f64x2.splat(f64(rows - 1));
  // The middle column is at the money.
  const middle = f64x2.splat(0.5 * f64(columns - 1));
  const sign = i64x2.splat(i64.MIN_VALUE);
  const inverseLeast = f64x2.splat(1.0 / leastTotal);
  for (; logSpot < end; logSpot += 16, variance += 16, out += 16) {
    const total = f64x2.add(f64x2.splat(leastTotal), f64x2.mul(f64x2.splat(slope), v128.load(variance)));
    const up = f64x2.mul(logPair(f64x2.mul(total, inverseLeast)), f64x2.splat(inverseRowStep));
    const row = f64x2.pmin(f64x2.pmax(up, zero), lastRow);
    const away = f64x2.div(f64x2.sub(f64x2.splat(logMoneyness), v128.load(logSpot)), f64x2.sqrt(total));
    const size = f64x2.abs(away);
    const arsinh = logPair(f64x2.add(size, f64x2.sqrt(f64x2.add(f64x2.mul(size, size), one))));
    const side = f64x2.pmin(f64x2.mul(arsinh, f64x2.splat(inverseColumnStep)), middle);
    const column = f64x2.add(middle, v128.or(side, v128.and(away, sign)));
    const low = cubicAt(table, rows, columns, f64x2.extract_lane(row, 0), f64x2.extract_lane(column, 0));
    const high = cubicAt(table, rows, columns, f64x2.extract_lane(row, 1), f64x2.extract_lane(column, 1));
    const deviation = f64x2.sqrt(f64x2.mul(total, f64x2.splat(inverseYears)));
    v128.store(out, f64x2.mul(f64x2(low, high), deviation));
  }
}
