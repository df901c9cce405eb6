// Markov switching: moves of the hidden chain, the returns that regimes draw, and averages over the regimes. A row of
// regimes holds their numbers, 0, 1, …, as float64.

/** Place of a row's entries in a table with `width` bytes for each regime. */
// @ts-ignore: decorator
@inline
function rowOf(table: usize, regime: f64, width: usize): usize {
  return table + width * ((regime as i32) as usize);
}

/**
 * to = the regime that a uniform picks: how many of the first `states` − 1 cumulative probabilities it has reached, in the row
 * of `cumulative` that belongs to the regime of `from`. Both may be the same. Where draws are mirrored (`paired`), the second
 * path of a pair has the uniform of the first.
 */
export function switchRow(
  from: usize,
  to: usize,
  uniforms: usize,
  cumulative: usize,
  states: i32,
  paired: bool,
  count: i32,
): void {
  const one = f64x2.splat(1.0);
  const width: usize = 8 * (states as usize);
  const end = from + 8 * (count as usize);
  for (; from < end; from += 16, to += 16, uniforms += 16) {
    const u = paired ? v128.load64_splat(uniforms) : v128.load(uniforms);
    const low = rowOf(cumulative, load<f64>(from), width);
    const high = rowOf(cumulative, load<f64>(from, 8), width);
    let next = f64x2.splat(0.0);
    // All entries each time: a loop that ends where the regime is found would end anywhere.
    for (let at: usize = 0; at < width - 8; at += 8) {
      const reached = f64x2.ge(u, v128.load64_lane(high + at, v128.load64_zero(low + at), 1));
      next = f64x2.add(next, v128.and(reached, one));
    }
    v128.store(to, next);
  }
}

/** out = mean + sd·normal of each path's regime; `laws` holds each regime's mean and sd, one after the other. */
export function regimeReturnRow(regimes: usize, normals: usize, out: usize, laws: usize, count: i32): void {
  const end = regimes + 8 * (count as usize);
  for (; regimes < end; regimes += 16, normals += 8, out += 16) {
    const low = v128.load(rowOf(laws, load<f64>(regimes), 16));
    const high = v128.load(rowOf(laws, load<f64>(regimes, 8), 16));
    const z = f64x2.promote_low_f32x4(v128.load64_zero(normals));
    const means = v128.shuffle<i64>(low, high, 0, 2);
    const deviations = v128.shuffle<i64>(low, high, 1, 3);
    v128.store(out, f64x2.add(means, f64x2.mul(deviations, z)));
  }
}

/** out = Σ_k weights[k]·row_k of `states` rows that lie `rowBytes` apart. */
export function mixRow(rows: usize, rowBytes: usize, weights: usize, states: i32, out: usize, count: i32): void {
  const endOfWeights = weights + 8 * (states as usize);
  const end = rows + 8 * (count as usize);
  for (; rows < end; rows += 16, out += 16) {
    let sum = f64x2.splat(0.0);
    for (let weight = weights, row = rows; weight < endOfWeights; weight += 8, row += rowBytes) {
      sum = f64x2.add(sum, f64x2.mul(v128.load(row), v128.load64_splat(weight)));
    }
    v128.store(out, sum);
  }
}
