import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import {
  type BlockBootstrapParameters,
  createBlockBootstrap,
  loadBlockBootstrap,
} from '../../src/simulate/block-bootstrap.ts';
import { createBootstrapGrowth } from '../../src/simulate/bootstrap-growth.ts';
import type { SimulationRequest } from '../../src/simulate/market.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';
import { drawnDays } from './drawn-days.ts';
import { errorsFrom } from './sample-moments.ts';
import { logReturnsOf, sp500Close } from './sp500-close.ts';

/** Returns all different, so that a drawn one tells its day. */
const stream = createRandomStream(9, 'bootstrap history');
const returns = Float64Array.from({ length: 300 }, () => 0.01 * stream.normal());
const before = Float64Array.from({ length: 300 }, (_, t) => 0.2 + 0.1 * Math.sin(t / 20));
const after = Float64Array.from({ length: 300 }, (_, t) => 0.2 + 0.1 * Math.sin((t + 1) / 20));
const request = { paths: 2000, steps: 20, seed: 5, stream: ['bootstrap'] };

describeMarket('block bootstrap', () => createBlockBootstrap({ returns, meanBlockDays: 10 }));
describeMarket('block bootstrap with implied volatility', () =>
  createBlockBootstrap({ returns, impliedVol: { before, after }, meanBlockDays: 5 }),
);

/** The days that a path drew, from its prices. */
function daysDrawn(spot: Float64Array, paths: number, path: number, steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => {
    const moved = Math.log(spot[(step + 1) * paths + path] / spot[step * paths + path]);
    return returns.findIndex((value) => Math.abs(value - moved) < 1e-12);
  });
}

/** Pearson's statistic of counts against probabilities. */
function chiSquared(counts: Float64Array, probabilities: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce(
    (sum, count, i) => sum + (count - total * probabilities[i]) ** 2 / (total * probabilities[i]),
    0,
  );
}

/** What the statistic stays below but for one time in a thousand or so; `spread` is what dependence adds to its variance. */
function limit(degreesOfFreedom: number, spread = 1): number {
  return degreesOfFreedom + 3.5 * Math.sqrt(2 * degreesOfFreedom * spread);
}

describe('createBlockBootstrap', () => {
  it("draws history's days in blocks of geometric length, wrapped around", () => {
    const market = createBlockBootstrap({ returns, meanBlockDays: 4, keepDrift: true });
    const { spot, paths, steps } = market.simulate(request);
    let joints = 0;
    const seen = new Set<number>();
    for (let path = 0; path < paths; path++) {
      const days = daysDrawn(spot, paths, path, steps);
      expect(days.every((day) => day >= 0)).toBe(true);
      for (let t = 0; t < steps; t++) {
        seen.add(days[t]);
        if (t > 0 && days[t] !== (days[t - 1] + 1) % 300) joints++;
      }
    }
    expect(seen.size).toBe(300);
    // A block ends after a day with probability 1/4; one new day in 300 is the next by chance.
    const chance = (1 / 4) * (299 / 300);
    const draws = paths * (steps - 1);
    expect(Math.abs(joints / draws - chance)).toBeLessThan(3 * Math.sqrt((chance * (1 - chance)) / draws));
  });

  it('draws blocks of geometric length, each day as likely as any other to begin one', () => {
    const mean = 4;
    const paths = 3000;
    const steps = 80;
    const { spot } = createBlockBootstrap({ returns, meanBlockDays: mean, keepDrift: true }).simulate({
      ...request,
      paths,
      steps,
    });
    // Blocks that follow on each other by chance look like one: a joint is seen with this probability, day by day.
    const joint = (1 / mean) * (299 / 300);
    const longest = 16;
    const lengths = new Float64Array(longest + 1);
    const freshDays = new Float64Array(300);
    const firstDays = new Float64Array(300);
    const allDays = new Float64Array(300);
    let wrapped = 0;
    let last = 0;
    for (let path = 0; path < paths; path++) {
      const days = daysDrawn(spot, paths, path, steps);
      const starts = days.flatMap((day, t) => (t > 0 && day !== (days[t - 1] + 1) % 300 ? [t] : []));
      // The first two blocks of a path: of all that are whole, more would be short.
      for (const length of [starts[0], starts[1] - starts[0]]) lengths[Math.min(length, longest)]++;
      for (const start of starts.slice(0, 2)) freshDays[days[start]]++;
      firstDays[days[0]]++;
      for (const day of days) allDays[day]++;
      for (let t = 1; t < steps; t++) {
        if (days[t - 1] !== 299) continue;
        last++;
        if (days[t] === 0) wrapped++;
      }
    }
    const geometric = Array.from({ length: longest }, (_, i) =>
      i + 1 < longest ? joint * (1 - joint) ** i : (1 - joint) ** i,
    );
    expect(chiSquared(lengths.subarray(1), geometric)).toBeLessThan(limit(longest - 1));
    const even = new Array<number>(300).fill(1 / 300);
    expect(chiSquared(firstDays, even)).toBeLessThan(limit(299));
    expect(chiSquared(freshDays, even)).toBeLessThan(limit(299));
    // Counts of days k apart are correlated by ρ^k, which spreads the statistic wider.
    const rho = (1 - joint) ** 2;
    expect(chiSquared(allDays, even)).toBeLessThan(limit(299, (1 + rho) / (1 - rho)));
    // Day 0 follows the last day as any day follows the one before.
    expect(Math.abs(wrapped / last - (1 - joint))).toBeLessThan(3.5 * Math.sqrt((joint * (1 - joint)) / last));
  });

  it('draws single days with a mean block of 1', () => {
    const { spot, paths, steps } = createBlockBootstrap({ returns, meanBlockDays: 1, keepDrift: true }).simulate(
      request,
    );
    let following = 0;
    for (let path = 0; path < paths; path++) {
      const days = daysDrawn(spot, paths, path, steps);
      for (let t = 1; t < steps; t++) if (days[t] === (days[t - 1] + 1) % 300) following++;
    }
    expect(following / (paths * (steps - 1))).toBeLessThan(0.006);
  });

  it('keeps the mean of prices at the spot, though history rose by 40 % a year', () => {
    const risen = returns.map((value) => value + 0.0014);
    const { spot } = createBlockBootstrap({ returns: risen, meanBlockDays: 30 }).simulate({
      ...request,
      paths: 20_000,
    });
    for (const step of [1, 5, 20])
      expect(errorsFrom(spot.subarray(step * 20_000, (step + 1) * 20_000), 100)).toBeLessThan(3);
  });

  it('keeps the moments of real returns and the clustering of their squares', () => {
    const real = logReturnsOf(sp500Close());
    const market = createBlockBootstrap({ returns: real, meanBlockDays: 120, keepDrift: true });
    const { spot, paths } = market.simulate({ ...request, paths: 20_000, steps: 6 });
    const at = (step: number) =>
      Float64Array.from({ length: paths }, (_, path) =>
        Math.log(spot[(step + 1) * paths + path] / spot[step * paths + path]),
      );
    for (const power of [1, 2, 3, 4]) {
      const moment = real.reduce((sum, value) => sum + value ** power, 0) / real.length;
      expect(
        errorsFrom(
          at(0).map((value) => value ** power),
          moment,
        ),
      ).toBeLessThan(3);
    }
    const [first, sixth] = [at(0), at(5)];
    let product = 0;
    let square = 0;
    for (let t = 0; t < real.length; t++) {
      product += (real[t] * real[(t + 5) % real.length]) ** 2 / real.length;
      square += real[t] ** 2 / real.length;
    }
    const whole = (1 - 1 / 120) ** 5;
    const products = first.map((value, path) => (value * sixth[path]) ** 2);
    expect(errorsFrom(products, whole * product + (1 - whole) * square * square)).toBeLessThan(3);
  });

  it('lets implied volatility ride along by its changes', () => {
    const market = createBlockBootstrap({ returns, impliedVol: { before, after }, meanBlockDays: 4, keepDrift: true });
    const { spot, impliedVol, paths, steps } = market.simulate({ ...request, paths: 100 });
    for (let path = 0; path < paths; path++) {
      const days = daysDrawn(spot, paths, path, steps);
      let vol = before[days[0]];
      expect(impliedVol[path]).toBeCloseTo(vol, 12);
      days.forEach((day, t) => {
        vol = Math.min(
          Math.max(...after, ...before),
          Math.max(Math.min(...after, ...before), (vol * after[day]) / before[day]),
        );
        expect(impliedVol[(t + 1) * paths + path]).toBeCloseTo(vol, 10);
      });
    }
  });

  it('lets implied volatility ride along by its levels', () => {
    const parameters = {
      returns,
      impliedVol: { before, after },
      meanBlockDays: 4,
      keepDrift: true,
      volBy: 'levels',
    } as const;
    const { spot, impliedVol, paths, steps } = createBlockBootstrap(parameters).simulate({ ...request, paths: 100 });
    for (let path = 0; path < paths; path++) {
      daysDrawn(spot, paths, path, steps).forEach((day, t) => {
        expect(impliedVol[(t + 1) * paths + path]).toBeCloseTo(after[day], 12);
      });
    }
  });

  it('models implied volatility by the EWMA of drawn returns where none is given', () => {
    const market = createBlockBootstrap({ returns, meanBlockDays: 10, lambda: 0.9, impliedPremium: 1.2 });
    const { spot, impliedVol, signals, paths, steps } = market.simulate({ ...request, paths: 50 });
    for (let path = 0; path < paths; path++) {
      let variance = signals.variance[path];
      for (let step = 1; step <= steps; step++) {
        const at = step * paths + path;
        variance = 0.9 * variance + 0.1 * 252 * Math.log(spot[at] / spot[at - paths]) ** 2;
        expect(Math.abs(signals.variance[at] / variance - 1)).toBeLessThan(1e-9);
        expect(impliedVol[at]).toBeCloseTo(1.2 * Math.sqrt(variance), 9);
      }
    }
  });

  it.each([
    ['an EWMA', {}, {}],
    ['an EWMA at a premium, two days a step', { impliedPremium: 1.3, lambda: 0.8 }, { daysPerStep: 2 }],
    ['changes', { impliedVol: { before, after } }, {}],
    [
      'changes, with drift, beyond 2^32 paths',
      { impliedVol: { before, after }, keepDrift: true },
      { firstPath: 2 ** 32 },
    ],
    ['levels, three days a step', { impliedVol: { before, after }, volBy: 'levels' }, { daysPerStep: 3 }],
    ['the moment', { impliedVol: { before, after }, impliedPremium: 2 }, { quote: 'instantaneous' }],
    ['single days', { meanBlockDays: 1 }, {}],
    ['blocks longer than paths', { meanBlockDays: 1e6, impliedVol: { before, after } }, {}],
  ] as const)('is what its uniforms say, computed again in logarithms: volatility by %s', (_, change, asked) => {
    const parameters: BlockBootstrapParameters = { returns, meanBlockDays: 4, ...change };
    const wanted: SimulationRequest = { ...request, paths: 600, ...asked };
    const drawn = createBlockBootstrap(parameters).simulate(wanted);
    const gap = (found: number, expected: number) => Math.abs(found / expected - 1);
    let worst = 0;
    for (const path of [0, 1, 17, 511, 512, 599]) {
      const expected = recomputed(parameters, wanted, path);
      for (let step = 0; step <= 20; step++) {
        const cell = step * 600 + path;
        const { spot, variance, impliedVol } = expected[step];
        const gaps = [
          gap(drawn.spot[cell], spot),
          gap(drawn.signals.variance[cell], variance),
          gap(drawn.impliedVol[cell], impliedVol),
        ];
        worst = Math.max(worst, ...gaps);
      }
    }
    expect(worst).toBeLessThan(1e-12);
  });

  it('draws the one day of a history of one, again and again', () => {
    const parameters = { returns: Float64Array.of(0.02), meanBlockDays: 3 };
    const kept = createBlockBootstrap({ ...parameters, keepDrift: true }).simulate({ ...request, paths: 20 });
    for (const spot of kept.spot.subarray(400)) expect(spot).toBeCloseTo(100 * Math.exp(0.4), 10);
    // The mean of the one day is that day: nothing is left of it.
    const flat = createBlockBootstrap(parameters).simulate({ ...request, paths: 20 });
    for (const spot of flat.spot) expect(spot).toBeCloseTo(100, 10);
  });

  it('draws the same path in any batch', () => {
    const market = createBlockBootstrap({ returns, meanBlockDays: 6 });
    const whole = market.simulate({ ...request, paths: 9, daysPerStep: 2 });
    const part = market.simulate({ ...request, paths: 4, firstPath: 3, daysPerStep: 2 });
    for (let step = 0; step <= 20; step++) {
      expect([...part.spot.subarray(4 * step, 4 * step + 4)]).toEqual([
        ...whole.spot.subarray(9 * step + 3, 9 * step + 7),
      ]);
    }
  });

  it('refuses parameters out of range', () => {
    const good = { returns, meanBlockDays: 10 };
    expect(() => createBlockBootstrap({ ...good, meanBlockDays: 0.5 })).toThrow('meanBlockDays is 0.5');
    expect(() => createBlockBootstrap({ ...good, returns: new Float64Array() })).toThrow('returns is empty');
    expect(() => createBlockBootstrap({ ...good, returns: new Float64Array(9) })).toThrow('returns are all 0');
    expect(() => createBlockBootstrap({ ...good, lambda: 1 })).toThrow('lambda is 1');
    expect(() => createBlockBootstrap({ ...good, impliedPremium: 0 })).toThrow('impliedPremium is 0');
    const short = { before, after: after.subarray(1) };
    expect(() => createBlockBootstrap({ ...good, impliedVol: short })).toThrow('impliedVol.after has 299 values');
    const gap = { before, after: after.map((vol, t) => (t === 7 ? Number.NaN : vol)) };
    expect(() => createBlockBootstrap({ ...good, impliedVol: gap })).toThrow(
      'impliedVol.after holds a value that is not above 0',
    );
  });

  it('restores itself from plain data, and refuses data that it cannot have written', () => {
    const market = createBlockBootstrap({ returns, impliedVol: { before, after }, meanBlockDays: 5, volBy: 'levels' });
    const saved = JSON.parse(JSON.stringify(market.toJSON()));
    const few = { ...request, paths: 5 };
    expect(loadBlockBootstrap(saved).simulate(few)).toEqual(market.simulate(few));
    for (const change of [
      { returns: [] },
      { returns: [0] },
      { meanBlockDays: 0 },
      { impliedVol: { before: [1], after: [1] } },
    ]) {
      expect(() => loadBlockBootstrap({ ...saved, ...change })).toThrow(InputError);
    }
  });
});

/** A path's columns from its uniforms, by the formulae of the documentation; the price as a sum of logarithms. */
function recomputed(parameters: BlockBootstrapParameters, wanted: SimulationRequest, path: number) {
  const { returns: history, impliedVol: vols, volBy, keepDrift, meanBlockDays } = parameters;
  const { lambda = 0.94, impliedPremium = 1 } = parameters;
  const { daysPerStep = 1, quote } = wanted;
  const days = drawnDays(wanted, { days: history.length, meanBlockDays }, path);
  const growth = keepDrift
    ? new Float64Array(days.length + 1)
    : createBootstrapGrowth(history, meanBlockDays)(days.length);
  const [first] = days;
  let daily = history.reduce((sum, value) => sum + value ** 2, 0) / history.length;
  for (const value of history.subarray(0, first)) daily = lambda * daily + (1 - lambda) * value ** 2;
  const observed = [...before, ...after].map(Math.log);
  let logSpot = 0;
  let logVol = Math.log(before[first]);
  const cell = () => ({
    spot: 100 * Math.exp(logSpot),
    variance: 252 * daily,
    impliedVol:
      vols === undefined || quote === 'instantaneous'
        ? (quote === 'instantaneous' ? 1 : impliedPremium) * Math.sqrt(252 * daily)
        : Math.exp(logVol),
  });
  const cells = [cell()];
  days.forEach((day, t) => {
    const moved = history[day] - (growth[t + 1] - growth[t]);
    logSpot += moved;
    daily = lambda * daily + (1 - lambda) * moved ** 2;
    const change = Math.log(after[day]) - Math.log(before[day]);
    logVol = volBy === 'levels' ? Math.log(after[day]) : logVol + change;
    logVol = Math.min(Math.max(...observed), Math.max(Math.min(...observed), logVol));
    if ((t + 1) % daysPerStep === 0) cells.push(cell());
  });
  return cells;
}

describe('createBootstrapGrowth', () => {
  // Every path of days over four rows, with its probability.
  it('is the expectation over all paths of days', () => {
    const few = Float64Array.of(0.1, -0.2, 0.05, 0.3);
    const mean = 3;
    let expected = 0;
    for (let code = 0; code < 4 ** 4; code++) {
      const days = [0, 1, 2, 3].map((t) => Math.floor(code / 4 ** t) % 4);
      let probability = 1 / 4;
      for (let t = 1; t < 4; t++) {
        probability *= (1 / mean) * (1 / 4) + (days[t] === (days[t - 1] + 1) % 4 ? 1 - 1 / mean : 0);
      }
      expected += probability * Math.exp(days.reduce((sum, day) => sum + few[day], 0));
    }
    const growth = createBootstrapGrowth(few, mean);
    expect(growth(2)).toHaveLength(3);
    expect(growth(4)[4]).toBeCloseTo(Math.log(expected), 13);
    expect(growth(4)[0]).toBe(0);
  });
});
