import { describe, expect, it } from 'vitest';
import { renderFit } from '../../../src/report/paths/fit-text.ts';
import { calibrateGjrGarch } from '../../../src/simulate/calibrate-gjr-garch.ts';
import { createSabr } from '../../../src/simulate/sabr.ts';
import { sp500Close } from '../../simulate/sp500-close.ts';

describe('renderFit', () => {
  it('says how well bars are met, in 80 columns', () => {
    const { market, fit } = calibrateGjrGarch({ close: sp500Close().subarray(0, 1500) });
    const lines = renderFit({ market, fit }).split('\n');
    expect(lines[0]).toBe('fitted to 1499 daily returns: gjr-garch');
    expect(lines[1]).toMatch(/^log-likelihood [\d,.]+, AIC −[\d,.]+, BIC −/);
    expect(lines.some((line) => /^volAnnual +0\.1\d+ +0\.\d+ +0\.\d+$/.test(line))).toBe(true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.join('\n')).not.toMatch(/NaN|e-1\d/);
  });

  it('says how well implied volatilities are met, and with which parameters', () => {
    const market = createSabr({ volAnnual: 0.2, correlation: -0.5, volOfVol: 1, beta: 1 });
    const quote = { years: 0.1, moneyness: 1, impliedVol: 0.2, fittedVol: 0.201, errorVolPoints: 0.1 };
    const text = renderFit({
      market,
      fit: { rmseVolPoints: 0.08, worstVolPoints: 0.1, quotes: [quote], warnings: ['too short.'] },
    });
    expect(text).toContain('fitted to 1 implied volatilities: sabr\nerror 0.080 volatility points');
    expect(text).toContain('volAnnual 0.2, ');
    // The command tells warnings on standard error.
    expect(text).not.toContain('too short.');
  });
});
