import { describe, expect, it } from 'vitest';
import type { HestonOrBates } from '../../src/contracts/heston-parameters.ts';
import { hestonImpliedVols } from '../../src/contracts/heston-price.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { calibrateBates } from '../../src/simulate/calibrate-bates.ts';
import { calibrateHeston } from '../../src/simulate/calibrate-heston.ts';
import { hestonQuoteVols } from '../../src/simulate/heston-quotes.ts';
import type { ImpliedVolQuote } from '../../src/simulate/implied-vol-quotes.ts';
import { InputError } from '../../src/support/input-error.ts';

/** What a market quotes on strikes that widen with the root of time. */
function quotesOf(parameters: HestonOrBates, years: readonly number[], widths: readonly number[]): ImpliedVolQuote[] {
  const places = years.flatMap((expiry) =>
    widths.map((width) => ({ years: expiry, moneyness: Math.exp(width * Math.sqrt(expiry)), impliedVol: 1 })),
  );
  const vols = hestonQuoteVols(parameters, places);
  return places.map((place, i) => ({ ...place, impliedVol: vols[i] }));
}

const years = [0.08, 0.25, 1, 2];
const widths = [-0.4, -0.2, -0.1, 0, 0.1, 0.2];
// Parameters of Fang and Oosterlee (2008).
const market = {
  initialVariance: 0.0175,
  meanReversionAnnual: 1.5768,
  longRunVariance: 0.0398,
  volOfVol: 0.5751,
  correlation: -0.5711,
};

function expectFound<T extends HestonOrBates>(found: T, expected: T, share: number): void {
  for (const [name, value] of Object.entries(expected)) {
    expect(Math.abs((found[name as keyof T] as number) / value - 1), name).toBeLessThan(share);
  }
}

describe('calibrateHeston', () => {
  it.each([
    ['a skew', market],
    ['a smile that rises', { ...market, initialVariance: 0.09, meanReversionAnnual: 6, correlation: 0.4 }],
  ])('finds the parameters of its own prices: %s', (_, expected) => {
    const {
      parameters,
      market: created,
      fit,
    } = calibrateHeston(quotesOf(expected, years, widths), { daysPerYear: 365 });
    expectFound(parameters, expected, 1e-3);
    expect(fit.worstVolPoints).toBeLessThan(1e-4);
    expect(fit.quotes).toHaveLength(24);
    expect(created.toJSON()).toMatchObject({ market: 'heston', ...parameters, daysPerYear: 365 });
  });

  // v₀, κ, θ, σ, ρ; shares of themselves that the parameters are found to.
  it.each([
    ['high volatility of variance', [0.04, 1, 0.04, 2, -0.7], 1e-10],
    ['high variance', [0.09, 5, 0.03, 0.8, -0.3], 1e-10],
    ['slow mean reversion from low variance', [0.01, 0.5, 0.16, 1, 0.5], 1e-9],
    ['hardly any volatility of variance', [0.04, 2, 0.04, 0.05, -0.5], 2e-8],
  ])('finds the parameters of exact quotes, as well as the quotes depend on them: %s', (_, values, share) => {
    const [initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation] = values;
    const expected = { initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation };
    const quotes = [1 / 12, 0.25, 0.5, 1].flatMap((expiry) =>
      [0.8, 0.9, 0.95, 1, 1.05, 1.1, 1.2].flatMap((moneyness) => {
        const [impliedVol] = hestonImpliedVols([Math.log(moneyness)], expiry, expected);
        return impliedVol > 0 ? [{ years: expiry, moneyness, impliedVol }] : [];
      }),
    );
    expectFound(calibrateHeston(quotes).parameters, expected, share);
  });

  it('leaves out quotes of options that are worth nothing, and says which', () => {
    const quotes = quotesOf(market, years, widths);
    const far = { years: 0.08, moneyness: 0.5, impliedVol: 0.2 };
    const { parameters, fit } = calibrateHeston([...quotes, far]);
    expectFound(parameters, market, 1e-3);
    expect(fit.warnings).toEqual([expect.stringMatching(/^left out, .*: quotes 25\.$/)]);
    expect(fit.quotes[24].weight).toBe(0);
  });

  it('warns of parameters at a bound and of expiries too close together', () => {
    expect(calibrateHeston(quotesOf(market, years, widths)).fit.warnings).toEqual([]);
    const close = calibrateHeston(quotesOf(market, [0.5, 0.52], widths));
    expect(close.fit.warnings.join(' ')).toMatch(/within 10 % of each other \(0\.5 to 0\.52 years\)/);
    const steep = quotesOf({ ...market, correlation: -1 }, years, widths);
    expect(calibrateHeston(steep).fit.warnings.join(' ')).toMatch(/ended at a bound.*: correlation\./);
  });

  it('follows the weights where quotes are noisy', () => {
    const stream = createRandomStream(5, 'noise');
    const exact = quotesOf(market, years, widths);
    const noisy = exact.map((quote) => ({ ...quote, impliedVol: quote.impliedVol + 0.0005 * stream.normal() }));
    const wrong = { ...noisy[2], impliedVol: noisy[2].impliedVol + 0.004 };
    const weighted = noisy.map((quote, i) => (i === 2 ? { ...wrong, weight: 0 } : quote));
    const { parameters, fit } = calibrateHeston(weighted);
    expectFound(parameters, market, 0.15);
    expect(fit.rmseVolPoints).toBeGreaterThan(0.01);
    expect(fit.rmseVolPoints).toBeLessThan(0.07);
    expect(fit.quotes[2].errorVolPoints).toBeLessThan(-0.2);
  });

  it('says of moneyness in percent that it is, not that the options are worthless', () => {
    const percent = [0.1, 0.5].flatMap((years) =>
      [90, 100, 110].map((moneyness) => ({ years, moneyness, impliedVol: 0.2 })),
    );
    for (const calibrate of [calibrateHeston, calibrateBates]) {
      expect(() => calibrate(percent)).toThrow('quote 1: moneyness is 90: expected strike over forward, such as 0.9');
    }
  });

  it('refuses what it cannot fit', () => {
    const quotes = quotesOf(market, years, widths);
    expect(() => calibrateHeston(quotes.slice(0, 6))).toThrow(InputError);
    expect(() => calibrateHeston(quotes.slice(0, 6))).toThrow('do not tell the parameters of Heston apart');
    // A hump in time that one speed of mean reversion cannot make.
    const humped = quotes.map((quote) => ({
      ...quote,
      impliedVol: quote.years === 0.25 ? 0.5 : quote.impliedVol + 0.15 * quote.years,
    }));
    expect(() => calibrateHeston(humped, { limitVolPoints: 1 })).toThrow(InputError);
  });
});

describe('calibrateBates', () => {
  it('finds the parameters of its own prices', () => {
    const expected = { ...market, volOfVol: 0.4, jumpsPerYear: 0.5, jumpMean: -0.1, jumpSd: 0.1 };
    const { parameters, fit } = calibrateBates(quotesOf(expected, years, widths));
    expectFound(parameters, expected, 1e-3);
    expect(fit.worstVolPoints).toBeLessThan(1e-4);
  });

  it('asks for more strikes than Heston', () => {
    expect(() => calibrateBates(quotesOf(market, [0.1, 0.5, 1], [-0.2, 0, 0.1, 0.2]))).toThrow('needs 5 or more');
  });
});
