import { describe, expect, it } from 'vitest';
import type { VolatilityModelJSON } from '../../src/forecast/forecaster.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { lossesOf, meanLoss, qlike } from '../../src/forecast/losses.ts';
import { createLstmForecaster, type LstmOptions } from '../../src/forecast/lstm.ts';
import { realisedVol } from '../../src/forecast/realised.ts';
import { sliceBars } from '../../src/market/bars.ts';
import type { Progress } from '../../src/support/long-call.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars, swingingBars } from './simulated-bars.ts';

const small = { window: 10, units: 4, epochs: 8, batch: 64, learningRate: 0.01, ensemble: 2 };

describeVolatilityForecaster('lstm', () => createLstmForecaster(small), { random: true });

describe('createLstmForecaster', () => {
  it('learns what its linear part cannot see: three wild days after every ten calm ones', () => {
    const history = simulatedBars(1300, 21, (day) => (day % 13 < 10 ? 0.1 : 0.4));
    const realised = realisedVol(history, 1);
    const score = (training: Partial<LstmOptions>) => {
      const options = { ...small, window: 14, units: 8, ensemble: 1, gridDays: [1], ...training };
      const [vol] = createLstmForecaster(options)
        .fit(sliceBars(history, 0, 1000), { seed: 1 })
        .forecast(history, [1]);
      const variance = (column: Float64Array) => column.slice(1000, 1299).map((value) => value * value);
      return meanLoss(lossesOf(qlike, variance(realised), variance(vol)));
    };
    expect(score({ epochs: 25 })).toBeLessThan(0.85 * score({ epochs: 1, learningRate: 1e-9 }));
  });

  it('fits two years without a wild forecast, even for a market far outside them', () => {
    const history = swingingBars(500, 9);
    const model = createLstmForecaster(small).fit(history, { seed: 1 });
    const highest = Math.max(...realisedVol(history, 1).filter(Number.isFinite));
    for (const vol of [5, 0.001]) {
      const column = model
        .forecast(
          simulatedBars(120, 8, () => vol),
          [1, 21],
        )[1]
        .subarray(model.warmup);
      expect(column.every((value) => value > 0.005 && value < 2 * highest)).toBe(true);
    }
  });

  it('reports how far it is and stops in the middle', () => {
    const history = swingingBars(420, 3);
    const seen: Progress[] = [];
    createLstmForecaster(small).fit(history, { seed: 1, onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen[0].label).toContain(history.dates[419]);
    expect(seen.every(({ done, total }) => done > 0 && done <= total)).toBe(true);
    const controller = new AbortController();
    const stop = () => controller.abort(new Error('enough'));
    expect(() =>
      createLstmForecaster(small).fit(history, { seed: 1, signal: controller.signal, onProgress: stop }),
    ).toThrow('enough');
  });

  it('has as its spread the standard deviation of what its members forecast alone', () => {
    const history = swingingBars(420, 3);
    const model = createLstmForecaster(small).fit(history, { seed: 1 });
    const json = model.toJSON() as unknown as VolatilityModelJSON & { weights: number[][] };
    const members = json.weights.map((weights) => loadVolatilityModel({ ...json, weights: [weights] }));
    expect(members.map(({ spread }) => spread)).toEqual([undefined, undefined]);
    const [[first], [second]] = members.map((member) => member.forecast(history, [5]));
    const [column] = model.spread?.(history, [5]) ?? [];
    for (const t of [model.warmup, 200, 419]) {
      expect(column[t]).toBeGreaterThan(0);
      expect(column[t]).toBeCloseTo(Math.abs(first[t] - second[t]) / Math.SQRT2, 12);
    }
  });

  it('changes with each member of the ensemble', () => {
    const history = swingingBars(420, 3);
    const saved = createLstmForecaster(small).fit(history, { seed: 1 }).toJSON() as unknown as { weights: number[][] };
    expect(saved.weights).toHaveLength(2);
    expect(saved.weights[0]).not.toEqual(saved.weights[1]);
  });

  it('refuses settings that are none', () => {
    for (const bad of [
      { window: 0 },
      { units: 1.5 },
      { epochs: 0 },
      { batch: -1 },
      { ensemble: 0 },
      { learningRate: 0 },
    ]) {
      expect(() => createLstmForecaster({ ...small, ...bad })).toThrow(new RegExp(Object.keys(bad)[0]));
    }
  });
});
