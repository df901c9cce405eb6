import { constantPair } from './math64';

// Days of history drawn in blocks: a row of `day` holds the number of the day that each path is on, as float64, and tables
// hold a value for each day of history. Vectors cannot load from two addresses at once, so each lane loads by itself.

/** 2⁵² and 1. */
const NUMBERS: usize = memory.data<f64>([4503599627370496.0, 1.0], 16);

/** Whole numbers of two lanes, below 2³²: they stand in the low words of what `lowerPlace` and `upperPlace` read. */
// @ts-ignore: decorator
@inline
export function places(index: v128): v128 {
  return f64x2.add(index, constantPair(NUMBERS, 0));
}

// @ts-ignore: decorator
@inline
export function lowerPlace(both: v128): usize {
  return (i64x2.extract_lane(both, 0) as u32) as usize;
}

// @ts-ignore: decorator
@inline
export function upperPlace(both: v128): usize {
  return (i64x2.extract_lane(both, 1) as u32) as usize;
}

/** A table's float64 entries at two places. */
// @ts-ignore: decorator
@inline
export function gatherPair(table: usize, index: v128): v128 {
  const both = places(index);
  const lower = v128.load64_zero(table + (lowerPlace(both) << 3));
  return v128.load64_lane(table + (upperPlace(both) << 3), lower, 1);
}

/** out = ⌊u·entries⌋: a place in a table, each as likely as any other. */
export function pickRow(uniforms: usize, out: usize, entries: f64, count: i32): void {
  const all = f64x2.splat(entries);
  const end = out + 8 * (count as usize);
  for (; out < end; out += 16, uniforms += 16) v128.store(out, f64x2.floor(f64x2.mul(v128.load(uniforms), all)));
}

/**
 * The day after: where `ends` lies below `chance` the block is over and `picks` picks a fresh day; elsewhere history goes
 * on, from its last day to its first.
 */
export function nextDayRow(day: usize, ends: usize, picks: usize, chance: f64, days: f64, count: i32): void {
  const chances = f64x2.splat(chance);
  const all = f64x2.splat(days);
  const end = day + 8 * (count as usize);
  for (; day < end; day += 16, ends += 16, picks += 16) {
    const fresh = f64x2.floor(f64x2.mul(v128.load(picks), all));
    const next = f64x2.add(v128.load(day), constantPair(NUMBERS, 1));
    const following = v128.and(next, f64x2.lt(next, all));
    v128.store(day, v128.bitselect(fresh, following, f64x2.lt(v128.load(ends), chances)));
  }
}

/** out = table[index]. */
export function gatherRow(index: usize, out: usize, table: usize, count: i32): void {
  const end = index + 8 * (count as usize);
  for (; index < end; index += 16, out += 16) v128.store(out, gatherPair(table, v128.load(index)));
}
