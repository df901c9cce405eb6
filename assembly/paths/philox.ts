// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2,
// 3" (2011). Each 32-bit lane of the vectors runs a counter of its own; all share a key.

const ROUNDS: u32 = 10;
/** Multipliers of both halves; in memory (../constants.ts says why). */
const MULTIPLIERS: usize = memory.data<u32>([0xd2511f53, 0xcd9e8d57], 16);
/** Both words of the key, round by round. */
const KEYS: usize = memory.data(80, 16);

// What `philox` leaves behind, since a function gives one value back: four words of eight counters.
export let low0: v128 = i32x4.splat(0);
export let low1: v128 = i32x4.splat(0);
export let low2: v128 = i32x4.splat(0);
export let low3: v128 = i32x4.splat(0);
export let high0: v128 = i32x4.splat(0);
export let high1: v128 = i32x4.splat(0);
export let high2: v128 = i32x4.splat(0);
export let high3: v128 = i32x4.splat(0);

/** Sets the key of the calls of `philox` that follow: it grows by Weyl's constants from round to round. */
export function setKey(low: u32, high: u32): void {
  for (let round: u32 = 0; round < ROUNDS; ++round) {
    store<u32>(KEYS + 8 * round, low + round * 0x9e3779b9);
    store<u32>(KEYS + 8 * round, high + round * 0xbb67ae85, 4);
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
 * Turns eight counters of four words into random ones: `a` for the lanes of `low0` to `low3`, `b` for those of `high0` to
 * `high3`; they share words 2 and 3. Two vectors on their way at once, because each round waits for its products.
 */
// @ts-ignore: decorator
@inline
export function philox(counterA0: v128, counterA1: v128, counterB0: v128, counterB1: v128, word2: v128, word3: v128): void {
  const m0 = v128.load32_splat(MULTIPLIERS);
  const m1 = v128.load32_splat(MULTIPLIERS, 4);
  let a0 = counterA0;
  let a1 = counterA1;
  let a2 = word2;
  let a3 = word3;
  let b0 = counterB0;
  let b1 = counterB1;
  let b2 = word2;
  let b3 = word3;
  for (let key = KEYS; key < KEYS + 80; key += 8) {
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
