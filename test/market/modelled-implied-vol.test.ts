import { describe, expect, it } from 'vitest';
import { modelledImpliedVol } from '../../src/market/modelled-implied-vol.ts';
import { describeCausalColumn } from '../contracts/feature-suite.ts';
import { flatBars, sampleBars } from './sample-bars.ts';

const options = { lambda: 0.94, premium: 1.1 };

describeCausalColumn('modelledImpliedVol', (bars) => modelledImpliedVol(bars, options), 21);

describe('modelledImpliedVol', () => {
  it('follows its formula', () => {
    const bars = sampleBars(100);
    const squares = Array.from({ length: 99 }, (_, i) => Math.log(bars.close[i + 1] / bars.close[i]) ** 2);
    const weights = squares.map((_, i) => 0.94 ** (squares.length - 1 - i));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const ewma = sum(squares.map((square, i) => square * weights[i])) / sum(weights);
    const mean = sum(squares) / squares.length;
    const weight = sum(Array.from({ length: 21 }, (_, h) => 0.98 ** (h + 1))) / 21;
    const expected = 1.1 * Math.sqrt(252 * (mean + weight * (ewma - mean)));
    expect(modelledImpliedVol(bars, options)[99]).toBeCloseTo(expected, 12);
  });

  it('is proportional to the premium', () => {
    const bars = sampleBars(60);
    const single = modelledImpliedVol(bars, { lambda: 0.94, premium: 1 });
    const twice = modelledImpliedVol(bars, { lambda: 0.94, premium: 2 });
    for (let t = 21; t < 60; t++) expect(twice[t]).toBeCloseTo(2 * single[t], 12);
  });

  it('is above 0 in a market that does not move', () => {
    expect(modelledImpliedVol(flatBars(40), options)[39]).toBeGreaterThan(0);
  });

  it('refuses a lambda or a premium out of range', () => {
    const bars = sampleBars(30);
    expect(() => modelledImpliedVol(bars, { lambda: 1, premium: 1 })).toThrow('lambda is 1');
    expect(() => modelledImpliedVol(bars, { lambda: 0.9, premium: 0 })).toThrow(RangeError);
    expect(() => modelledImpliedVol(bars, { lambda: 0.9, premium: Number.NaN })).toThrow('premium is NaN');
  });
});
