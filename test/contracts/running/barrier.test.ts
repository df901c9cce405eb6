import { describe, expect, it } from 'vitest';
import { blackScholesDelta, blackScholesGamma } from '../../../src/contracts/black-scholes.ts';
import type { BarrierTerms } from '../../../src/contracts/contract-terms.ts';
import { createContract } from '../../../src/contracts/create-contract.ts';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { drawPrices, pricesAt } from '../random-prices.ts';

const underlying = plainUnderlying(0);
const day = 1 / 252;
const figures = ['value', 'delta', 'gamma', 'vega'] as const;

/** Figures after these prices of writing and fixings, at a volatility of 20 %, so many daily fixings before expiry. */
function after(terms: BarrierTerms, prices: readonly number[], left: number): Record<(typeof figures)[number], number> {
  const running = createContract(terms).run(Float64Array.of(1), prices.length - 1 + left);
  for (const price of prices) running.observe(Float64Array.of(price));
  const spot = Float64Array.of(prices[prices.length - 1]);
  const at = { underlying, spot, vol: Float64Array.of(0.2), years: left * day };
  const out = new Float64Array(1);
  const entries = figures.map((name) => {
    running[name](out, at);
    return [name, out[0]];
  });
  return Object.fromEntries(entries);
}

const upAndOut: BarrierTerms = { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 100, barrier: 110 };

describe('a barrier option that a fixing has left untouched', () => {
  it('has the delta and gamma of the living side right at the barrier', () => {
    // One fixing to come: the call, less the call struck at the barrier and 10 of cash there, differentiated by mpmath with
    // 30 digits.
    const near = after(upAndOut, [105, 109.999], 1);
    expect(near.delta).toBeCloseTo(-2.38082242859, 9);
    expect(near.gamma).toBeCloseTo(-0.27627647997, 9);
    // Its companion makes up the option without a barrier.
    const companion = after({ ...upAndOut, knock: 'up-and-in' }, [105, 109.999], 1);
    expect(near.delta + companion.delta).toBeCloseTo(blackScholesDelta('call', 109.999, 100, day, 0, 0.2), 12);
    expect(near.gamma + companion.gamma).toBeCloseTo(blackScholesGamma(109.999, 100, day, 0, 0.2), 12);
  });

  it.each(['up-and-out', 'up-and-in', 'down-and-out', 'down-and-in'] as const)(
    '%s is hedged by a few units of the underlying, wherever the fixings have been',
    (knock) => {
      const steps = 21;
      const paths = 4000;
      const up = knock.startsWith('up');
      const terms: BarrierTerms = {
        type: 'barrier',
        option: up ? 'call' : 'put',
        knock,
        strike: 1,
        barrier: up ? 1.06 : 0.94,
      };
      const years = steps * day;
      const batch = drawPrices({ paths, steps, years, vol: 0.2, spot: 100, underlying, seed: 3 });
      // Ten paths a step come within a millionth of the barrier.
      for (let step = 1; step < steps; step++) {
        batch.spot.fill(up ? 106 - 1e-4 : 94 + 1e-4, step * paths + 10 * step, step * paths + 10 * step + 10);
      }
      const running = createContract(terms).run(pricesAt(batch, 0), steps);
      const vol = new Float64Array(paths).fill(0.2);
      const out = new Float64Array(paths);
      let most = 0;
      for (let step = 0; step < steps; step++) {
        const spot = pricesAt(batch, step);
        running.observe(spot);
        running.delta(out, { underlying, spot, vol, years: years - step * day });
        most = out.reduce((worst, delta) => Math.max(worst, Math.abs(delta)), most);
      }
      // The jump at the barrier, 6 of money, over a day's move of 1.26: 6 φ(0) / 1.26 is 1.9, and 1 of the option itself.
      expect(most).toBeGreaterThan(0.9);
      expect(most).toBeLessThan(2.9);
    },
  );
});

describe('a barrier option that was touched, or is at its end', () => {
  it('has the changes of the option without a barrier, or none', () => {
    const dead = after(upAndOut, [105, 111, 109.999], 1);
    expect([dead.value, dead.delta, dead.gamma, dead.vega]).toEqual([0, 0, 0, 0]);
    const living = after({ ...upAndOut, knock: 'up-and-in' }, [105, 111, 101], 5);
    expect(living.delta).toBeCloseTo(blackScholesDelta('call', 101, 100, 5 * day, 0, 0.2), 14);
    expect(living.gamma).toBeCloseTo(blackScholesGamma(101, 100, 5 * day, 0, 0.2), 14);
  });

  it('at expiry has the slope of what it pays', () => {
    expect(after(upAndOut, [105, 109.999], 0)).toEqual({ value: 9.998999999999995, delta: 1, gamma: 0, vega: 0 });
    expect(after(upAndOut, [105, 110], 0)).toEqual({ value: 0, delta: 0, gamma: 0, vega: 0 });
    expect(after({ ...upAndOut, rebate: 3 }, [105, 110], 0)).toEqual({ value: 3, delta: 0, gamma: 0, vega: 0 });
    expect(after({ ...upAndOut, knock: 'up-and-in', rebate: 3 }, [105, 109], 0).value).toBe(3);
  });
});
