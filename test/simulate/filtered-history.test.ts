import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../src/math/random.ts';
import { createFilteredHistory, type FilteredHistoryParameters } from '../../src/simulate/filtered-history.ts';
import { fitFilteredHistory } from '../../src/simulate/fit-filtered-history.ts';
import type { SimulationRequest } from '../../src/simulate/market.ts';
import { InputError } from '../../src/support/input-error.ts';
import { describeMarket } from '../contracts/market-suite.ts';
import { drawnDays, drawnUniform } from './drawn-days.ts';
import { meanAndError } from './sample-moments.ts';

/** A past in which volatility rises when prices fall: correlation of z and u −0.7, z of variance 0.9², slope 0.97. */
function inventedPast(days: number) {
  const stream = createRandomStream(11, 'invented past');
  const close = new Float64Array(days);
  const impliedVol = new Float64Array(days);
  let logSpot = Math.log(2000);
  let logVol = Math.log(0.18);
  for (let t = 0; t < days; t++) {
    close[t] = Math.exp(logSpot);
    impliedVol[t] = Math.exp(logVol);
    const first = stream.normal();
    const second = -0.7 * first + Math.sqrt(1 - 0.49) * stream.normal();
    logSpot += 0.9 * Math.exp(logVol) * Math.sqrt(1 / 252) * first + 0.0003;
    logVol = 0.03 * Math.log(0.18) + 0.97 * logVol + 0.06 * second;
  }
  return { close, impliedVol };
}

describeMarket('filtered history', () => fitFilteredHistory(inventedPast(1000)));

describe('fitFilteredHistory', () => {
  it('keeps the moments of the past: sd of z, its correlation with u, the autoregression', () => {
    const past = inventedPast(4000);
    const { spot, impliedVol, paths, steps } = fitFilteredHistory(past).simulate({
      paths: 5000,
      steps: 20,
      seed: 2,
      stream: ['moments'],
    });
    const z: number[] = [];
    const from: number[] = [];
    const to: number[] = [];
    for (let cell = 0; cell < steps * paths; cell++) {
      z.push(Math.log(spot[cell + paths] / spot[cell]) / (impliedVol[cell] * Math.sqrt(1 / 252)));
      from.push(Math.log(impliedVol[cell]));
      to.push(Math.log(impliedVol[cell + paths]));
    }
    const slope = correlation(from, to) * (sd(to) / sd(from));
    const u = to.map((next, i) => next - slope * from[i]);
    expect(sd(z)).toBeCloseTo(0.9, 1);
    expect(slope).toBeCloseTo(0.97, 2);
    expect(sd(u)).toBeCloseTo(0.06, 2);
    expect(Math.abs(correlation(z, u) + 0.7)).toBeLessThan(0.03);
  });

  it('keeps simulated volatility near the range observed', () => {
    const past = inventedPast(600);
    const { impliedVol } = fitFilteredHistory(past).simulate({ paths: 2000, steps: 60, seed: 2, stream: ['range'] });
    const low = Math.min(...past.impliedVol);
    const high = Math.max(...past.impliedVol);
    const margin = (high / low) ** 0.1 * (1 + 1e-12);
    expect(impliedVol.every((vol) => vol >= low / margin && vol <= high * margin)).toBe(true);
  });

  it('skips days with a missing figure', () => {
    const past = inventedPast(800);
    past.close[100] = Number.NaN;
    past.impliedVol.fill(Number.NaN, 0, 20);
    const json = fitFilteredHistory(past).toJSON() as unknown as { returns: number[] };
    expect(json.returns).toHaveLength(799 - 20 - 2);
    expect(json.returns.every(Number.isFinite)).toBe(true);
  });

  it('draws a market of constant volatility when the past has one', () => {
    const { close } = inventedPast(400);
    const { impliedVol } = fitFilteredHistory({ close, impliedVol: new Float64Array(400).fill(0.2) }).simulate({
      paths: 4,
      steps: 5,
      seed: 1,
      stream: ['flat'],
    });
    for (const vol of impliedVol) expect(vol).toBeCloseTo(0.2, 12);
  });

  it('draws the same path in any batch, across the blocks it draws in', () => {
    const market = fitFilteredHistory(inventedPast(400));
    const request = { paths: 1200, steps: 5, daysPerStep: 2, seed: 3, stream: ['batches'] };
    const whole = market.simulate(request);
    const part = market.simulate({ ...request, paths: 590, firstPath: 460 });
    for (let step = 0; step <= 5; step++) {
      for (const column of ['spot', 'impliedVol'] as const) {
        const from = step * 1200 + 460;
        expect([...part[column].subarray(step * 590, step * 590 + 590)]).toEqual([
          ...whole[column].subarray(from, from + 590),
        ]);
      }
    }
  });

  it('refuses closes that never move, or always by as much, as all fitted markets do', () => {
    const { impliedVol } = inventedPast(400);
    const flat = { close: new Float64Array(400).fill(100), impliedVol };
    expect(() => fitFilteredHistory(flat)).toThrow(InputError);
    expect(() => fitFilteredHistory(flat)).toThrow('the close is 100 on all 399 days: expected prices that move');
    const steady = { close: Float64Array.from({ length: 400 }, (_, t) => 1.001 ** t), impliedVol };
    expect(() => fitFilteredHistory(steady)).toThrow('all 399 daily returns are 0.00099');
  });

  it('refuses a past that is too short and columns of different length', () => {
    expect(() => fitFilteredHistory(inventedPast(250))).toThrow(InputError);
    expect(() => fitFilteredHistory(inventedPast(250))).toThrow('249 days');
    expect(() => fitFilteredHistory(inventedPast(251))).not.toThrow();
    const { close } = inventedPast(300);
    expect(() => fitFilteredHistory({ close, impliedVol: new Float64Array(299) })).toThrow(RangeError);
    expect(() => fitFilteredHistory({ ...inventedPast(300), meanBlockDays: 0.5 })).toThrow('meanBlockDays');
  });
});

describe('createFilteredHistory', () => {
  const fitted = fitFilteredHistory({ ...inventedPast(700), meanBlockDays: 5 }).toJSON() as unknown as Saved;
  const parameters: FilteredHistoryParameters = {
    ...fitted,
    logVols: Float64Array.from(fitted.logVols),
    returns: Float64Array.from(fitted.returns),
    shocks: Float64Array.from(fitted.shocks),
  };
  const request: SimulationRequest = { paths: 600, steps: 40, seed: 8, stream: ['again'] };

  it.each<[string, Partial<FilteredHistoryParameters>, Partial<SimulationRequest>]>([
    ['blocks of days', {}, {}],
    ['single days, two a step', { meanBlockDays: 1 }, { daysPerStep: 2 }],
    ['volatility at its bounds, beyond 2^32 paths', { lowest: -1.8, highest: -1.6 }, { firstPath: 2 ** 32 - 300 }],
    ['a history of one day', { returns: Float64Array.of(0.4), shocks: Float64Array.of(-0.01) }, {}],
    ['a history of two days', { returns: Float64Array.of(1.4, -1.4), shocks: Float64Array.of(-0.1, 0.1) }, {}],
  ])('is what its uniforms say, computed again: %s', (_, change, asked) => {
    const changed = { ...parameters, ...change };
    const wanted = { ...request, ...asked };
    const { spot, impliedVol } = createFilteredHistory(changed).simulate(wanted);
    let worst = 0;
    for (const path of [0, 1, 17, 299, 300, 511, 512, 599]) {
      recomputed(changed, wanted, path).forEach((cell, step) => {
        const gaps = [spot[step * 600 + path] / cell.spot - 1, impliedVol[step * 600 + path] / cell.impliedVol - 1];
        worst = Math.max(worst, ...gaps.map(Math.abs));
      });
    }
    expect(worst).toBeLessThan(1e-12);
  });

  it('starts at each of the volatilities observed alike, whatever the first day', () => {
    const observed = Array.from({ length: 40 }, (_, i) => -2 + 0.02 * i);
    const history = createFilteredHistory({ ...parameters, logVols: Float64Array.from(observed) });
    const paths = 20_000;
    const { spot, impliedVol } = history.simulate({ ...request, paths, steps: 1 });
    const counts = new Map<number, number>();
    for (const vol of impliedVol.subarray(0, paths)) counts.set(vol, (counts.get(vol) ?? 0) + 1);
    expect(counts.size).toBe(40);
    const even = paths / 40;
    const statistic = [...counts.values()].reduce((sum, count) => sum + (count - even) ** 2 / even, 0);
    expect(statistic).toBeLessThan(39 + 3.5 * Math.sqrt(78));
    const starts = Array.from(impliedVol.subarray(0, paths), Math.log);
    const moves = Array.from({ length: paths }, (_, path) => Math.log(spot[paths + path] / 100) / impliedVol[path]);
    expect(Math.abs(correlation(starts, moves))).toBeLessThan(3.5 / Math.sqrt(paths));
  });

  it('moves a price by single days without drift, from any volatility', () => {
    const single = createFilteredHistory({ ...parameters, meanBlockDays: 1 });
    const paths = 40_000;
    const { spot } = single.simulate({ ...request, paths, steps: 10 });
    for (const step of [1, 10]) {
      const { mean, error } = meanAndError(spot.subarray(step * paths, (step + 1) * paths));
      expect(Math.abs(mean - 100)).toBeLessThan(3 * error);
    }
  });
});

interface Saved extends Omit<FilteredHistoryParameters, 'logVols' | 'returns' | 'shocks'> {
  readonly logVols: number[];
  readonly returns: number[];
  readonly shocks: number[];
}

/** A path's columns from its uniforms, by the formulae of the documentation. */
function recomputed(parameters: FilteredHistoryParameters, wanted: SimulationRequest, path: number) {
  const { returns, shocks, logVols, intercept, slope, lowest, highest, meanBlockDays } = parameters;
  const { daysPerStep = 1 } = wanted;
  const moment = (power: number) => average(Array.from(returns, (z) => z ** power));
  const compensator = (s: number) =>
    (moment(2) * s ** 2) / 2 + (moment(3) * s ** 3) / 6 + ((moment(4) - 3 * moment(2) ** 2) * s ** 4) / 24;
  let logVol = logVols[Math.floor(drawnUniform(wanted, path, 0, 0) * logVols.length)];
  let logSpot = 0;
  const cells = [{ spot: 100, impliedVol: Math.exp(logVol) }];
  drawnDays(wanted, { days: returns.length, meanBlockDays }, path).forEach((day, t) => {
    const dailyVol = Math.exp(logVol) * Math.sqrt(1 / 252);
    logSpot += dailyVol * returns[day] - compensator(dailyVol);
    logVol = Math.min(highest, Math.max(lowest, intercept + slope * logVol + shocks[day]));
    if ((t + 1) % daysPerStep === 0) cells.push({ spot: 100 * Math.exp(logSpot), impliedVol: Math.exp(logVol) });
  });
  return cells;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sd(values: readonly number[]): number {
  const center = average(values);
  return Math.sqrt(average(values.map((value) => (value - center) ** 2)));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const centerA = average(a);
  const centerB = average(b);
  return average(a.map((value, i) => (value - centerA) * (b[i] - centerB))) / (sd(a) * sd(b));
}
