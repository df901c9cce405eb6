import { describe, expect, it } from 'vitest';
import { drawBlocks } from '../../src/engine/drawing/draw-blocks.ts';
import { conditionalSmile } from '../../src/simulate/conditional-pricing.ts';
import { hybridScheme } from '../../src/simulate/hybrid-scheme.ts';
import { createRoughBergomi, type RoughBergomiParameters } from '../../src/simulate/rough-bergomi.ts';
import { quotePlan } from '../../src/simulate/rough-bergomi-quotes.ts';
import { fillVariances, gridTables, roughGrid } from '../../src/simulate/rough-grid.ts';
import { simulateRoughIntegrals } from '../../src/simulate/rough-integrals.ts';
import { describeMarket } from '../contracts/market-suite.ts';

const xi = 0.235 ** 2;
const usual: RoughBergomiParameters = { hurst: 0.07, volOfVol: 1.9, correlation: -0.7, forwardVariance: xi };

describeMarket('rough-bergomi', () => createRoughBergomi({ ...usual, forwardVariance: [0.04, 0.05, 0.06] }));

/** The normals of the market's factor 0, which drives the variance: [path][substep]. */
function varianceNormals(paths: number, substeps: number, seed: number, stream: readonly string[]): Float64Array[] {
  const normals = Array.from({ length: paths }, () => new Float64Array(substeps));
  const request = { paths, steps: substeps, seed, stream };
  drawBlocks(
    {
      factors: ['normal'],
      stateRows: 0,
      wholePaths: true,
      begin(block) {
        for (let t = 0; t < substeps; t++) {
          const row = new Float32Array(block.kernels.memory.buffer, block.normals(0, t), block.paths);
          row.forEach((value, path) => {
            normals[block.firstPath + path][t] = value;
          });
        }
      },
      advance() {},
      observe() {},
    },
    request,
    { stride: 0, offset: 0 },
  );
  return normals;
}

/** Variance of each substep from `at` on that a path's past lets expect, but for `at` itself, whose variance is given. */
function expectedVariances(normals: Float64Array, at: number, substeps: number, now: number): Float64Array {
  const { weights } = hybridScheme(usual.hurst, 1 / 252, substeps);
  return Float64Array.from({ length: substeps - at + 1 }, (_, ahead) => {
    if (ahead === 0) return now;
    let exponent = 0;
    for (let j = 0; j < at; j++) {
      const weight = usual.volOfVol * weights[at + ahead - 1 - j];
      exponent += weight * normals[j] - 0.5 * weight * weight;
    }
    return xi * Math.exp(exponent);
  });
}

describe('createRoughBergomi', () => {
  const paths = 50_000;
  const request = { paths, steps: 10, daysPerStep: 3, seed: 7, stream: ['test'], quote: 'instantaneous' } as const;

  it('keeps the mean of variance and price, and the variance of log variance', () => {
    const { signals, spot } = createRoughBergomi({ ...usual, hurst: 0.15, volOfVol: 1 }).simulate(request);
    for (const step of [1, 4, 10]) {
      const at = (column: Float64Array) => column.subarray(step * paths, (step + 1) * paths);
      const variance = ((3 * step) / 252) ** 0.3;
      const ratios = at(signals.variance).map((value) => value / xi);
      const meanRatio = ratios.reduce((sum, value) => sum + value, 0) / paths;
      expect(Math.abs(meanRatio - 1)).toBeLessThan(3 * Math.sqrt((Math.exp(variance) - 1) / paths));
      const logs = ratios.map((ratio) => Math.log(ratio) + 0.5 * variance);
      const square = logs.reduce((sum, value) => sum + value * value, 0) / paths;
      // The scheme's variance may be 0.1 % low.
      expect(Math.abs(square / variance - 1)).toBeLessThan(0.001 + 3 * Math.sqrt(2 / paths));
      const moves = at(spot).map((value) => value / 100 - 1);
      const mean = moves.reduce((sum, value) => sum + value, 0) / paths;
      const deviation = Math.sqrt(moves.reduce((sum, value) => sum + value * value, 0) / paths);
      expect(Math.abs(mean)).toBeLessThan((3 * deviation) / Math.sqrt(paths));
    }
  });

  it('has the autocovariance of the process in its log variance', () => {
    const { signals } = createRoughBergomi({ ...usual, volOfVol: 1, daysPerYear: 30 }).simulate(request);
    const log = (step: number, path: number) => Math.log(signals.variance[step * paths + path] / xi);
    // SciPy, as in the test of the hybrid scheme: H = 0.07, (s, t) = (0.5, 1), (0.9, 1), (0.1, 1).
    for (const [early, exact] of [
      [5, 0.1979131489474114],
      [9, 0.3868630898853803],
      [1, 0.06802663225091377],
    ] as const) {
      let product = 0;
      let square = 0;
      for (let path = 0; path < paths; path++) {
        const value = (log(early, path) + 0.5 * (early / 10) ** 0.14) * (log(10, path) + 0.5);
        product += value / paths;
        square += (value * value) / paths;
      }
      // The scheme of 3 days apart is a few tenths of a percent low.
      const error = Math.sqrt((square - product * product) / paths);
      expect(Math.abs(product - exact)).toBeLessThan(0.005 * exact + 3 * error);
    }
  });

  it('correlates the moves of price and of log variance', () => {
    const market = createRoughBergomi({ ...usual, correlation: -0.9, hurst: 0.5, volOfVol: 0.5 });
    const { spot, signals } = market.simulate({ ...request, steps: 1, daysPerStep: 1 });
    let [xy, xx, yy] = [0, 0, 0];
    for (let path = 0; path < paths; path++) {
      const x = Math.log(spot[paths + path] / 100);
      const y = Math.log(signals.variance[paths + path] / xi);
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    expect(xy / Math.sqrt(xx * yy)).toBeCloseTo(-0.9, 2);
  });

  it('follows a forward variance of days', () => {
    const market = createRoughBergomi({ ...usual, volOfVol: 0.05, forwardVariance: [0.01, 0.04, 0.09] });
    const { signals } = market.simulate({ ...request, paths: 2000, daysPerStep: 1, steps: 4 });
    const means = [0, 1, 2, 3, 4].map(
      (step) => signals.variance.subarray(step * 2000, (step + 1) * 2000).reduce((sum, value) => sum + value, 0) / 2000,
    );
    for (const [step, variance] of [0.01, 0.04, 0.09, 0.09, 0.09].entries()) {
      expect(means[step] / variance).toBeCloseTo(1, 2);
    }
  });

  it('averages the variance expected to within 0.5 % of the full sum in volatility', () => {
    const substeps = 90;
    const grid = roughGrid(
      hybridScheme(usual.hurst, 1 / 252, substeps),
      usual.volOfVol,
      new Float64Array(substeps + 1).fill(xi),
    );
    const averages: number[][] = [];
    const variances: number[] = [];
    const at = 30;
    const stream = ['averages'];
    drawBlocks(
      {
        factors: ['normal', 'normal', 'normal'],
        stateRows: substeps + 1,
        tables: [...gridTables(grid), quotePlan(grid, 1)],
        wholePaths: true,
        begin(block) {
          fillVariances(block, grid, 0, 2, { plan: block.tables[3], averages: block.state(0) });
          for (let step = 0; step <= substeps; step++) averages.push([...block.view(block.state(step))]);
          variances.push(...new Float32Array(block.kernels.memory.buffer, block.normals(2, at - 1), block.paths));
        },
        advance() {},
        observe() {},
      },
      { paths: 32, steps: substeps, seed: 5, stream },
      { stride: 0, offset: 0 },
    );
    const normals = varianceNormals(32, substeps, 5, stream);
    normals.forEach((own, path) => {
      const expected = expectedVariances(own, at, substeps, variances[path]).subarray(0, substeps - at);
      const full = Math.sqrt(expected.reduce((sum, value) => sum + value, 0) / (substeps - at));
      expect(Math.abs(averages[at][path] / full - 1)).toBeLessThan(0.005);
    });
    expect(averages[0].every((average) => Math.abs(average / 0.235 - 1) < 1e-6)).toBe(true);
  });

  // At writing, against Monte Carlo of the exact law (see the test of `conditionalSmile`); then along paths, against the
  // conditional estimator on the forward variance that each path's past leaves: what the ratio of flat curves misses.
  it('quotes options to 0.15 volatility points at writing', () => {
    for (const [moneyness, exact] of [
      [0.9, 0.25507],
      [1, 0.20926],
      [1.1, 0.18287],
    ] as const) {
      const { impliedVol } = createRoughBergomi(usual).simulate({
        paths: 1,
        steps: 63,
        seed: 1,
        stream: [],
        moneyness,
      });
      expect(Math.abs(impliedVol[0] - exact)).toBeLessThan(0.0015);
    }
  });

  it('quotes options near the money to 0.4 volatility points, root mean square, along paths', () => {
    const [count, steps, at] = [16, 42, 21];
    const stream = ['quotes'];
    const { spot, impliedVol, signals } = createRoughBergomi(usual).simulate({ paths: count, steps, seed: 5, stream });
    const errors: number[] = [];
    const naive: number[] = [];
    varianceNormals(count, steps, 5, stream).forEach((normals, path) => {
      const place = at * count + path;
      const forwardVariance = expectedVariances(normals, at, steps, signals.variance[place]);
      const model = { hurst: usual.hurst, volOfVol: usual.volOfVol, years: 1 / 252, forwardVariance };
      const [integrals] = simulateRoughIntegrals(model, [steps - at], 8192, 77);
      const level = Math.sqrt(integrals.expectedVariance);
      const strike = 100 / spot[place];
      if (Math.abs(Math.log(strike)) > 1.5 * level) return;
      const exact = conditionalSmile(integrals, usual.correlation, (steps - at) / 252).impliedVol(strike);
      errors.push(100 * (impliedVol[place] - exact));
      naive.push(100 * (level / Math.sqrt((steps - at) / 252) - exact));
    });
    const rms = (values: readonly number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    expect(errors.length).toBeGreaterThan(10);
    expect(rms(errors)).toBeLessThan(0.4);
    // Without the ratio, the root of the expected variance is points away.
    expect(rms(naive)).toBeGreaterThan(1.5);
  });

  it('ends at the volatility at hand, which is what it quotes as instantaneous', () => {
    const market = createRoughBergomi(usual);
    const asked = { paths: 16, steps: 5, seed: 3, stream: [] };
    const { impliedVol, signals } = market.simulate(asked);
    const instantaneous = market.simulate({ ...asked, quote: 'instantaneous' });
    instantaneous.impliedVol.forEach((vol, i) => {
      expect(vol).toBeCloseTo(Math.sqrt(signals.variance[i]), 7);
    });
    for (let path = 0; path < 16; path++) {
      expect(impliedVol[80 + path] / instantaneous.impliedVol[80 + path]).toBeCloseTo(1, 6);
    }
  });

  it('moves by days: seen every five days, or for longer, it is the same path', () => {
    const market = createRoughBergomi(usual);
    const plain = { paths: 8, seed: 3, stream: [], quote: 'instantaneous' } as const;
    const daily = market.simulate({ ...plain, steps: 23 });
    const weekly = market.simulate({ ...plain, steps: 4, daysPerStep: 5 });
    for (let step = 0; step <= 4; step++) {
      expect(weekly.spot.subarray(8 * step, 8 * step + 8)).toEqual(daily.spot.subarray(40 * step, 40 * step + 8));
    }
  });

  it('draws the same paths in other batches', () => {
    const market = createRoughBergomi(usual);
    const all = market.simulate({ paths: 700, steps: 7, seed: 3, stream: [] });
    const some = market.simulate({ paths: 75, firstPath: 601, steps: 7, seed: 3, stream: [] });
    for (let step = 0; step <= 7; step++) {
      for (const name of ['spot', 'impliedVol'] as const) {
        expect(some[name].subarray(75 * step, 75 * step + 75)).toEqual(
          all[name].subarray(700 * step + 601, 700 * step + 676),
        );
      }
    }
  });

  it.each([
    ['hurst', { hurst: 0.6 }],
    ['volOfVol', { volOfVol: 0 }],
    ['correlation', { correlation: 1 }],
    ['forwardVariance', { forwardVariance: -0.04 }],
    ['forwardVariance[1]', { forwardVariance: [0.04, 0] }],
    ['forwardVariance is empty', { forwardVariance: [] }],
    ['daysPerYear', { daysPerYear: 0 }],
  ])('refuses a bad %s', (field, change) => {
    expect(() => createRoughBergomi({ ...usual, ...change })).toThrow(RangeError);
    expect(() => createRoughBergomi({ ...usual, ...change })).toThrow(field);
  });
});
