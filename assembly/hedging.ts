import { one4 } from './constants';
import { exp4 } from './exp';
import { sigmoid4 } from './sigmoid';
import { ROW_BYTES } from './tile';

// One step of hedging on a tile's paths: heads turn outputs into holdings, `account` books them. All columns are [row];
// a head's kernels go through all instruments, [instrument][row], `account` through one, since costs differ.

/** sign(x), 0 at 0. */
// @ts-ignore: decorator
@inline
function sign4(x: v128): v128 {
  const zero = f32x4.splat(0);
  const positive = v128.and(f32x4.gt(x, zero), one4());
  return f32x4.sub(positive, v128.and(f32x4.lt(x, zero), one4()));
}

// 1/3, 1/5, … 1/13, and 2.
const LOG_TERMS: usize = memory.data<f32>(
  [0.3333333333333333, 0.2, 0.14285714285714285, 0.1111111111111111, 0.09090909090909091, 0.07692307692307693, 2],
  16,
);

// @ts-ignore: decorator
@inline
function logTerm(index: usize): v128 {
  return v128.load32_splat(LOG_TERMS + (index << 2));
}

/**
 * log(1 + e^x) = max(x, 0) + log(1 + u) with u = e^−|x|, and log(1 + u) = 2 artanh(s), s = u/(2 + u) ≤ 1/3, by its series:
 * the first term left out is below 1e-8 of the sum.
 */
// @ts-ignore: decorator
@inline
function softplus4(x: v128): v128 {
  const u = exp4(f32x4.neg(f32x4.abs(x)));
  const s = f32x4.div(u, f32x4.add(u, logTerm(6)));
  const q = f32x4.mul(s, s);
  let p = f32x4.add(f32x4.mul(logTerm(5), q), logTerm(4));
  p = f32x4.add(f32x4.mul(p, q), logTerm(3));
  p = f32x4.add(f32x4.mul(p, q), logTerm(2));
  p = f32x4.add(f32x4.mul(p, q), logTerm(1));
  p = f32x4.add(f32x4.mul(p, q), logTerm(0));
  const half = f32x4.add(s, f32x4.mul(f32x4.mul(s, q), p));
  return f32x4.add(f32x4.max(x, f32x4.splat(0)), f32x4.add(half, half));
}

/** holdings = reference + outputs. */
export function correctionHead(outputs: usize, reference: usize, holdings: usize, instruments: i32): void {
  const bytes = (instruments as usize) * ROW_BYTES;
  for (let k: usize = 0; k < bytes; k += 16) {
    v128.store(holdings + k, f32x4.add(v128.load(reference + k), v128.load(outputs + k)));
  }
}

/**
 * holdings = before, held within [reference − scale·softplus(y₁), reference + scale·softplus(y₂)] or, where the centre is
 * free, within reference + scale·y₁ ± scale·softplus(y₂).
 */
export function bandHead(
  outputs: usize,
  reference: usize,
  before: usize,
  holdings: usize,
  instruments: i32,
  scale: f32,
  isFree: bool,
): void {
  const bytes = (instruments as usize) * ROW_BYTES;
  const width = f32x4.splat(scale);
  for (let k: usize = 0; k < bytes; k += 16) {
    const first = v128.load(outputs + k);
    const above = f32x4.mul(width, softplus4(v128.load(outputs + bytes + k)));
    let centre = v128.load(reference + k);
    let below = above;
    if (isFree) centre = f32x4.add(centre, f32x4.mul(width, first));
    else below = f32x4.mul(width, softplus4(first));
    const lower = f32x4.sub(centre, below);
    const upper = f32x4.add(centre, above);
    v128.store(holdings + k, f32x4.min(f32x4.max(v128.load(before + k), lower), upper));
  }
}

/**
 * Way back through the band, from `gradient` by the holdings to the outputs' gradient. A holding that was traded to an
 * edge moves with that edge – with a free centre both edges move with y₁, and apart with y₂; one that was kept moves with the
 * holding before: its gradient is added to `carried`.
 */
export function bandHeadBackward(
  outputs: usize,
  before: usize,
  holdings: usize,
  gradient: usize,
  outputGradient: usize,
  carried: usize,
  instruments: i32,
  scale: f32,
  isFree: bool,
): void {
  const bytes = (instruments as usize) * ROW_BYTES;
  const width = f32x4.splat(scale);
  for (let k: usize = 0; k < bytes; k += 16) {
    const held = v128.load(before + k);
    const holding = v128.load(holdings + k);
    const slope = v128.load(gradient + k);
    const scaled = f32x4.mul(slope, width);
    const atLower = f32x4.gt(holding, held);
    const atUpper = f32x4.lt(holding, held);
    const isTraded = v128.or(atLower, atUpper);
    const apart = f32x4.mul(scaled, sigmoid4(v128.load(outputs + bytes + k)));
    if (isFree) {
      v128.store(outputGradient + k, v128.and(isTraded, scaled));
      v128.store(outputGradient + bytes + k, v128.or(v128.and(atUpper, apart), v128.and(atLower, f32x4.neg(apart))));
    } else {
      const down = f32x4.neg(f32x4.mul(scaled, sigmoid4(v128.load(outputs + k))));
      v128.store(outputGradient + k, v128.and(atLower, down));
      v128.store(outputGradient + bytes + k, v128.and(atUpper, apart));
    }
    v128.store(carried + k, f32x4.add(v128.load(carried + k), v128.andnot(slope, isTraded)));
  }
}

/** pnl += h (S' − S) − |S| (p|h − h₋| + q (h − h₋)²) for one instrument over one step; prices may be negative. */
export function account(
  holdings: usize,
  before: usize,
  price: usize,
  nextPrice: usize,
  pnl: usize,
  proportional: f32,
  quadratic: f32,
): void {
  const p = f32x4.splat(proportional);
  const q = f32x4.splat(quadratic);
  for (let k: usize = 0; k < ROW_BYTES; k += 16) {
    const holding = v128.load(holdings + k);
    const trade = f32x4.sub(holding, v128.load(before + k));
    const s = v128.load(price + k);
    const gain = f32x4.mul(holding, f32x4.sub(v128.load(nextPrice + k), s));
    const charge = f32x4.add(f32x4.mul(p, f32x4.abs(trade)), f32x4.mul(q, f32x4.mul(trade, trade)));
    v128.store(pnl + k, f32x4.add(v128.load(pnl + k), f32x4.sub(gain, f32x4.mul(f32x4.abs(s), charge))));
  }
}

/**
 * Way back of the same: `carried` holds the gradient by h from what comes later; `gradient` receives all of it, and
 * `carried` the part by h₋ that goes through this trade's cost. `weight` is the gradient by the P&L.
 */
export function accountBackward(
  holdings: usize,
  before: usize,
  price: usize,
  nextPrice: usize,
  weight: usize,
  carried: usize,
  gradient: usize,
  proportional: f32,
  quadratic: f32,
): void {
  const p = f32x4.splat(proportional);
  const q = f32x4.splat(2 * quadratic);
  for (let k: usize = 0; k < ROW_BYTES; k += 16) {
    const trade = f32x4.sub(v128.load(holdings + k), v128.load(before + k));
    const s = v128.load(price + k);
    const w = v128.load(weight + k);
    const marginal = f32x4.add(f32x4.mul(p, sign4(trade)), f32x4.mul(q, trade));
    const charge = f32x4.mul(w, f32x4.mul(f32x4.abs(s), marginal));
    const gain = f32x4.mul(w, f32x4.sub(v128.load(nextPrice + k), s));
    v128.store(gradient + k, f32x4.add(v128.load(carried + k), f32x4.sub(gain, charge)));
    v128.store(carried + k, charge);
  }
}

/** pnl −= |S| (p|h| + q h²): what selling the last holdings of one instrument costs. */
export function unwind(holdings: usize, price: usize, pnl: usize, proportional: f32, quadratic: f32): void {
  const p = f32x4.splat(proportional);
  const q = f32x4.splat(quadratic);
  for (let k: usize = 0; k < ROW_BYTES; k += 16) {
    const holding = v128.load(holdings + k);
    const charge = f32x4.add(f32x4.mul(p, f32x4.abs(holding)), f32x4.mul(q, f32x4.mul(holding, holding)));
    v128.store(pnl + k, f32x4.sub(v128.load(pnl + k), f32x4.mul(f32x4.abs(v128.load(price + k)), charge)));
  }
}

/** Gradient of the same by the last holdings, to `carried`. */
export function unwindBackward(
  holdings: usize,
  price: usize,
  weight: usize,
  carried: usize,
  proportional: f32,
  quadratic: f32,
): void {
  const p = f32x4.splat(proportional);
  const q = f32x4.splat(2 * quadratic);
  for (let k: usize = 0; k < ROW_BYTES; k += 16) {
    const holding = v128.load(holdings + k);
    const marginal = f32x4.add(f32x4.mul(p, sign4(holding)), f32x4.mul(q, holding));
    const charge = f32x4.mul(v128.load(weight + k), f32x4.mul(f32x4.abs(v128.load(price + k)), marginal));
    v128.store(carried + k, f32x4.neg(charge));
  }
}
