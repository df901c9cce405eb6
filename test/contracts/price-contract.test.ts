import { describe, expect, it } from 'vitest';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { digitalPrice } from '../../src/contracts/digital.ts';
import { differenceGreeks, type Greeks } from '../../src/contracts/greeks.ts';
import { type PricingRequest, priceContract } from '../../src/contracts/price-contract.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';

const share: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0.02 };
const futures: Underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.06, yieldAnnual: 0.06 };
const normal: Underlying = { kind: 'futures', model: 'bachelier', rateAnnual: 0.06, yieldAnnual: 0.06 };
const names = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const;

function expectGreeks(found: Greeks, expected: Greeks, tolerance: number): void {
  for (const name of names) {
    expect(Math.abs(found[name] - expected[name]), name).toBeLessThan(tolerance * (1e-3 + Math.abs(expected[name])));
  }
}

describe('priceContract', () => {
  it("gives Haug's digital on futures", () => {
    // Haug, The Complete Guide to Option Pricing Formulas (2007), cash-or-nothing put.
    const terms: ContractTerms = { type: 'digital', option: 'put', strike: 80, pays: 'cash', cash: 10 };
    const priced = priceContract(terms, { underlying: futures, spot: 100, vol: 0.35, years: 0.75 });
    expect(priced.price).toBeCloseTo(2.671, 4);
    expect(priced).toMatchObject({ method: 'closed-form', fixings: 189 });
  });

  it('has greeks that are the differences of a closed form', () => {
    const at = { spot: 100, vol: 0.3, years: 0.5 };
    const terms: ContractTerms = { type: 'digital', option: 'call', strike: 95, pays: 'asset' };
    const price = ({ spot, vol, years, rate }: { spot: number; vol: number; years: number; rate: number }) =>
      digitalPrice('call', 'asset', spot, 95, years, rate, 0.02, vol);
    expectGreeks(
      priceContract(terms, { underlying: share, ...at }),
      differenceGreeks(price, { ...at, rate: 0.05 }),
      1e-4,
    );
  });

  it.each([share, futures, normal])(
    'values a call alike as an option and as straight pieces on $kind, $model',
    (underlying) => {
      const request: PricingRequest = {
        underlying,
        spot: 100,
        vol: underlying.model === 'bachelier' ? 25 : 0.25,
        years: 0.4,
      };
      const pieces: ContractTerms = { type: 'piecewise-linear', points: [[105, 0]], leftSlope: 0, rightSlope: 1 };
      expectGreeks(priceContract(pieces, request), priceContract({ type: 'call', strike: 105 }, request), 1e-6);
    },
  );

  it('takes levels relative to a scale', () => {
    const request: PricingRequest = { underlying: share, spot: 40, vol: 0.25, years: 0.4, fixings: 10 };
    const inMoney: ContractTerms = { type: 'barrier', option: 'put', knock: 'down-and-in', strike: 40, barrier: 36 };
    const relative: ContractTerms = { ...inMoney, strike: 1, barrier: 0.9 };
    const priced = priceContract(inMoney, request);
    expectGreeks(priceContract(relative, { ...request, scale: 40 }), priced, 1e-12);
    expect(priced.method).toBe('approximation');
    expect(priced.formula).toMatch(/Broadie/);
  });

  it('sums a book', () => {
    const request: PricingRequest = { underlying: share, spot: 100, vol: 0.25, years: 0.4, fixings: 20 };
    const asian: ContractTerms = { type: 'asian', option: 'call', average: 'arithmetic', strike: 100 };
    const swap: ContractTerms = { type: 'variance-swap', strikeVol: 0.2, notional: 50 };
    const book: ContractTerms = {
      type: 'book',
      legs: [
        { quantity: -3, contract: asian },
        { quantity: 2, contract: swap },
      ],
    };
    const priced = priceContract(book, request);
    const [a, b] = [priceContract(asian, request), priceContract(swap, request)];
    const sum = Object.fromEntries(names.map((name) => [name, -3 * a[name] + 2 * b[name]])) as unknown as Greeks;
    expectGreeks(priced, sum, 1e-9);
    expect(priced.method).toBe('approximation');
    // σ² − K², but for the drift of the fixings and interest.
    expect(b.price).toBeCloseTo(50 * (0.0625 - 0.04) * Math.exp(-0.02), 3);
    expect(b.vega).toBeCloseTo(50 * 2 * 0.25 * Math.exp(-0.02), 2);
  });

  it.each([
    [{ spot: -1 }, 'spot is -1'],
    [{ vol: 0 }, 'vol is 0'],
    [{ years: Number.NaN }, 'years is NaN'],
    [{ scale: 0 }, 'scale is 0'],
    [{ fixings: 2.5 }, 'fixings is 2.5'],
  ])('refuses %j', (change, message) => {
    const request: PricingRequest = { underlying: share, spot: 100, vol: 0.25, years: 0.4, ...change };
    expect(() => priceContract({ type: 'straddle', strike: 100 }, request)).toThrow(message);
  });

  it('refuses what cannot be priced', () => {
    const lookback: ContractTerms = { type: 'lookback', option: 'call', kind: 'floating' };
    const request: PricingRequest = { underlying: normal, spot: 100, vol: 25, years: 0.4 };
    expect(() => priceContract(lookback, request)).toThrow(/possible there are/);
    const dead: ContractTerms = { type: 'barrier', option: 'put', knock: 'down-and-out', strike: 120, barrier: 110 };
    expect(() => priceContract(dead, { ...request, underlying: share, vol: 0.2 })).toThrow(/knocked out when written/);
  });
});
