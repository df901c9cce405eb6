import { describe, expect, it } from 'vitest';
import { realisedVol } from '../../src/forecast/realised.ts';
import { simulatedBars } from './simulated-bars.ts';

describe('realisedVol', () => {
  it('is the root mean square of the next returns, annualised', () => {
    const bars = simulatedBars(10, 3);
    const squares = [5, 6, 7].map((t) => Math.log(bars.close[t] / bars.close[t - 1]) ** 2);
    const expected = Math.sqrt((252 * squares.reduce((a, b) => a + b)) / 3);
    expect(realisedVol(bars, 3)[4]).toBeCloseTo(expected, 14);
  });

  it('has a value on every row whose days are all there, and none on the last', () => {
    const vol = realisedVol(simulatedBars(10, 3), 3);
    expect([...vol].map(Number.isNaN)).toEqual([...Array(7).fill(false), true, true, true]);
  });

  it('finds the volatility that bars were drawn with', () => {
    const vol = realisedVol(
      simulatedBars(3002, 5, () => 0.35),
      3000,
    );
    expect(vol[0]).toBeGreaterThan(0.34);
    expect(vol[0]).toBeLessThan(0.36);
  });
});
