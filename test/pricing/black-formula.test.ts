import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackPrice } from '../../src/contracts/black-formula.ts';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import type { OptionType } from '../../src/contracts/european.ts';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import { impliedVol, impliedVolForward } from '../../src/contracts/implied-vol.ts';

/** What an option `deviations` out of the money is exact to, as blackDifference says. */
const exactness = (deviations: number) => 5e-14 + (1 + deviations * deviations) * 4e-16;

describe("Black's formula far out of the money", () => {
  it('keeps its digits at 20 deviations a minute before expiry', () => {
    // By 60-digit arithmetic (mpmath 1.3) of these doubles.
    const [strike, years, price] = [100.06381693787783, 1 / 252 / 390, 4.371500038551725e-93];
    for (const found of [
      generalisedBlackScholesPrice('call', 100, strike, years, 0, 0, 0.01),
      blackScholesPrice('call', 100, strike, years, 0, 0.01),
      blackPrice('call', 100, strike, 0.01 * Math.sqrt(years), 1),
    ]) {
      expect(Math.abs(found / price - 1)).toBeLessThan(1e-13);
    }
    expect(Math.abs(impliedVol('call', price, 100, strike, years, 0) / 0.01 - 1)).toBeLessThan(1e-14);
  });

  it('meets prices by 60- to 500-digit arithmetic', () => {
    const { forward, rows } = JSON.parse(
      readFileSync(new URL('./implied-vol-prices.json', import.meta.url), 'utf8'),
    ) as { forward: number; rows: [number, number, number, number][] };
    for (const [strike, years, vol, price] of rows) {
      const type: OptionType = strike >= forward ? 'call' : 'put';
      const found = generalisedBlackScholesPrice(type, forward, strike, years, 0, 0, vol);
      const deviations = Math.abs(Math.log(strike / forward)) / (vol * Math.sqrt(years));
      if (!(Math.abs(found / price - 1) < exactness(deviations))) {
        expect.fail(`${strike}, ${years} years at ${vol}: ${found} for ${price}`);
      }
    }
  });

  it('and its implied volatility undo each other, from a minute to 30 years', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -34, max: 34, noNaN: true }),
        fc.double({ min: Math.log(1 / 252 / 390), max: Math.log(30), noNaN: true }).map(Math.exp),
        fc.double({ min: Math.log(0.01), max: Math.log(2), noNaN: true }).map(Math.exp),
        (deviations, years, vol) => {
          const deviation = vol * Math.sqrt(years);
          fc.pre(deviation < 3);
          const strike = 100 * Math.exp(deviations * deviation);
          const type: OptionType = strike >= 100 ? 'call' : 'put';
          const price = generalisedBlackScholesPrice(type, 100, strike, years, 0, 0, vol);
          fc.pre(price > 1e-290);
          expect(Math.abs(impliedVolForward(type, price, 100, strike, years) / vol - 1)).toBeLessThan(2e-13);
        },
      ),
      { seed: 4, numRuns: 3000 },
    );
  });

  it('takes its limits without time or volatility', () => {
    expect(generalisedBlackScholesPrice('call', 100, 100, 0, 0, 0, 0.2)).toBe(0);
    expect(generalisedBlackScholesPrice('call', 100, 110, 0.5, 0, 0, 0)).toBe(0);
    expect(generalisedBlackScholesPrice('put', 100, 110, 0.5, 0, 0, 0)).toBe(10);
    expect(blackPrice('put', 100, 0, 0.2, 1)).toBe(0);
  });
});
