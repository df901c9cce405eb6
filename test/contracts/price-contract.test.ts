import { describe, expect, it } from 'vitest';
import { arithmeticAsianPrice, geometricAsianPrice } from '../../src/contracts/asian.ts';
import { bachelierTheta } from '../../src/contracts/bachelier.ts';
import { barrierPrice } from '../../src/contracts/barrier.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import { digitalPrice } from '../../src/contracts/digital.ts';
import { forwardStartPrice } from '../../src/contracts/forward-start.ts';
import { differenceGreeks, type Greeks, type PricingPoint } from '../../src/contracts/greeks.ts';
import { type PricingRequest, priceContract } from '../../src/contracts/price-contract.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { normalPdf } from '../../src/math/normal.ts';

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
    // The legs by their own formulas, as functions of all that moves; time brings the next fixing nearer, and no other.
    const interval = 0.4 / 20;
    const price = ({ spot, vol, years, rate }: PricingPoint) => {
      const next = interval - (0.4 - years);
      const average = arithmeticAsianPrice('call', spot, 100, years, rate, 0.02, vol, 0, 0, 20, next);
      const drift = rate - 0.02 - 0.5 * vol * vol;
      const first = (Math.log(spot / 100) + drift * next) ** 2 + vol * vol * next;
      const others = 19 * ((drift * interval) ** 2 + vol * vol * interval);
      const variance = Math.exp(-rate * years) * ((first + others) / 0.4 - 0.2 ** 2);
      return -3 * average + 2 * 50 * variance;
    };
    const { theta, ...expected } = differenceGreeks(price, { spot: 100, vol: 0.25, years: 0.4, rate: 0.05 });
    expectGreeks({ ...priced, theta: 0 }, { ...expected, theta: 0 }, 1e-4);
    // The average's lognormal law is an approximation, which does not solve the equation of values to the last digit.
    expect(Math.abs(priced.theta / theta - 1)).toBeLessThan(0.01);
    expect(priced.method).toBe('approximation');
    const b = priceContract(swap, request);
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

describe('theta', () => {
  const at = { spot: 100, vol: 0.25, years: 0.4 };
  const { rateAnnual: r, yieldAnnual: q } = share;
  /** Minus the slope by all times to come: they shorten alike, as days pass. */
  const passing = (price: (less: number) => number, step = 1e-5) => (price(step) - price(-step)) / (2 * step);
  const thetaOf = (terms: ContractTerms, change: Partial<PricingRequest> = {}) =>
    priceContract(terms, { underlying: share, ...at, ...change }).theta;

  it.each(['call', 'put'] as const)('of a geometric Asian %s is that of fixings whose dates stay', (option) => {
    for (const fixings of [1, 4, 20]) {
      const price = (less: number) =>
        geometricAsianPrice(option, 100, 98, 0.4 - less, r, q, 0.25, 0, 0, fixings, 0.4 / fixings - less);
      const terms: ContractTerms = { type: 'asian', option, average: 'geometric', strike: 98 };
      expect(Math.abs(thetaOf(terms, { fixings }) / passing(price) - 1)).toBeLessThan(1e-7);
    }
  });

  it('of a forward start is that of a start whose date stays', () => {
    const terms: ContractTerms = { type: 'forward-start', option: 'call', moneyness: 1.05, startShare: 0.5 };
    const price = (less: number) => forwardStartPrice('call', 100, 1.05, 0.2 - less, 0.4 - less, r, q, 0.25);
    expect(Math.abs(thetaOf(terms, { fixings: 20 }) / passing(price) - 1)).toBeLessThan(1e-7);
  });

  it('of an arithmetic Asian in the normal model is that of fixings whose dates stay', () => {
    // Two fixings, at t and τ: the option is Bachelier's on a normal average, its variance written out.
    const underlying: Underlying = { kind: 'spot', model: 'bachelier', rateAnnual: r, yieldAnnual: q };
    const terms: ContractTerms = { type: 'asian', option: 'call', average: 'arithmetic', strike: 100 };
    const price = (less: number) => {
      const [t, years] = [0.2 - less, 0.4 - less];
      const weight = Math.exp((q - r) * 0.2);
      const mean = 50 * (Math.exp((r - q) * t) + Math.exp((r - q) * years));
      const variance = (25 * 25 * ((1 + weight) ** 2 * t + 0.2)) / 4;
      return Math.exp(-r * years) * expectedCall(mean - 100, Math.sqrt(variance));
    };
    const theta = thetaOf(terms, { underlying, vol: 25, fixings: 2 });
    expect(Math.abs(theta / passing(price) - 1)).toBeLessThan(1e-7);
  });

  it('of a barrier option with two fixings to come is that of a first fixing whose date stays', () => {
    // The first fixing by the trapezoidal rule up to the barrier; what is left is exact.
    for (const barrier of [115, 120]) {
      const price = (less: number) => {
        const deviation = 0.25 * Math.sqrt(0.2 - less);
        const drift = (r - q - 0.03125) * (0.2 - less);
        const highest = (Math.log(barrier / 100) - drift) / deviation;
        const nodes = 20_000;
        const step = (highest + 9) / nodes;
        let sum = 0;
        for (let i = 0; i <= nodes; i++) {
          const z = -9 + i * step;
          // Right at the barrier the option is dead; its value short of that counts.
          const spot = 100 * Math.exp(drift + deviation * (i === nodes ? z - 1e-12 : z));
          const rest = barrierPrice('up-and-out', 'call', spot, 100, barrier, 0, 0.2, r, q, 0.25, 1);
          sum += (i === 0 || i === nodes ? 0.5 : 1) * step * normalPdf(z) * rest;
        }
        return Math.exp(-r * (0.2 - less)) * sum;
      };
      const terms: ContractTerms = { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 100, barrier };
      expect(Math.abs(thetaOf(terms, { fixings: 2 }) / passing(price, 1e-4) - 1)).toBeLessThan(0.07);
    }
  });

  it('of a variance swap, a straddle in the normal model and a lookback’s last day is that of their formulas', () => {
    const drift = r - q - 0.03125;
    const swap: ContractTerms = { type: 'variance-swap', strikeVol: 0.2, notional: 50 };
    const rate = 0.0625 + 2 * drift * drift * 0.02;
    const { price, theta } = priceContract(swap, { underlying: share, ...at, fixings: 20 });
    expect(theta).toBeCloseTo(r * price - (50 * Math.exp(-r * 0.4) * rate) / 0.4, 6);

    const straddle = thetaOf({ type: 'straddle', strike: 100 }, { underlying: normal, vol: 25 });
    const both = ['call', 'put'].map((type) => bachelierTheta(type as 'call', 100, 100, 0.4, 0.06, 0.06, 25));
    expect(straddle).toBeCloseTo(both[0] + both[1], 9);

    const last: ContractTerms = { type: 'lookback', option: 'call', kind: 'fixed', strike: 103 };
    const european = priceContract({ type: 'call', strike: 103 }, { underlying: share, ...at });
    expect(thetaOf(last, { fixings: 1 })).toBeCloseTo(european.theta, 9);
  });

  /** E (mean + deviation Z)⁺ by the trapezoidal rule. */
  function expectedCall(mean: number, deviation: number): number {
    const from = -mean / deviation;
    const step = (10 - from) / 20_000;
    let sum = 0;
    for (let i = 1; i < 20_000; i++) sum += step * normalPdf(from + i * step) * deviation * i * step;
    return sum;
  }
});
