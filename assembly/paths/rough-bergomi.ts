import { argument, grow, promoteHigh, setArgument } from './growth';
import { addFourNodes, exponentialSums, packNormals, packWeights } from './volterra';

// Rough Bergomi by the hybrid scheme: v_{i+1} = exp(Σ_{j≤i} w_{i−j} Z_j + residual · Z'_i + shift_i), all substeps of a block
// at once.

/**
 * Variances of all substeps but the first, in place of the residual normals: row i becomes v_{i+1}, float32.
 *
 * @param rows substeps, a multiple of 4
 * @param weights rows float64: w₀, w₁, …
 * @param shifts rows float64
 * @param scratch 36 · rows + 64 bytes
 * @param quotes address of the quotes' plan, or 0: for each step the substep, the number of groups of four nodes, the weight
 * of the variance at hand, the first variance, then twelve numbers a group (`addFourNodes`); ends with a substep of −1
 * @param averages float64 rows, one for each step of the plan: √(expected average variance)
 */
export function roughVarianceRows(
  normals: usize,
  residuals: usize,
  rows: i32,
  rowBytes: usize,
  weights: usize,
  shifts: usize,
  residual: f64,
  scratch: usize,
  quotes: usize,
  averages: usize,
  averageBytes: usize,
  count: i32,
): void {
  const sums = scratch;
  const packedWeights = scratch + 32 + 12;
  const packed = (packedWeights + 4 * (rows as usize) + 15) & ~15;
  packWeights(weights, scratch + 32, rows);
  for (let path = 0; path < count; path += 8) {
    packNormals(normals, packed, rows, rowBytes);
    exponentialSums(packed, residuals, packedWeights, shifts, f32(residual), rows, rowBytes);
    if (quotes) averageRows(quotes, packed, residuals, rowBytes, packedWeights, sums, averages, averageBytes);
    normals += 32;
    residuals += 32;
    averages += 64;
  }
}

/** Follows the quotes' plan for the eight paths that are packed. */
function averageRows(
  plan: usize,
  packed: usize,
  variances: usize,
  rowBytes: usize,
  weights: usize,
  sums: usize,
  average: usize,
  averageBytes: usize,
): void {
  while (f64.load(plan) >= 0) {
    const substep = i32(f64.load(plan));
    const groups = i32(f64.load(plan, 8));
    const own = f32x4.splat(f32(f64.load(plan, 16)));
    if (substep == 0) {
      const first = f32x4.mul(own, f32x4.splat(f32(f64.load(plan, 24))));
      v128.store(sums, first);
      v128.store(sums, first, 16);
    } else {
      const row = variances + ((substep - 1) as usize) * rowBytes;
      v128.store(sums, f32x4.mul(own, v128.load(row)));
      v128.store(sums, f32x4.mul(own, v128.load(row, 16)), 16);
    }
    plan += 32;
    for (let group = 0; group < groups; ++group) {
      addFourNodes(packed, substep, weights, plan, sums);
      plan += 96;
    }
    for (let half: usize = 0; half < 2; ++half) {
      const root = f32x4.sqrt(v128.load(sums + 16 * half));
      v128.store(average + 32 * half, f64x2.promote_low_f32x4(root));
      v128.store(average + 32 * half, promoteHigh(root), 16);
    }
    average += averageBytes;
  }
}

/**
 * One substep of the price: S ·= growth · exp(−vh/2 + √(vh) (correlation · Z + independent · Z⊥)), with h = years; the
 * variance a float32 row, or `first` for all paths where its address is 0. The exponent is float32, S float64.
 */
export function roughPriceRow(
  spot: usize,
  variance: usize,
  first: f64,
  priceNormals: usize,
  volNormals: usize,
  growth: f64,
  years: f64,
  correlation: f64,
  independent: f64,
  count: i32,
): void {
  const end = spot + ((count as usize) << 3);
  setArgument(0, years);
  setArgument(1, 0.5);
  setArgument(2, correlation);
  setArgument(3, independent);
  setArgument(4, first);
  const factor = f64x2.splat(growth);
  let total = f32x4.mul(argument(4), argument(0));
  for (; spot < end; spot += 32) {
    if (variance) {
      total = f32x4.mul(v128.load(variance), argument(0));
      variance += 16;
    }
    const shock = f32x4.add(f32x4.mul(argument(2), v128.load(volNormals)), f32x4.mul(argument(3), v128.load(priceNormals)));
    grow(spot, f32x4.sub(f32x4.mul(f32x4.sqrt(total), shock), f32x4.mul(argument(1), total)), factor);
    volNormals += 16;
    priceNormals += 16;
  }
}

/** out (float64) = value (float32). */
export function promoteRow(values: usize, out: usize, count: i32): void {
  const end = out + ((count as usize) << 3);
  for (; out < end; out += 16) {
    v128.store(out, f64x2.promote_low_f32x4(v128.load64_zero(values)));
    values += 8;
  }
}

/** out (float64) = √value (float32). */
export function rootRow(values: usize, out: usize, count: i32): void {
  const end = out + ((count as usize) << 3);
  for (; out < end; out += 32) {
    const root = f32x4.sqrt(v128.load(values));
    v128.store(out, f64x2.promote_low_f32x4(root));
    v128.store(out, promoteHigh(root), 16);
    values += 16;
  }
}

/**
 * level ← level · (1 + (ratio − 1) · g), the ratio read from a table by level (rows at `least` and `most`; linear between
 * them, held outside) and by y = (logStrike − ln S) · inverseRoot / level from −`widest` on, held outside: `columns` ratios a
 * row, one more on either side of them, by cubic (Catmull–Rom) interpolation. g = spread · (1 − variance · share / level²)
 * is what the variance at hand, which is known, leaves to chance.
 */
export function smileRow(
  level: usize,
  logSpot: usize,
  variance: usize,
  table: usize,
  columns: i32,
  widest: f64,
  inverseStep: f64,
  least: f64,
  most: f64,
  logStrike: f64,
  inverseRoot: f64,
  share: f64,
  spread: f64,
  count: i32,
): void {
  const end = level + ((count as usize) << 3);
  const rowBytes = ((columns + 2) as usize) << 3;
  const last = f64(columns - 2);
  const perLevel = 1.0 / (most - least);
  for (; level < end; level += 8, logSpot += 8, variance += 8) {
    const value = f64.load(level);
    const inverse = 1.0 / value;
    const y = (logStrike - f64.load(logSpot)) * inverseRoot * inverse;
    const place = (min(max(y, -widest), widest) + widest) * inverseStep;
    const left = min(floor(place), last);
    const t = place - left;
    const row = table + (usize(left) << 3);
    const other = row + rowBytes;
    const above = (min(max(value, least), most) - least) * perLevel;
    const p0 = f64.load(row) + above * (f64.load(other) - f64.load(row));
    const p1 = f64.load(row, 8) + above * (f64.load(other, 8) - f64.load(row, 8));
    const p2 = f64.load(row, 16) + above * (f64.load(other, 16) - f64.load(row, 16));
    const p3 = f64.load(row, 24) + above * (f64.load(other, 24) - f64.load(row, 24));
    const cubic = 3.0 * (p1 - p2) + p3 - p0;
    const ratio = p1 + 0.5 * t * (p2 - p0 + t * (2.0 * p0 - 5.0 * p1 + 4.0 * p2 - p3 + t * cubic));
    const chance = spread * (1.0 - f64.load(variance) * share * inverse * inverse);
    f64.store(level, value * (1.0 + (ratio - 1.0) * chance));
  }
}
