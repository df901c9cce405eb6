import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedVariables } from '../../src/math/bounded-variables.ts';
import { minimise } from '../../src/math/minimise.ts';

/** Test functions of Moré, Garbow and Hillstrom, ACM TOMS 7 (1981): numbers, starts and minima are theirs. */
const cases: readonly [string, (x: Float64Array) => number, number[], number[], number][] = [
  ['Rosenbrock (1)', ([x, y]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2, [-1.2, 1], [1, 1], 0],
  [
    'Powell singular (13)',
    ([a, b, c, d]) => (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4,
    [3, -1, 0, 1],
    [0, 0, 0, 0],
    0,
  ],
  [
    'Wood (14)',
    ([a, b, c, d]) =>
      100 * (b - a * a) ** 2 +
      (1 - a) ** 2 +
      90 * (d - c * c) ** 2 +
      (1 - c) ** 2 +
      10 * (b + d - 2) ** 2 +
      (b - d) ** 2 / 10,
    [-3, -1, -3, -1],
    [1, 1, 1, 1],
    0,
  ],
  [
    'Beale (5)',
    ([x, y]) => (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y * y)) ** 2 + (2.625 - x * (1 - y ** 3)) ** 2,
    [1, 1],
    [3, 0.5],
    0,
  ],
  [
    'Brown badly scaled, scaled by 1e3 in place of 1e6 (4)',
    ([x, y]) => (x - 1e3) ** 2 + (y - 2e-3) ** 2 + (x * y - 2) ** 2,
    [1, 1],
    [1e3, 2e-3],
    0,
  ],
];

describe('minimise', () => {
  it.each(cases)('finds the minimum of %s', (name, objective, start, at, value) => {
    const found = minimise(objective, start);
    expect(found.converged).toBe(true);
    expect(Math.abs(found.value - value)).toBeLessThan(1e-7);
    // Powell's function is flat around its minimum: 1e-7 in value is 1e-2 in place.
    const tolerance = name.startsWith('Powell') ? 0.03 : 1e-3;
    for (const [i, x] of at.entries()) {
      expect(Math.abs(found.point[i] - x)).toBeLessThan(tolerance * Math.max(1, Math.abs(x)));
    }
  });

  it('takes exact slopes in place of differences', () => {
    const rosenbrock = ([x, y]: Float64Array) => 100 * (y - x * x) ** 2 + (1 - x) ** 2;
    const gradient = ([x, y]: Float64Array) => Float64Array.of(-400 * x * (y - x * x) - 2 * (1 - x), 200 * (y - x * x));
    const found = minimise(rosenbrock, [-1.2, 1], { gradient, gradientTolerance: 1e-12 });
    expect(Math.abs(found.point[0] - 1)).toBeLessThan(1e-11);
    expect(found.evaluations).toBeLessThan(minimise(rosenbrock, [-1.2, 1]).evaluations / 2);
  });

  it('finds the minimum of any convex quadratic function', () => {
    const vector = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(vector, vector, vector, (center, skew, start) => {
        const found = minimise((x) => {
          let along = 0;
          let value = 0;
          for (let i = 0; i < 4; i++) {
            value += (i + 0.5) * (x[i] - center[i]) ** 2;
            along += skew[i] * (x[i] - center[i]);
          }
          return value + along * along;
        }, start);
        expect(found.converged).toBe(true);
        for (let i = 0; i < 4; i++) expect(Math.abs(found.point[i] - center[i])).toBeLessThan(1e-4);
      }),
      { seed: 5, numRuns: 50 },
    );
  });

  it('turns back where the objective is not finite', () => {
    // x − log x is no number below 0, where a first step from 8 leads when it is long.
    const found = minimise(([x]) => 50 * (x - Math.log(x)), [8]);
    expect(found.converged).toBe(true);
    expect(found.point[0]).toBeCloseTo(1, 5);
  });

  it('says when it ran out of iterations, and counts them', () => {
    const found = minimise(cases[0][1], [-1.2, 1], { maxIterations: 3 });
    expect(found).toMatchObject({ converged: false, iterations: 3 });
    expect(found.evaluations).toBeGreaterThan(12);
  });

  it('is not converged on a slope without an end', () => {
    expect(minimise(([x]) => -x, [0], { maxIterations: 50 }).converged).toBe(false);
  });

  it('refuses a start where the objective is not finite and options out of range', () => {
    expect(() => minimise(([x]) => Math.log(x), [-1])).toThrow('not finite at the start [-1]');
    expect(() => minimise(([x]) => x * x, [1], { maxIterations: 0 })).toThrow('maxIterations is 0');
    expect(() => minimise(([x]) => x * x, [1], { gradientTolerance: 0 })).toThrow('gradientTolerance is 0');
  });
});

describe('boundedVariables', () => {
  const infinity = Number.POSITIVE_INFINITY;
  const variables = boundedVariables([
    { lower: -1, upper: 3 },
    { lower: 2, upper: infinity },
    { lower: -infinity, upper: 5 },
    { lower: -infinity, upper: infinity },
  ]);

  it('keeps any free value within the bounds, and comes back', () => {
    const free = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(free, free, free, free, (...y) => {
        const [a, b, c, d] = variables.toBounded(y);
        expect(a >= -1 && a <= 3 && b >= 2 && c <= 5).toBe(true);
        expect(d).toBe(y[3]);
      }),
      { seed: 6 },
    );
    fc.assert(
      fc.property(
        fc.double({ min: -0.99, max: 2.99, noNaN: true }),
        fc.double({ min: 0.01, max: 1e5, noNaN: true }),
        (x, y) => {
          const back = variables.toBounded(variables.toFree([x, 2 + y, 5 - y, x]));
          for (const [i, value] of [x, 2 + y, 5 - y, x].entries()) {
            expect(Math.abs(back[i] - value)).toBeLessThan(1e-9 * (1 + Math.abs(value)));
          }
        },
      ),
      { seed: 7 },
    );
  });

  it('lets a minimiser end at a bound', () => {
    const found = minimise(
      (free) => {
        const [a, b, c, d] = variables.toBounded(free);
        return (a - 4) ** 2 + (b - 1) ** 2 + (c - 6) ** 2 + (d - 7) ** 2;
      },
      variables.toFree([0, 3, 0, 0]),
    );
    expect(found.converged).toBe(true);
    const ended = variables.toBounded(found.point);
    for (const [i, value] of [3, 2, 5, 7].entries()) expect(ended[i]).toBeCloseTo(value, 5);
  });

  it('refuses bounds out of order', () => {
    expect(() => boundedVariables([{ lower: 1, upper: 1 }])).toThrow('variable 0 are 1 and 1');
  });
});
