import { expPair, logPair } from './math64';

// SABR: dS = α S^β dW, dα = ν α dB, dW dB = ρ dt. The volatility is exact, and with it ∫ α dB = (α₁ − α₀) / ν; given both
// of its ends, I = ∫ α² dt is taken by the trapezoid rule. S^(β − 1) is held over the substep, so that ln S is normal given
// the volatility.

// @ts-ignore: decorator
@inline
function pair(value: f64): v128 {
  return f64x2.splat(value);
}

/** Two float32 normals as float64. */
// @ts-ignore: decorator
@inline
function promote(normals: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(normals));
}

/** α₁ = α₀ exp(volDrift + volScale · Z). */
// @ts-ignore: decorator
@inline
function nextVol(vol: v128, normals: usize, volDrift: f64, volScale: f64): v128 {
  return f64x2.mul(vol, expPair(f64x2.add(f64x2.mul(promote(normals), pair(volScale)), pair(volDrift))));
}

/**
 * One substep of β = 1: ln S += drift + leverage (α₁ − α₀) − I / 2 + √((1 − ρ²) I) Z, leverage = ρ / ν, I = halfTime (α₀² + α₁²).
 */
export function sabrRow(
  logSpot: usize,
  vol: usize,
  priceNormals: usize,
  volNormals: usize,
  drift: f64,
  volDrift: f64,
  volScale: f64,
  leverage: f64,
  halfTime: f64,
  independent: f64,
  count: i32,
): void {
  const end = logSpot + ((count as usize) << 3);
  for (; logSpot < end; logSpot += 16) {
    const before = v128.load(vol);
    const after = nextVol(before, volNormals, volDrift, volScale);
    const integral = f64x2.mul(f64x2.add(f64x2.mul(before, before), f64x2.mul(after, after)), pair(halfTime));
    let move = f64x2.mul(f64x2.sqrt(f64x2.mul(integral, pair(independent))), promote(priceNormals));
    move = f64x2.add(move, f64x2.mul(f64x2.sub(after, before), pair(leverage)));
    move = f64x2.add(move, f64x2.sub(pair(drift), f64x2.mul(integral, pair(0.5))));
    v128.store(logSpot, f64x2.add(v128.load(logSpot), move));
    v128.store(vol, after);
    vol += 16;
    priceNormals += 8;
    volNormals += 8;
  }
}

/** One substep of β < 1: the same with α S^(β − 1) for α; `power` is β − 1, and at or below `floor` ln S stays there. */
export function sabrPowerRow(
  logSpot: usize,
  vol: usize,
  priceNormals: usize,
  volNormals: usize,
  drift: f64,
  volDrift: f64,
  volScale: f64,
  leverage: f64,
  halfTime: f64,
  independent: f64,
  power: f64,
  floor: f64,
  count: i32,
): void {
  const end = logSpot + ((count as usize) << 3);
  for (; logSpot < end; logSpot += 16) {
    const x = v128.load(logSpot);
    const before = v128.load(vol);
    const after = nextVol(before, volNormals, volDrift, volScale);
    const local = expPair(f64x2.mul(x, pair(power)));
    const squares = f64x2.add(f64x2.mul(before, before), f64x2.mul(after, after));
    const integral = f64x2.mul(f64x2.mul(squares, pair(halfTime)), f64x2.mul(local, local));
    let move = f64x2.mul(f64x2.sqrt(f64x2.mul(integral, pair(independent))), promote(priceNormals));
    move = f64x2.add(move, f64x2.mul(f64x2.mul(f64x2.sub(after, before), local), pair(leverage)));
    move = f64x2.add(move, f64x2.sub(pair(drift), f64x2.mul(integral, pair(0.5))));
    const moved = f64x2.max(f64x2.add(x, move), pair(floor));
    v128.store(logSpot, v128.bitselect(moved, pair(floor), f64x2.gt(x, pair(floor))));
    v128.store(vol, after);
    vol += 16;
    priceNormals += 8;
    volNormals += 8;
  }
}

/** out = α S^power: volatility of the logarithm of the price. */
export function sabrLogVolRow(logSpot: usize, vol: usize, out: usize, power: f64, count: i32): void {
  const end = logSpot + ((count as usize) << 3);
  for (; logSpot < end; logSpot += 16) {
    v128.store(out, f64x2.mul(v128.load(vol), expPair(f64x2.mul(v128.load(logSpot), pair(power)))));
    vol += 16;
    out += 16;
  }
}

/**
 * Hagan et al.'s implied volatility, as `haganVol` of src/contracts/hagan.ts (a test holds them together), of a strike
 * given by its logarithm, with `power` (β − 1)/2; held to `least` from below.
 */
export function haganRow(
  logSpot: usize,
  vol: usize,
  out: usize,
  logStrike: f64,
  years: f64,
  beta: f64,
  correlation: f64,
  volOfVol: f64,
  least: f64,
  count: i32,
): void {
  const end = logSpot + ((count as usize) << 3);
  const power = 0.5 * (beta - 1.0);
  const curvature = 4.0 * power * power;
  const mixed = 0.25 * correlation * beta * volOfVol;
  const volTerm = volOfVol * volOfVol * (1.0 / 12.0 - 0.125 * correlation * correlation);
  for (; logSpot < end; logSpot += 16) {
    const x = v128.load(logSpot);
    const k = f64x2.sub(x, pair(logStrike));
    let level = v128.load(vol);
    let scale = level;
    if (power != 0.0) {
      level = f64x2.mul(level, expPair(f64x2.mul(f64x2.add(x, pair(logStrike)), pair(power))));
      const square = f64x2.mul(f64x2.mul(k, k), pair(curvature));
      const fourth = f64x2.mul(f64x2.mul(square, square), pair(1.0 / 1920.0));
      const denominator = f64x2.add(f64x2.add(pair(1.0), f64x2.mul(square, pair(1.0 / 24.0))), fourth);
      scale = f64x2.div(level, denominator);
    }
    let slow = f64x2.add(f64x2.mul(level, pair(curvature / 24.0)), pair(mixed));
    slow = f64x2.add(f64x2.mul(slow, level), pair(volTerm));
    slow = f64x2.add(f64x2.mul(slow, pair(years)), pair(1.0));
    const z = f64x2.div(f64x2.mul(k, pair(volOfVol)), level);
    const value = f64x2.mul(f64x2.mul(scale, haganRatioPair(z, correlation)), slow);
    v128.store(out, f64x2.max(value, pair(least)));
    vol += 16;
    out += 16;
  }
}

/** z / x(z), by the branch for z >= 0 of `haganRatio`; ln(1 + u) = u · ln(y) / (y − 1) with y = 1 + u as rounded. */
// @ts-ignore: decorator
@inline
function haganRatioPair(signed: v128, correlation: f64): v128 {
  const rho = v128.xor(pair(correlation), v128.and(signed, i64x2.splat(i64.MIN_VALUE)));
  const z = f64x2.max(f64x2.abs(signed), pair(1e-30));
  const slope = f64x2.sub(z, f64x2.add(rho, rho));
  const root = f64x2.add(f64x2.sqrt(f64x2.add(f64x2.mul(z, slope), pair(1.0))), pair(1.0));
  const above = f64x2.mul(z, f64x2.add(root, slope));
  const u = f64x2.div(above, f64x2.mul(root, f64x2.sub(pair(1.0), rho)));
  const y = f64x2.add(u, pair(1.0));
  const grown = f64x2.sub(y, pair(1.0));
  // Where u is lost in the sum, ln(1 + u) = u.
  const none = f64x2.eq(grown, pair(0.0));
  const numerator = v128.bitselect(z, f64x2.mul(z, grown), none);
  return f64x2.div(numerator, v128.bitselect(u, f64x2.mul(logPair(y), u), none));
}
