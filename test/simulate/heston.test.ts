import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hestonImpliedVols, hestonPrice } from '../../src/contracts/heston-price.ts';
import { hestonVarianceSwapValue } from '../../src/contracts/heston-variance-swap.ts';
import { createBates, loadBates } from '../../src/simulate/bates.ts';
import { createHeston, type HestonMarketParameters, loadHeston } from '../../src/simulate/heston.ts';
import type { SimulationRequest } from '../../src/simulate/market.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';

/** Buehler et al., "Deep hedging" (2019): Feller's 2κθ/σ² is 0.02, so that the variance keeps coming back to 0. */
const buehler = {
  initialVariance: 0.04,
  meanReversionAnnual: 1,
  longRunVariance: 0.04,
  volOfVol: 2,
  correlation: -0.7,
  daysPerYear: 365,
};
/** Feller's condition holds: the scheme's quadratic branch alone is taken. */
const calm = {
  initialVariance: 0.02,
  meanReversionAnnual: 4,
  longRunVariance: 0.05,
  volOfVol: 0.4,
  correlation: 0.5,
};
const crashes = { jumpsPerYear: 3, jumpMean: -0.06, jumpSd: 0.08 };

describeMarket('heston', () => createHeston({ ...calm, volOfVol: 0.7, correlation: -0.7 }));
describeMarket('bates', () => createBates({ ...calm, jumpsPerYear: 0.5, jumpMean: -0.05, jumpSd: 0.05 }));

/** Mean and standard error over antithetic pairs. */
function estimate(values: Float64Array, of: (value: number, path: number) => number) {
  const pairs = values.length / 2;
  let sum = 0;
  let squares = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const value = (of(values[2 * pair], 2 * pair) + of(values[2 * pair + 1], 2 * pair + 1)) / 2;
    sum += value;
    squares += value * value;
  }
  const mean = sum / pairs;
  return { mean, error: Math.sqrt((squares / pairs - mean * mean) / pairs) };
}

function expectWithin(found: { mean: number; error: number }, expected: number, errors = 3): void {
  expect(Math.abs(found.mean - expected)).toBeLessThan(errors * found.error + 1e-12);
}

/** E[v_T] and Var[v_T] of the square-root process: Cox, Ingersoll and Ross (1985), (19). */
function varianceMoments(parameters: HestonMarketParameters, years: number) {
  const { initialVariance: v, meanReversionAnnual: kappa, longRunVariance: theta, volOfVol: sigma } = parameters;
  const decay = Math.exp(-kappa * years);
  return {
    mean: theta + (v - theta) * decay,
    variance:
      (v * sigma * sigma * (decay - decay * decay)) / kappa + (theta * sigma * sigma * (1 - decay) ** 2) / (2 * kappa),
  };
}

const request: SimulationRequest = {
  paths: 200_000,
  steps: 6,
  daysPerStep: 5,
  seed: 1,
  stream: ['heston'],
  antithetic: true,
  quote: 'instantaneous',
};

describe.each([
  ['Buehler', buehler],
  ['calm', { ...calm, daysPerYear: 252 }],
])('createHeston: %s', (_, parameters) => {
  const paths = createHeston(parameters).simulate(request);
  const years = paths.yearsToExpiry[0];
  const last = (column: Float64Array) => column.subarray(paths.steps * paths.paths);

  it('makes the price a martingale', () => {
    expectWithin(
      estimate(last(paths.spot), (spot) => spot),
      100,
    );
  });

  it('has the mean and the variance of the square-root process', () => {
    const { mean, variance } = varianceMoments(parameters, years);
    const ends = last(paths.signals.variance);
    expectWithin(
      estimate(ends, (v) => v),
      mean,
    );
    expectWithin(
      estimate(ends, (v) => (v - mean) ** 2),
      variance,
    );
    expect(ends.every((v) => v >= 0)).toBe(true);
  });

  it("makes the idealised variance swap's value a martingale", () => {
    const fair = hestonVarianceSwapValue(0, parameters.initialVariance, years, parameters);
    for (const step of [1, 3, paths.steps]) {
      const from = step * paths.paths;
      const { variance, integratedVariance } = paths.signals;
      const value = estimate(integratedVariance.subarray(from, from + paths.paths), (integral, path) =>
        hestonVarianceSwapValue(integral, variance[from + path], paths.yearsToExpiry[step], parameters),
      );
      expectWithin(value, fair);
    }
  });

  it("pays calls and puts Heston's prices on average", () => {
    for (const strike of [85, 95, 100, 105, 110]) {
      const isCall = strike >= 100;
      const price = hestonPrice(isCall ? 'call' : 'put', 100, strike, years, parameters);
      const payoff = estimate(last(paths.spot), (spot) => Math.max(isCall ? spot - strike : strike - spot, 0));
      expectWithin(payoff, price);
    }
  });

  it('quotes the root of the variance, above 0, when asked for the instantaneous volatility', () => {
    const { impliedVol, signals } = paths;
    const atHand = (i: number) => Math.max(Math.sqrt(signals.variance[i]), 1e-4);
    expect(impliedVol.every((vol, i) => Math.abs(vol / atHand(i) - 1) < 1e-7)).toBe(true);
  });
});

describe('createHeston', () => {
  it('converges as substeps get shorter', () => {
    // Andersen's (2008) case I for a year: a quarter of a year is a coarse substep here.
    const harsh = {
      initialVariance: 0.04,
      meanReversionAnnual: 0.5,
      longRunVariance: 0.04,
      volOfVol: 1,
      correlation: -0.9,
      daysPerYear: 4,
    };
    const price = hestonPrice('call', 100, 100, 1, harsh);
    const bias = (substepsPerDay: number) => {
      const market = createHeston({ ...harsh, substepsPerDay });
      const { spot, paths, steps } = market.simulate({ ...request, paths: 200_000, steps: 4, daysPerStep: 1 });
      const found = estimate(spot.subarray(steps * paths), (end) => Math.max(end - 100, 0));
      return { ...found, bias: found.mean - price };
    };
    const coarse = bias(1);
    const fine = bias(16);
    expect(Math.abs(coarse.bias)).toBeGreaterThan(4 * coarse.error);
    expect(Math.abs(fine.bias)).toBeLessThan(0.5 * Math.abs(coarse.bias));
    expect(Math.abs(fine.bias)).toBeLessThan(3 * fine.error);
  });

  it("comes closer to the price with Sobol's points", () => {
    const { antithetic: _, ...plain } = request;
    const { spot, paths, steps } = createHeston(calm).simulate({ ...plain, paths: 16_384, sampling: 'sobol' });
    const payoffs = spot.subarray(steps * paths).map((end) => Math.max(end - 100, 0));
    const mean = payoffs.reduce((sum, value) => sum + value, 0) / paths;
    const variance = payoffs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / paths;
    const price = hestonPrice('call', 100, 100, 30 / 252, calm);
    expect(Math.abs(mean - price)).toBeLessThan(0.2 * Math.sqrt(variance / paths));
  });

  it('moves the price by the drift, and only by it', () => {
    const drifting = createHeston({ ...buehler, driftAnnual: 0.5 }).simulate({ ...request, paths: 1000 });
    const plain = createHeston(buehler).simulate({ ...request, paths: 1000 });
    expect(drifting.signals).toEqual(plain.signals);
    for (let path = 0; path < 1000; path++) {
      const end = request.steps * 1000 + path;
      expect(drifting.spot[end] / plain.spot[end]).toBeCloseTo(Math.exp((0.5 * 30) / 365), 10);
    }
  });

  it('draws a path the same whatever batch it is in', () => {
    const market = createHeston(buehler);
    const all = market.simulate({ ...request, paths: 1300 });
    const part = market.simulate({ ...request, paths: 602, firstPath: 90 });
    for (let step = 0; step <= request.steps; step++) {
      for (const column of ['spot', 'impliedVol'] as const) {
        const from = step * 1300 + 90;
        expect(part[column].subarray(step * 602, (step + 1) * 602)).toEqual(all[column].subarray(from, from + 602));
      }
    }
  });

  it('stays finite for markets far beyond the usual', () => {
    fc.assert(
      fc.property(
        fc.record({
          initialVariance: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })),
          meanReversionAnnual: fc.double({ min: 0.01, max: 20, noNaN: true }),
          longRunVariance: fc.double({ min: 1e-4, max: 1, noNaN: true }),
          volOfVol: fc.double({ min: 1e-3, max: 4, noNaN: true }),
          correlation: fc.double({ min: -1, max: 1, noNaN: true }),
        }),
        (parameters) => {
          const paths = createHeston(parameters).simulate({ ...request, paths: 64 });
          for (const column of [paths.spot, paths.impliedVol]) {
            expect(column.every((value) => value > 0 && Number.isFinite(value))).toBe(true);
          }
          for (const column of Object.values(paths.signals)) {
            expect(column.every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
          }
        },
      ),
      { seed: 8, numRuns: 100 },
    );
  });

  it.each([
    ['volOfVol', { volOfVol: -1 }],
    ['longRunVariance', { longRunVariance: 0 }],
    ['correlation', { correlation: 1.5 }],
    ['substepsPerDay', { substepsPerDay: 0 }],
    ['daysPerYear', { daysPerYear: 0 }],
    ['driftAnnual', { driftAnnual: Number.NaN }],
    ['raise substepsPerDay', { volOfVol: 50, daysPerYear: 4 }],
  ])('refuses a bad %s', (field, change) => {
    expect(() => createHeston({ ...buehler, ...change })).toThrow(RangeError);
    expect(() => createHeston({ ...buehler, ...change })).toThrow(field);
  });

  it('refuses saved data that it cannot have written', () => {
    const saved = createHeston(buehler).toJSON();
    expect(() => loadHeston({ ...saved, correlation: 'high' })).toThrow(InputError);
    expect(() => loadHeston({ ...saved, correlation: 'high' })).toThrow('correlation');
    expect(() => loadBates({ ...saved, market: 'bates' })).toThrow('jumpsPerYear');
  });
});

describe('createBates', () => {
  const parameters = { ...calm, correlation: -0.5, ...crashes };
  const years = 30 / 252;
  const paths = createBates(parameters).simulate(request);
  const ends = paths.spot.subarray(paths.steps * paths.paths);

  it("makes the price a martingale that pays options Bates's prices on average", () => {
    expectWithin(
      estimate(ends, (spot) => spot),
      100,
    );
    for (const strike of [75, 90, 100, 110]) {
      const isCall = strike >= 100;
      const price = hestonPrice(isCall ? 'call' : 'put', 100, strike, years, parameters);
      expectWithin(
        estimate(ends, (spot) => Math.max(isCall ? spot - strike : strike - spot, 0)),
        price,
      );
    }
  });

  it("shares the variance of Heston's market of the same draws", () => {
    const { signals } = createHeston({ ...calm, correlation: -0.5 }).simulate(request);
    expect(paths.signals.variance.every((value, i) => value === signals.variance[i])).toBe(true);
    expect(paths.signals.integratedVariance.every((value, i) => value === signals.integratedVariance[i])).toBe(true);
  });

  it("counts the jumps' variance in its instantaneous volatility", () => {
    const jumps = 3 * (0.06 ** 2 + 0.08 ** 2);
    expect(paths.impliedVol[0]).toBeCloseTo(Math.sqrt(0.02 + jumps), 14);
  });
});

describe.each([
  ['Buehler', createHeston(buehler), buehler],
  ['calm', createHeston(calm), calm],
  ['Bates', createBates({ ...calm, ...crashes }), { ...calm, ...crashes }],
] as const)("the implied volatilities of the model's own prices: %s", (_, market, parameters) => {
  // More steps than slices that are priced: those of most are interpolated.
  const steps = 80;
  const paths = market.simulate({ paths: 600, steps, moneyness: 1.02, seed: 4, stream: ['quotes'] });

  it('meet the cosine series where options have a value', () => {
    const errors: number[] = [];
    for (const step of [0, 7, 33, 60, 75, 79]) {
      for (let path = 0; path < 150; path++) {
        const i = step * paths.paths + path;
        const logMoneyness = Math.log(102 / paths.spot[i]);
        const years = paths.yearsToExpiry[step];
        const at = { ...parameters, initialVariance: paths.signals.variance[i] };
        const price = hestonPrice(logMoneyness > 0 ? 'call' : 'put', 1, Math.exp(logMoneyness), years, at);
        const [vol] = hestonImpliedVols([logMoneyness], years, at);
        if (price > 1e-7) errors.push(100 * Math.abs(paths.impliedVol[i] - vol));
      }
    }
    expect(errors.length).toBeGreaterThan(400);
    expect(Math.max(...errors)).toBeLessThan(0.05);
  });

  it('are those of the volatility at hand at expiry', () => {
    const jumps = 'jumpsPerYear' in parameters ? 3 * (0.06 ** 2 + 0.08 ** 2) : 0;
    for (let path = 0; path < paths.paths; path++) {
      const i = paths.steps * paths.paths + path;
      const atHand = Math.max(Math.sqrt(paths.signals.variance[i] + jumps), 1e-4);
      expect(Math.abs(paths.impliedVol[i] / atHand - 1)).toBeLessThan(2e-7);
    }
  });
});
