// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
// 3" (2011). Each 32-bit lane of the vectors runs a counter of its own; all share a key.

const MULTIPLIER_0: u32 = 0xd2511f53;
const MULTIPLIER_1: u32 = 0xcd9e8d57;
const WEYL_0: u32 = 0x9e3779b9;
const WEYL_1: u32 = 0xbb67ae85;
/** Multipliers of both halves; in memory (../constants.ts says why). */
const MULTIPLIERS: usize = memory.data<u32>([MULTIPLIER_0, MULTIPLIER_1], 16);
/** What all lanes share of the first two rounds, then both words of the key of the eight rounds after. */
const SHARED: usize = memory.data(16, 16);
const KEYS: usize = memory.data(64, 16);

// What `philox` leaves behind, since a function gives one value back: four words of eight counters.
export let low0: v128 = i32x4.splat(0);
export let low1: v128 = i32x4.splat(0);
export let low2: v128 = i32x4.splat(0);
export let low3: v128 = i32x4.splat(0);
export let high0: v128 = i32x4.splat(0);
export let high1: v128 = i32x4.splat(0);
export let high2: v128 = i32x4.splat(0);
export let high3: v128 = i32x4.splat(0);

/**
 * Sets the key and words 1 to 3 of the counters of the calls of `philox` that follow. What does not depend on word 0 of
 * the first two rounds is computed here.
 */
export function setStream(keyLow: u32, keyHigh: u32, word1: u32, word2: u32, word3: u32): void {
  const second = (MULTIPLIER_1 as u64) * (word2 as u64);
  const first = (MULTIPLIER_0 as u64) * ((((second >>> 32) as u32) ^ word1 ^ keyLow) as u64);
  store<u32>(SHARED, word3 ^ keyHigh);
  store<u32>(SHARED, (second as u32) ^ (keyLow + WEYL_0), 4);
  store<u32>(SHARED, ((first >>> 32) as u32) ^ (keyHigh + WEYL_1), 8);
  store<u32>(SHARED, first as u32, 12);
  for (let round: u32 = 2; round < 10; ++round) {
    store<u32>(KEYS + 8 * (round - 2), keyLow + round * WEYL_0);
    store<u32>(KEYS + 8 * (round - 2), keyHigh + round * WEYL_1, 4);
  }
}

// @ts-ignore: decorator
@inline
function lowWords(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 0, 2, 4, 6);
}

// @ts-ignore: decorator
@inline
function highWords(a: v128, b: v128): v128 {
  return v128.shuffle<i32>(a, b, 1, 3, 5, 7);
}

/**
 * Random words of eight counters, whose words 0 are `a` and `b`: those of `a` go to `low0` to `low3`, those of `b` to
 * `high0` to `high3`. Two vectors on their way at once, because each round waits for its products.
 */
// @ts-ignore: decorator
@inline
export function philox(a: v128, b: v128): void {
  const m0 = v128.load32_splat(MULTIPLIERS);
  const m1 = v128.load32_splat(MULTIPLIERS, 4);
  // The first round: one product depends on the lane.
  const aLow = i64x2.extmul_low_i32x4_u(a, m0);
  const aHigh = i64x2.extmul_high_i32x4_u(a, m0);
  const bLow = i64x2.extmul_low_i32x4_u(b, m0);
  const bHigh = i64x2.extmul_high_i32x4_u(b, m0);
  let a2 = v128.xor(highWords(aLow, aHigh), v128.load32_splat(SHARED));
  let b2 = v128.xor(highWords(bLow, bHigh), v128.load32_splat(SHARED));
  let a3 = lowWords(aLow, aHigh);
  let b3 = lowWords(bLow, bHigh);
  // The second: the other one.
  const aLowNext = i64x2.extmul_low_i32x4_u(a2, m1);
  const aHighNext = i64x2.extmul_high_i32x4_u(a2, m1);
  const bLowNext = i64x2.extmul_low_i32x4_u(b2, m1);
  const bHighNext = i64x2.extmul_high_i32x4_u(b2, m1);
  let a0 = v128.xor(highWords(aLowNext, aHighNext), v128.load32_splat(SHARED, 4));
  let b0 = v128.xor(highWords(bLowNext, bHighNext), v128.load32_splat(SHARED, 4));
  let a1 = lowWords(aLowNext, aHighNext);
  let b1 = lowWords(bLowNext, bHighNext);
  a2 = v128.xor(a3, v128.load32_splat(SHARED, 8));
  b2 = v128.xor(b3, v128.load32_splat(SHARED, 8));
  a3 = v128.load32_splat(SHARED, 12);
  b3 = a3;
  for (let key = KEYS; key < KEYS + 64; key += 8) {
    const key0 = v128.load32_splat(key);
    const key1 = v128.load32_splat(key, 4);
    const aLow0 = i64x2.extmul_low_i32x4_u(a0, m0);
    const aHigh0 = i64x2.extmul_high_i32x4_u(a0, m0);
    const aLow1 = i64x2.extmul_low_i32x4_u(a2, m1);
    const aHigh1 = i64x2.extmul_high_i32x4_u(a2, m1);
    const bLow0 = i64x2.extmul_low_i32x4_u(b0, m0);
    const bHigh0 = i64x2.extmul_high_i32x4_u(b0, m0);
    const bLow1 = i64x2.extmul_low_i32x4_u(b2, m1);
    const bHigh1 = i64x2.extmul_high_i32x4_u(b2, m1);
    a0 = v128.xor(v128.xor(highWords(aLow1, aHigh1), a1), key0);
    a1 = lowWords(aLow1, aHigh1);
    a2 = v128.xor(v128.xor(highWords(aLow0, aHigh0), a3), key1);
    a3 = lowWords(aLow0, aHigh0);
    b0 = v128.xor(v128.xor(highWords(bLow1, bHigh1), b1), key0);
    b1 = lowWords(bLow1, bHigh1);
    b2 = v128.xor(v128.xor(highWords(bLow0, bHigh0), b3), key1);
    b3 = lowWords(bLow0, bHigh0);
  }
  low0 = a0;
  low1 = a1;
  low2 = a2;
  low3 = a3;
  high0 = b0;
  high1 = b1;
  high2 = b2;
  high3 = b3;
}
