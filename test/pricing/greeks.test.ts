import { describe, expect, it } from 'vitest';
import { bachelierPrice } from '../../src/contracts/bachelier.ts';
import { createContract } from '../../src/contracts/create-contract.ts';
import {
  generalisedBlackScholesGreeks,
  generalisedBlackScholesPrice,
} from '../../src/contracts/generalised-black-scholes.ts';
import { defaultGreekSteps, differenceGreeks, differenceVega, type PricingPoint } from '../../src/contracts/greeks.ts';
import { monteCarloGreeks } from '../../src/contracts/monte-carlo-greeks.ts';
import { payoffsOf } from '../../src/contracts/payoffs-of.ts';
import { priceContract } from '../../src/contracts/price-contract.ts';
import { createRandomStream } from '../../src/math/random.ts';

const at: PricingPoint = { spot: 100, vol: 0.2, years: 1, rate: 0.05 };
const call = (p: PricingPoint) => generalisedBlackScholesPrice('call', p.spot, 105, p.years, p.rate, 0.01, p.vol);
const exact = generalisedBlackScholesGreeks('call', 100, 105, 1, 0.05, 0.01, 0.2);
const greekNames = ['price', 'delta', 'gamma', 'vega', 'theta', 'rho', 'vanna', 'volga'] as const;

describe('differenceGreeks', () => {
  it('are exact to about six digits', () => {
    const near = differenceGreeks(call, at);
    for (const greek of greekNames) expect(Math.abs(near[greek] / exact[greek] - 1), greek).toBeLessThan(3e-5);
  });

  it('are exact for a polynomial', () => {
    const price = (p: PricingPoint) => p.spot ** 2 * p.vol + p.spot * p.vol ** 2 + 3 * p.years - 4 * p.rate;
    const near = differenceGreeks(price, at, { spot: 0.5, vol: 0.01 });
    expect(near.delta).toBeCloseTo(2 * 100 * 0.2 + 0.04, 9);
    expect(near.gamma).toBeCloseTo(0.4, 9);
    expect(near.vega).toBeCloseTo(10_000 + 2 * 100 * 0.2, 8);
    expect(near.theta).toBeCloseTo(-3, 6);
    expect(near.rho).toBeCloseTo(-4, 6);
    expect(near.vanna).toBeCloseTo(200 + 0.4, 8);
    expect(near.volga).toBeCloseTo(200, 5);
  });

  it('never ask for a negative volatility or time, and move off zero', () => {
    const asked: PricingPoint[] = [];
    const near = differenceGreeks(
      (p) => {
        asked.push(p);
        return call(p);
      },
      { spot: 100, vol: 1e-7, years: 1e-9, rate: 0 },
    );
    expect(asked).toHaveLength(13);
    expect(asked.every((p) => p.vol >= 0 && p.years > 0)).toBe(true);
    expect(Number.isFinite(near.delta + near.gamma + near.vega + near.vanna + near.volga)).toBe(true);
  });

  it('are those of the normal model at a spot of 0', () => {
    // Bachelier at the money: price σ √(τ / 2π), delta ½, gamma 1 / (σ √(2πτ)), vega √(τ / 2π), neither vanna nor volga.
    const price = (p: PricingPoint) => bachelierPrice('call', p.spot, 0, p.years, p.rate, p.rate, p.vol);
    const near = differenceGreeks(price, { spot: 0, vol: 40, years: 0.25, rate: 0 }, {}, 'bachelier');
    const root = Math.sqrt(0.25 / (2 * Math.PI));
    expect(near.delta).toBeCloseTo(0.5, 9);
    expect(near.gamma).toBeCloseTo(1 / (40 * Math.sqrt(0.5 * Math.PI)), 7);
    expect(near.vega).toBeCloseTo(root, 6);
    expect(near.theta).toBeCloseTo((-40 * root) / 0.5, 5);
    expect(Math.abs(near.vanna) + Math.abs(near.volga)).toBeLessThan(1e-5);
    const still = differenceGreeks(price, { spot: 0, vol: 0, years: 0.25, rate: 0 }, {}, 'bachelier');
    expect(still.vega).toBeCloseTo(root, 6);
    for (const greek of greekNames) expect(still[greek], greek).not.toBeNaN();
  });

  it('has steps that follow the move until expiry', () => {
    expect(defaultGreekSteps(at).spot).toBeCloseTo(0.02, 14);
    expect(defaultGreekSteps({ ...at, years: 0.01 }).spot).toBeCloseTo(0.002, 14);
    expect(defaultGreekSteps({ ...at, spot: -37, vol: 60 }, 'bachelier').spot).toBeCloseTo(0.06, 14);
    expect(defaultGreekSteps({ ...at, vol: 0 }).spot).toBeCloseTo(1e-4, 14);
  });
});

describe('differenceVega', () => {
  it('is the slope, from one side at 0', () => {
    expect(differenceVega((vol) => call({ ...at, vol }), 0.2)).toBeCloseTo(exact.vega, 5);
    expect(differenceVega((vol) => 3 * vol, 0)).toBeCloseTo(3, 12);
  });
});

describe('monteCarloGreeks', () => {
  /** Discounted call payoffs on 2^16 paths of one step: the same shocks at every point. */
  function payoffs(point: PricingPoint, antithetic: boolean): Float64Array {
    const random = createRandomStream(11, 'greeks');
    const drift = (point.rate - 0.01 - 0.5 * point.vol ** 2) * point.years;
    const out = new Float64Array(65_536);
    let shock = 0;
    for (let p = 0; p < out.length; p++) {
      shock = antithetic && p % 2 === 1 ? -shock : random.normal();
      const end = point.spot * Math.exp(drift + point.vol * Math.sqrt(point.years) * shock);
      out[p] = Math.exp(-point.rate * point.years) * Math.max(end - 105, 0);
    }
    return out;
  }

  it.each([false, true])('lie within three standard errors of the closed form (antithetic: %s)', (antithetic) => {
    const estimates = monteCarloGreeks((p) => payoffs(p, antithetic), at, { antithetic });
    for (const greek of greekNames) {
      const { value, standardError } = estimates[greek];
      expect(standardError, greek).toBeGreaterThan(0);
      expect(Math.abs(value - exact[greek]) / standardError, greek).toBeLessThan(3);
    }
    // Common shocks: prices at two points apart would know delta to 0.06 / 0.4 only.
    expect(estimates.delta.standardError).toBeLessThan(0.004);
  });

  it('are those of the normal model at a spot of 0, and defined without volatility', () => {
    // A call struck at 0: delta ½, vega √(τ / 2π).
    const normalPayoffs = (p: PricingPoint): Float64Array => {
      const random = createRandomStream(5, 'normal');
      return Float64Array.from({ length: 65_536 }, () => {
        return Math.max(p.spot + p.vol * Math.sqrt(p.years) * random.normal(), 0);
      });
    };
    const estimates = monteCarloGreeks(
      normalPayoffs,
      { spot: 0, vol: 40, years: 0.25, rate: 0 },
      { model: 'bachelier' },
    );
    const { delta, vega } = estimates;
    expect(delta.standardError).toBeLessThan(0.01);
    expect(Math.abs(delta.value - 0.5) / delta.standardError).toBeLessThan(3);
    const root = Math.sqrt(0.25 / (2 * Math.PI));
    expect(Math.abs(vega.value - root) / vega.standardError).toBeLessThan(3);
    const asked: number[] = [];
    const recorded = (p: PricingPoint): Float64Array => {
      asked.push(p.vol);
      return normalPayoffs(p);
    };
    const still = monteCarloGreeks(recorded, { spot: 0, vol: 0, years: 1, rate: 0 });
    for (const greek of greekNames) expect(still[greek].value, greek).not.toBeNaN();
    expect(Math.min(...asked)).toBe(0);
  });

  it('hold what a contract saw at writing, as its closed form does', () => {
    // With one fixing to come the formula of lookbacks is exact.
    const terms = { type: 'lookback', option: 'put', kind: 'floating' } as const;
    const contract = createContract(terms);
    const paths = 65_536;
    const discounted = (p: PricingPoint, written: PricingPoint): Float64Array => {
      const random = createRandomStream(3, 'lookback');
      const spot = new Float64Array(2 * paths).fill(p.spot);
      const drift = (p.rate - 0.5 * p.vol ** 2) * p.years;
      for (let path = 0; path < paths; path++) {
        spot[paths + path] = p.spot * Math.exp(drift + p.vol * Math.sqrt(p.years) * random.normal());
      }
      const atWriting = new Float64Array(paths).fill(written.spot);
      const payoffs = payoffsOf(contract, { paths, steps: 1, spot }, { atWriting, years: p.years });
      return payoffs.map((value) => Math.exp(-p.rate * p.years) * value);
    };
    const underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: 0 } as const;
    const closed = priceContract(terms, { underlying, spot: 100, vol: 0.2, years: 1, fixings: 1 });
    const estimates = monteCarloGreeks(discounted, at);
    for (const greek of ['price', 'delta', 'gamma', 'vega'] as const) {
      const { value, standardError } = estimates[greek];
      expect(Math.abs(value - closed[greek]) / standardError, greek).toBeLessThan(3);
    }
    expect(estimates.delta.value).toBeLessThan(-0.3);
  });

  it('is refused when the paths change from point to point', () => {
    let calls = 0;
    expect(() => monteCarloGreeks(() => new Float64Array(10 + calls++), at)).toThrow('the same paths at every point');
    expect(() => monteCarloGreeks(() => new Float64Array(0), at)).toThrow('there are 0 payoffs');
    expect(() => monteCarloGreeks(() => new Float64Array(3), at, { antithetic: true })).toThrow('an even number');
  });
});
