// Compound Poisson jumps of normal size, as Merton's (1976): by a substep N of them, together N·mean + √N·sd·normal.

// @ts-ignore: decorator
@inline
function jumpPair(u: v128, normals: usize, table: usize, entries: i32, mean: v128, sd: v128): v128 {
  // N counts the entries of the distribution function that lie below the uniform.
  const one = f64x2.splat(1.0);
  let jumps = f64x2.splat(0.0);
  for (let i = 0; i < entries; ++i) {
    const beyond = f64x2.gt(u, v128.load64_splat(table + 8 * (i as usize)));
    if (!v128.any_true(beyond)) break;
    jumps = f64x2.add(jumps, v128.and(beyond, one));
  }
  const z = f64x2.promote_low_f32x4(v128.load64_zero(normals));
  return f64x2.add(f64x2.mul(jumps, mean), f64x2.mul(f64x2.mul(f64x2.sqrt(jumps), sd), z));
}

/** row += the jumps of a substep; `table` holds `entries` values of Poisson's distribution function, F(0), F(1), … */
export function jumpRow(
  row: usize,
  uniforms: usize,
  normals: usize,
  table: usize,
  entries: i32,
  mean: f64,
  sd: f64,
  count: i32,
): void {
  const means = f64x2.splat(mean);
  const deviations = f64x2.splat(sd);
  const none = v128.load64_splat(table);
  const end = row + 8 * (count as usize);
  for (; row < end; row += 16, uniforms += 16, normals += 8) {
    const u = v128.load(uniforms);
    // Most substeps of most paths have none.
    if (!v128.any_true(f64x2.gt(u, none))) continue;
    v128.store(row, f64x2.add(v128.load(row), jumpPair(u, normals, table, entries, means, deviations)));
  }
}
