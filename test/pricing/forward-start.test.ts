import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forwardStartDelta, forwardStartPrice, forwardStartVega } from '../../src/contracts/forward-start.ts';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import { anyType, ordinaryTerms, sameCases } from './option-terms.ts';

describe('forwardStartPrice', () => {
  it('gives the published values', () => {
    // Haug, Option Pricing Formulas (1998), page 37 (call); further digits from QuantLib 1.29, ForwardEuropeanEngine.
    expect(forwardStartPrice('call', 60, 1.1, 0.25, 1, 0.08, 0.04, 0.3)).toBeCloseTo(4.406454339365002, 12);
    expect(forwardStartPrice('put', 60, 1.1, 0.25, 1, 0.08, 0.04, 0.3)).toBeCloseTo(8.297080104018196, 12);
  });

  it('is the European option when the strike is set now, and nothing but it later', () => {
    fc.assert(
      fc.property(anyType, ordinaryTerms, (type, { spot, strike, years, rate, dividendYield, vol }) => {
        const started = forwardStartPrice(type, spot, strike / spot, 0, years, rate, dividendYield, vol);
        const european = generalisedBlackScholesPrice(type, spot, strike, years, rate, dividendYield, vol);
        expect(Math.abs(started - european)).toBeLessThan(1e-12 * (spot + strike));
        const last = forwardStartPrice(type, spot, strike / spot, years, years, rate, dividendYield, vol);
        const paid = Math.max(type === 'call' ? spot - strike : strike - spot, 0) * Math.exp(-dividendYield * years);
        expect(Math.abs(last - paid)).toBeLessThan(1e-12 * (spot + strike));
      }),
      sameCases,
    );
  });

  it('is linear in spot, and has its slope in volatility', () => {
    const at = (spot: number, vol: number) => forwardStartPrice('put', spot, 0.95, 0.4, 1.5, 0.03, 0.01, vol);
    expect(at(140, 0.25)).toBeCloseTo(1.4 * at(100, 0.25), 12);
    expect(forwardStartDelta('put', 0.95, 0.4, 1.5, 0.03, 0.01, 0.25)).toBeCloseTo(at(100, 0.25) / 100, 14);
    const vega = (at(100, 0.2501) - at(100, 0.2499)) / 0.0002;
    expect(forwardStartVega(100, 0.95, 0.4, 1.5, 0.03, 0.01, 0.25)).toBeCloseTo(vega, 5);
  });
});
