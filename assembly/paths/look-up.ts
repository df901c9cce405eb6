/**
 * out = a table read at x, where entry i stands for x = origin + i / inverseStep: the cubic through the four entries
 * around x (Lagrange), the edge's value outside, NaN for NaN. At least 4 entries.
 */
export function lookUpRow(
  x: usize,
  out: usize,
  table: usize,
  entries: i32,
  origin: f64,
  inverseStep: f64,
  count: i32,
): void {
  const last = (entries - 1) as f64;
  const end = x + 8 * (count as usize);
  for (; x < end; x += 8, out += 8) {
    const place = min(max((load<f64>(x) - origin) * inverseStep, 0.0), last);
    const i = min(max((place as i32) - 1, 0), entries - 4);
    const t = place - (i as f64);
    const at = table + 8 * (i as usize);
    const t1 = t - 1.0;
    const t2 = t - 2.0;
    const t3 = t - 3.0;
    const inner = t1 * t2;
    const outer = t * t3;
    const middle = (load<f64>(at, 8) * t2 - load<f64>(at, 16) * t1) * outer * 0.5;
    const edges = (load<f64>(at, 24) * t - load<f64>(at) * t3) * inner * 0.16666666666666666;
    store<f64>(out, middle + edges);
  }
}
