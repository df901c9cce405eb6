import { describe, expect, it } from 'vitest';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import type { Feature } from '../../src/market/features.ts';
import { flatBars, sampleBars } from '../market/sample-bars.ts';

const ROWS = 400;
const CUTS = [0, 1, 20, 21, 63, 64, 200, 251, 252, 398];

/** What every feature is held to. `warmup` is part of the contract: the rows before it are NaN, all others finite. */
export function describeFeature(name: string, make: () => Feature): void {
  describeCausalColumn(name, (bars) => make().compute(bars), make().warmup);
}

/**
 * What every column computed from bars is held to: one value a bar, causal to the bit, finite after its warm-up, and blind
 * to opens unless it is meant to read them.
 */
export function describeCausalColumn(
  name: string,
  compute: (bars: Bars) => Float64Array,
  warmup: number,
  { readsOpens = false } = {},
): void {
  describe(name, () => {
    const bars = sampleBars(ROWS);
    const whole = compute(bars);

    it('gives one value a bar: NaN in the warm-up, finite after it', () => {
      expect(whole).toHaveLength(ROWS);
      expectWarmup(whole, warmup);
    });

    it('depends on the past alone when later rows are dropped', () => {
      for (const t of CUTS) expectSameBits(compute(sliceBars(bars, 0, t + 1)), whole, t);
    });

    it('depends on the past alone when later rows are altered', () => {
      for (const t of CUTS) {
        expectSameBits(compute(alterAfter(bars, t, 3)), whole, t);
        expectSameBits(compute(alterAfter(bars, t, Number.NaN)), whole, t);
      }
    });

    it('gives the same bits again and leaves the bars as they were', () => {
      const kept = sliceBars(bars, 0, ROWS);
      expectSameBits(compute(bars), whole, ROWS - 1);
      expect(bars).toEqual(kept);
    });

    it('stays finite in a market that does not move, and without volume', () => {
      const flat = flatBars(ROWS);
      expectWarmup(compute(flat), warmup);
      expectWarmup(compute({ ...bars, volume: new Float64Array(ROWS).fill(Number.NaN) }), warmup);
      expectWarmup(compute({ ...bars, volume: new Float64Array(ROWS) }), warmup);
    });

    it('does not look at opens, which many sources copy from the previous close', () => {
      if (readsOpens) return;
      expectSameBits(compute({ ...bars, open: new Float64Array(ROWS).fill(Number.NaN) }), whole, ROWS - 1);
    });

    it('does not depend on the unit of the prices', () => {
      const scaled = compute(scalePrices(bars, 1000));
      for (let t = warmup; t < ROWS; t++) expect(scaled[t]).toBeCloseTo(whole[t], 9);
    });

    it('takes a history shorter than its window', () => {
      expect(compute(sliceBars(bars, 0, 0))).toHaveLength(0);
      expect(compute(sliceBars(bars, 0, 1))).toHaveLength(1);
    });
  });
}

export function expectWarmup(column: Float64Array, warmup: number): void {
  const known = Array.from(column, Number.isFinite);
  expect(known.indexOf(true)).toBe(warmup);
  expect(known.lastIndexOf(false)).toBe(warmup - 1);
  for (let t = 0; t < warmup; t++) expect(column[t]).toBeNaN();
}

export function expectSameBits(column: Float64Array, expected: Float64Array, lastRow: number): void {
  for (let t = 0; t <= lastRow; t++) {
    if (!Object.is(column[t], expected[t])) expect.fail(`row ${t} is ${column[t]}: expected ${expected[t]}`);
  }
}

export function alterAfter(bars: Bars, t: number, factor: number): Bars {
  const alter = (column: Float64Array) => column.map((value, row) => (row > t ? value * factor * (1 + row) : value));
  return {
    dates: bars.dates.map((date, row) => (row > t ? date.replace('20', '21') : date)),
    open: alter(bars.open),
    high: alter(bars.high),
    low: alter(bars.low),
    close: alter(bars.close),
    volume: alter(bars.volume),
  };
}

export function scalePrices(bars: Bars, factor: number): Bars {
  const scale = (column: Float64Array) => column.map((value) => value * factor);
  return { ...bars, open: scale(bars.open), high: scale(bars.high), low: scale(bars.low), close: scale(bars.close) };
}
