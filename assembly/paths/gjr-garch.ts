// GJR-GARCH: one day's move of price and variance, and the volatility quoted (src/simulate/gjr-garch.ts has the formulae).

/**
 * One day. With h the annualised variance and z the day's shock: r = √h·z·dayRoot, held within ±limit; price += price·r;
 * h ← omega + (r < 0 ? down : up)·r² + beta·h. omega, up and down are annualised too: a year's days times the daily ones.
 */
export function gjrRow(
  price: usize,
  variance: usize,
  shocks: usize,
  dayRoot: f64,
  limit: f64,
  omega: f64,
  up: f64,
  down: f64,
  beta: f64,
  count: i32,
): void {
  const roots = f64x2.splat(dayRoot);
  const highest = f64x2.splat(limit);
  const lowest = f64x2.splat(-limit);
  const omegas = f64x2.splat(omega);
  const ups = f64x2.splat(up);
  const downs = f64x2.splat(down);
  const betas = f64x2.splat(beta);
  const end = price + 8 * (count as usize);
  for (; price < end; price += 16, variance += 16, shocks += 16) {
    const h = v128.load(variance);
    const free = f64x2.mul(f64x2.mul(f64x2.sqrt(h), roots), v128.load(shocks));
    const r = f64x2.max(lowest, f64x2.min(highest, free));
    const weight = v128.bitselect(downs, ups, f64x2.lt(r, f64x2.splat(0)));
    const before = v128.load(price);
    v128.store(price, f64x2.add(before, f64x2.mul(before, r)));
    v128.store(
      variance,
      f64x2.add(f64x2.add(omegas, f64x2.mul(weight, f64x2.mul(r, r))), f64x2.mul(betas, h)),
    );
  }
}

/** out = √(level + weight·variance). */
export function blendVolRow(variance: usize, out: usize, level: f64, weight: f64, count: i32): void {
  const levels = f64x2.splat(level);
  const weights = f64x2.splat(weight);
  const end = variance + 8 * (count as usize);
  for (; variance < end; variance += 16, out += 16) {
    v128.store(out, f64x2.sqrt(f64x2.add(levels, f64x2.mul(weights, v128.load(variance)))));
  }
}
