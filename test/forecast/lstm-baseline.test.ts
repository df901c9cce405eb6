import { describe, expect, it } from 'vitest';
import { baselineLogVariance, fitBaseline } from '../../src/forecast/lstm-baseline.ts';
import { createRandomStream } from '../../src/math/random.ts';

describe('fitBaseline', () => {
  const stream = createRandomStream(1, 'baseline');
  const rows = 4000;
  const logs = [0, 1, 2].map(() => new Float64Array(rows).map(() => stream.normal()));
  const noise = 0.8;
  const target = new Float64Array(rows).map((_, t) =>
    Math.exp(-9 + 0.3 * logs[0][t] + 0.4 * logs[1][t] + 0.2 * logs[2][t] + noise * stream.normal()),
  );
  const [b] = fitBaseline([logs], [target]);

  it('finds the slopes and, of log-normal noise, half its variance in the intercept', () => {
    [-9 + noise ** 2 / 2, 0.3, 0.4, 0.2].forEach((expected, j) => {
      expect(Math.abs(b[j] - expected)).toBeLessThan(0.06);
    });
  });

  it('forecasts the variance without bias: the mean of y/f is 1 over the fitted rows', () => {
    const fitted = baselineLogVariance(b, logs);
    expect(target.reduce((sum, y, t) => sum + y * Math.exp(-fitted[t]), 0) / rows).toBeCloseTo(1, 12);
  });
});
