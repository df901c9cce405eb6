import { describe, expect, it } from 'vitest';
import { applyDirectRegression, fitDirectRegression } from '../../../src/forecast/har/direct-regression.ts';
import { createRandomStream } from '../../../src/math/random.ts';

describe('fitDirectRegression', () => {
  const { normal } = createRandomStream(2, 'regression');
  const x = Float64Array.from({ length: 400 }, normal);
  const noise = Float64Array.from({ length: 400 }, normal);
  const variance = x.map((_, t) => (t === 0 ? Number.NaN : 1e-4 * Math.exp(0.5 * x[t - 1] + 0.8 * noise[t])));
  const options = { gridDays: [1], transform: 'log', clip: null } as const;

  it('makes up for the mean of a log by exp(s²/2), s² the mean squared residual', () => {
    const { coefficients, corrections } = fitDirectRegression(variance, [x], { ...options, bias: 'normal' });
    const [b] = coefficients;
    let squares = 0;
    for (let t = 0; t < 399; t++) squares += (Math.log(variance[t + 1]) - b[0] - b[1] * x[t]) ** 2;
    expect(corrections[0]).toBeCloseTo(Math.exp(squares / 399 / 2), 12);
  });

  it.each(['normal', 'smearing'] as const)('counts a row of weight 3 as three rows, with bias %s', (bias) => {
    const weights = Float64Array.from(x, (_, t) => (t % 4 === 0 ? 0 : (t % 3) + 1));
    const weighted = fitDirectRegression(variance, [x], { ...options, bias, weights });
    // The same rows as often as they weigh, each beside the target that follows it.
    const rows: number[] = [];
    for (let t = 0; t < 399; t++) for (let k = 0; k < weights[t]; k++) rows.push(t);
    const pairs = rows.flatMap((t) => [x[t], Number.NaN]);
    const targets = rows.flatMap((t) => [Number.NaN, variance[t + 1]]);
    const repeated = fitDirectRegression(Float64Array.from(targets), [Float64Array.from(pairs)], { ...options, bias });
    expect(weighted.coefficients[0][0]).toBeCloseTo(repeated.coefficients[0][0], 10);
    expect(weighted.coefficients[0][1]).toBeCloseTo(repeated.coefficients[0][1], 10);
    expect(weighted.corrections[0]).toBeCloseTo(repeated.corrections[0], 10);
  });

  it('holds forecasts between multiples of the smallest and the largest target', () => {
    const fit = fitDirectRegression(variance, [x], { ...options, clip: { low: 0.5, high: 2 } });
    const targets = [...variance.subarray(1)].sort((a, b) => a - b);
    const [forecast] = applyDirectRegression(fit, [Float64Array.of(-50, 50, Number.NaN)], 3);
    expect([...forecast]).toEqual([0.5 * targets[0], 2 * targets[398], Number.NaN]);
  });
});
