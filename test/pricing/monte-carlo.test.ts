import { describe, expect, it } from 'vitest';
import { arithmeticAsianPrice, geometricAsianPrice } from '../../src/contracts/asian.ts';
import { barrierPrice } from '../../src/contracts/barrier.ts';
import { europeanPayoff } from '../../src/contracts/european.ts';
import { generalisedBlackScholesPrice } from '../../src/contracts/generalised-black-scholes.ts';
import {
  monteCarloPrice,
  monteCarloPriceAsync,
  type PathBatch,
  type PathPayoffs,
} from '../../src/contracts/monte-carlo.ts';
import { createRandomStream } from '../../src/math/random.ts';

const [spot, rate, dividendYield, vol, years] = [100, 0.05, 0.02, 0.25, 1];
const discount = Math.exp(-rate * years);

/** Geometric Brownian paths, batch by batch. */
function* drawBatches(batches: number, paths: number, steps: number, antithetic = false): Generator<PathBatch> {
  const step = years / steps;
  for (let b = 0; b < batches; b++) {
    const random = createRandomStream(3, 'paths', b);
    const prices = new Float64Array((steps + 1) * paths).fill(spot, 0, paths);
    for (let k = 0; k < steps; k++) {
      let shock = 0;
      for (let p = 0; p < paths; p++) {
        shock = antithetic && p % 2 === 1 ? -shock : random.normal();
        const move = (rate - dividendYield - 0.5 * vol * vol) * step + vol * Math.sqrt(step) * shock;
        prices[(k + 1) * paths + p] = prices[k * paths + p] * Math.exp(move);
      }
    }
    yield { paths, steps, spot: prices };
  }
}

const call: PathPayoffs = (out, { paths, steps, spot: prices }) => {
  for (let p = 0; p < paths; p++) out[p] = europeanPayoff('call', prices[steps * paths + p], 105);
};
const underlying: PathPayoffs = (out, { paths, steps, spot: prices }) => {
  for (let p = 0; p < paths; p++) out[p] = prices[steps * paths + p];
};
const averageCall =
  (geometric: boolean): PathPayoffs =>
  (out, { paths, steps, spot: prices }) => {
    for (let p = 0; p < paths; p++) {
      let sum = 0;
      for (let k = 1; k <= steps; k++) sum += geometric ? Math.log(prices[k * paths + p]) : prices[k * paths + p];
      out[p] = europeanPayoff('call', geometric ? Math.exp(sum / steps) : sum / steps, 105);
    }
  };
const downAndOut: PathPayoffs = (out, { paths, steps, spot: prices }) => {
  for (let p = 0; p < paths; p++) {
    let lowest = Number.POSITIVE_INFINITY;
    for (let k = 0; k <= steps; k++) lowest = Math.min(lowest, prices[k * paths + p]);
    out[p] = lowest > 85 ? europeanPayoff('call', prices[steps * paths + p], 105) : 0;
  }
};

const exact = generalisedBlackScholesPrice('call', spot, 105, years, rate, dividendYield, vol);

describe('monteCarloPrice', () => {
  it('finds closed forms within three standard errors', () => {
    const cases: [PathPayoffs, number][] = [
      [call, exact],
      [underlying, spot * Math.exp(-dividendYield * years)],
      [averageCall(true), geometricAsianPrice('call', spot, 105, years, rate, dividendYield, vol, 0, 0, 12)],
    ];
    for (const [payoffs, price] of cases) {
      const estimate = monteCarloPrice(drawBatches(8, 8192, 12), payoffs, { discount });
      expect(estimate.paths).toBe(65_536);
      expect(Math.abs(estimate.price - price)).toBeLessThan(3 * estimate.standardError);
    }
    // Approximations: within three standard errors and the error that they state.
    const asian = monteCarloPrice(drawBatches(8, 8192, 12), averageCall(false), { discount });
    const matched = arithmeticAsianPrice('call', spot, 105, years, rate, dividendYield, vol, 0, 0, 12);
    expect(Math.abs(asian.price - matched)).toBeLessThan(3 * asian.standardError + 0.01 * matched);
    const barrier = monteCarloPrice(drawBatches(8, 8192, 50), downAndOut, { discount });
    const shifted = barrierPrice('down-and-out', 'call', spot, 105, 85, 0, years, rate, dividendYield, vol, 50);
    expect(Math.abs(barrier.price - shifted)).toBeLessThan(3 * barrier.standardError);
  });

  it('states the error of the mean of pairs for antithetic paths', () => {
    const pairs = monteCarloPrice(drawBatches(4, 4096, 1, true), call, { discount, independent: 'antithetic' });
    const naive = monteCarloPrice(drawBatches(4, 4096, 1, true), call, { discount });
    expect(pairs.price).toBeCloseTo(naive.price, 12);
    expect(Math.abs(pairs.price - exact)).toBeLessThan(3 * pairs.standardError);
    // Mirrored calls are negatively correlated: the true error is well below that of independent paths.
    expect(pairs.standardError).toBeLessThan(0.9 * naive.standardError);
    // The spread of many such estimates is what one of them states.
    const prices = Array.from({ length: 200 }, (_, seed) => {
      const random = createRandomStream(seed, 'pairs');
      const prices = Float64Array.from({ length: 2 * 256 }, () => spot);
      for (let p = 0; p < 256; p += 2) {
        const shock = random.normal();
        [shock, -shock].forEach((z, mirror) => {
          prices[256 + p + mirror] = spot * Math.exp(rate - dividendYield - 0.5 * vol * vol + vol * z);
        });
      }
      return monteCarloPrice([{ paths: 256, steps: 1, spot: prices }], call, { discount, independent: 'antithetic' });
    });
    const mean = prices.reduce((sum, { price }) => sum + price, 0) / prices.length;
    const spread = Math.sqrt(prices.reduce((sum, { price }) => sum + (price - mean) ** 2, 0) / (prices.length - 1));
    const stated = prices.reduce((sum, { standardError }) => sum + standardError, 0) / prices.length;
    expect(Math.abs(spread / stated - 1)).toBeLessThan(0.15);
  });

  it('takes off a control variate, with a coefficient from a pilot batch that is not counted', () => {
    const control = {
      payoffs: averageCall(true),
      price: geometricAsianPrice('call', spot, 105, years, rate, dividendYield, vol, 0, 0, 12),
    };
    const plain = monteCarloPrice(drawBatches(9, 4096, 12), averageCall(false), { discount });
    const controlled = monteCarloPrice(drawBatches(9, 4096, 12), averageCall(false), { discount, control });
    expect(controlled.paths).toBe(8 * 4096);
    expect(controlled.controlCoefficient).toBeCloseTo(1.03, 1);
    expect(controlled.standardError).toBeLessThan(0.05 * plain.standardError);
    expect(Math.abs(controlled.price - plain.price)).toBeLessThan(3 * plain.standardError);
    const fixed = monteCarloPrice(drawBatches(1, 4096, 12), averageCall(false), {
      discount,
      control: { ...control, coefficient: 1 },
    });
    expect(fixed.paths).toBe(4096);
    expect(Math.abs(fixed.price - controlled.price)).toBeLessThan(
      3 * Math.hypot(fixed.standardError, controlled.standardError),
    );
    // A contract is its own perfect control.
    const own = monteCarloPrice(drawBatches(2, 256, 1), call, { discount, control: { payoffs: call, price: exact } });
    expect(own.price).toBeCloseTo(exact, 11);
    expect(own.standardError).toBeLessThan(1e-13);
  });

  it('takes batches as the independent values of scrambled point sets', () => {
    const batches = [...drawBatches(16, 512, 1)];
    const estimate = monteCarloPrice(batches, call, { discount, independent: 'batches' });
    const each = batches.map((batch) => monteCarloPrice([batch], call, { discount }).price);
    const mean = each.reduce((sum, price) => sum + price, 0) / 16;
    expect(estimate.price).toBeCloseTo(mean, 12);
    const variance = each.reduce((sum, price) => sum + (price - mean) ** 2, 0) / 15;
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(variance / 16), 12);
    expect(estimate.paths).toBe(16 * 512);
  });

  it('loses nothing to the size of the payoffs', () => {
    const shifted: PathPayoffs = (out, { paths, spot: prices }) => {
      for (let p = 0; p < paths; p++) out[p] = 1e9 + prices[p];
    };
    const spots = Float64Array.from({ length: 2000 }, (_, p) => (p % 2 === 0 ? 1 : -1));
    const estimate = monteCarloPrice([{ paths: 2000, steps: 0, spot: spots }], shifted);
    expect(estimate.price).toBe(1e9);
    expect(estimate.standardError).toBeCloseTo(Math.sqrt(2000 / 1999 / 2000), 8);
  });

  it('gives the same from batches that arrive in their own time', async () => {
    async function* arriving(): AsyncGenerator<PathBatch> {
      for (const batch of drawBatches(3, 128, 2)) {
        await new Promise((resolve) => setImmediate(resolve));
        yield batch;
      }
    }
    const options = { discount, control: { payoffs: underlying, price: spot * Math.exp(-dividendYield) } };
    expect(await monteCarloPriceAsync(arriving(), call, options)).toEqual(
      monteCarloPrice(drawBatches(3, 128, 2), call, options),
    );
  });

  it('refuses what cannot be priced', () => {
    expect(() => monteCarloPrice([], call)).toThrow('there are 0 batches of paths');
    const odd = [...drawBatches(1, 3, 1)];
    expect(() => monteCarloPrice(odd, call, { independent: 'antithetic' })).toThrow('expected an even number');
    const sizes = [...drawBatches(1, 4, 1), ...drawBatches(1, 8, 1)];
    expect(() => monteCarloPrice(sizes, call, { independent: 'batches' })).toThrow(
      'a batch has 8 paths after one of 4',
    );
    expect(() => monteCarloPrice([{ paths: 2, steps: 1, spot: new Float64Array(3) }], call)).toThrow('has 3 prices');
    const control = { payoffs: underlying, price: 100 };
    expect(() => monteCarloPrice(drawBatches(1, 8, 1), call, { control })).toThrow('the pilot of the control variate');
    expect(monteCarloPrice(drawBatches(1, 1, 1), call).standardError).toBeNaN();
  });
});
