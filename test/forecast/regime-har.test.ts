import { expect, it } from 'vitest';
import { createLogHarForecaster } from '../../src/forecast/log-har.ts';
import { createRegimeHarForecaster } from '../../src/forecast/regime-har.ts';
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
