import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { createWorkspace } from '../../../src/regimes/hmm/em-workspace.ts';
import type { Hmm } from '../../../src/regimes/hmm/emissions.ts';
import { logLikelihoodOf } from '../../../src/regimes/hmm/hmm-baum-welch.ts';
import { momentsOfTwo } from '../../../src/regimes/hmm/two-normal-states.ts';
import type { Observations } from '../../../src/regimes/observations.ts';

const rows = 2000;
const stream = createRandomStream(4, 'two normal states');
const complete = Uint8Array.from({ length: rows }, (_, t) => (t % 97 === 5 ? 0 : 1));
const values = Float64Array.from({ length: rows }, (_, t) => {
  const value = stream.normal() * (t % 300 < 200 ? 0.6 : 2);
  return complete[t] === 0 ? 0 : t === 700 ? 1e100 : t === 800 ? 0.1 : value;
});
const observations: Observations = { rows, dimensions: 1, values, complete, completeRows: rows - 21 };

/** With one feature a spherical model is a diagonal one that takes the way of all models. */
function model(covariance: 'diagonal' | 'spherical', changes: Partial<Hmm> = {}): Hmm {
  return {
    states: 2,
    dimensions: 1,
    law: 'normal',
    covariance,
    start: Float64Array.of(0.3, 0.7),
    transition: Float64Array.of(0.98, 0.02, 0.05, 0.95),
    means: Float64Array.of(0.1, -0.2),
    variances: Float64Array.of(0.36, 4),
    degrees: new Float64Array(),
    ...changes,
  };
}

describe('two normal states', () => {
  it.each([
    ['one sequence', [0], {}],
    ['several sequences', [0, 500, 501, 1500], {}],
    ['states that are alike', [0], { means: Float64Array.of(0, 0), variances: Float64Array.of(1, 1) }],
    [
      'rows that the past makes impossible',
      [0],
      { start: Float64Array.of(1, 0), transition: Float64Array.of(1, 0, 0, 1) },
    ],
  ] as const)('have the bits of the loops for all models: %s', (_, sequences, changes) => {
    const [own, general] = (['diagonal', 'spherical'] as const).map((covariance) => {
      const workspace = createWorkspace(rows, 2, sequences);
      return { logLikelihood: logLikelihoodOf(model(covariance, changes), observations, workspace), ...workspace };
    });
    expect(own).toEqual(general);
    expect(own.smoothed.every(Number.isFinite)).toBe(true);
  });

  it('have weighted moments of the complete rows', () => {
    const weights = Float64Array.from({ length: 2 * rows }, (_, n) => (n % 7) / 7);
    momentsOfTwo(observations, weights).forEach(([weight, sum, squares], k) => {
      const own = Array.from({ length: rows }, (_, t) => t).filter((t) => complete[t] === 1 && t !== 700);
      const total = (f: (t: number) => number) => own.reduce((all, t) => all + weights[2 * t + k] * f(t), 0);
      const wild = weights[2 * 700 + k];
      expect(weight).toBeCloseTo(total(() => 1) + wild, 9);
      if (wild > 0) return;
      expect(sum).toBeCloseTo(
        total((t) => values[t]),
        9,
      );
      expect(squares).toBeCloseTo(
        total((t) => values[t] ** 2),
        9,
      );
    });
  });
});
