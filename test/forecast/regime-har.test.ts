import { isDeepStrictEqual } from 'node:util';
import { expect, it } from 'vitest';
import type { VolatilityModelJSON } from '../../src/forecast/forecaster.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { createLogHarForecaster } from '../../src/forecast/log-har.ts';
import { createRegimeHarForecaster } from '../../src/forecast/regime-har.ts';
import { computeFeatures } from '../../src/market/features/registry.ts';
import type { RegimeModelJSON } from '../../src/regimes/detector.ts';
import { loadRegimeModel } from '../../src/regimes/load-regime-model.ts';
import { describeVolatilityForecaster } from '../contracts/volatility-forecaster-suite.ts';
import { simulatedBars } from './simulated-bars.ts';

const detector = { name: 'hmm', states: 2, restarts: 2, maxIterations: 100, tolerance: 1e-6 } as const;

describeVolatilityForecaster('regime-har', () => createRegimeHarForecaster({ detector }), {
  // Its starting points are drawn; the best of them is the same for every seed here.
  random: false,
});

it('is the plain regression where there is but one regime', () => {
  const history = simulatedBars(400, 3);
  const one = createRegimeHarForecaster({ detector: { ...detector, states: 1 } });
  const plain = createLogHarForecaster();
  const [expected] = plain.fit(history, { seed: 1 }).forecast(history, [5]);
  one
    .fit(history, { seed: 1 })
    .forecast(history, [5])[0]
    .forEach((vol, t) => {
      if (t >= 22) expect(vol).toBeCloseTo(expected[t], 8);
    });
});

it('gives each regime coefficients of its own', () => {
  const history = simulatedBars(1200, 5, (day) => (Math.floor(day / 100) % 2 === 0 ? 0.1 : 0.4));
  const { regimes } = createRegimeHarForecaster({ detector }).fit(history, { seed: 1 }).toJSON() as unknown as {
    regimes: { averages: number[]; coefficients: number[][] }[];
  };
  expect(regimes).toHaveLength(2);
  expect(regimes[0].coefficients).not.toEqual(regimes[1].coefficients);
});

it('mixes the regressions of its regimes by their probabilities at each row', () => {
  const history = simulatedBars(900, 5, (day) => (Math.floor(day / 100) % 2 === 0 ? 0.1 : 0.4));
  const model = createRegimeHarForecaster({ detector, gridDays: [1] }).fit(history, { seed: 1 });
  const saved = model.toJSON() as unknown as VolatilityModelJSON & { regimes: object[]; detector: RegimeModelJSON };
  const mixed = model.forecast(history, [1])[0];
  const only = saved.regimes.map(
    (regime) => loadVolatilityModel({ ...saved, regimes: [regime, regime] }).forecast(history, [1])[0],
  );
  const regimes = loadRegimeModel(saved.detector);
  const [calm] = regimes.filter(computeFeatures(history, regimes.features)).columns;
  for (const t of [150, 401, 499, 650]) {
    expect(mixed[t] ** 2).toBeCloseTo(calm[t] * only[0][t] ** 2 + (1 - calm[t]) * only[1][t] ** 2, 12);
  }
});

it('has the regression of all rows for a regime with too few', () => {
  // Three wild days: a regime of their own.
  const history = simulatedBars(400, 3, (day) => (day > 200 && day < 204 ? 3 : 0.1));
  const json = createRegimeHarForecaster({ detector }).fit(history, { seed: 1 }).toJSON() as unknown as {
    coefficients: number[][];
    regimes: { coefficients: number[][] }[];
  };
  const alike = json.regimes.filter(({ coefficients }) => isDeepStrictEqual(coefficients, json.coefficients));
  expect(alike).toHaveLength(1);
});
