import { describe, expect, it } from 'vitest';
import { comparePolicies } from '../../src/backtest/compare-policies.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';

const options = { draws: 400, meanBlock: 1, seed: 5 };

function normals(count: number, seed: number): Float64Array {
  const stream = createRandomStream(seed, 'test');
  return Float64Array.from({ length: count }, () => stream.normal());
}

describe('comparePolicies', () => {
  it('gives the standard error of a mean', () => {
    const { objective } = comparePolicies([normals(900, 1)], meanSd(0), options);
    expect(objective[0].stderr).toBeGreaterThan(0.028);
    expect(objective[0].stderr).toBeLessThan(0.039);
    expect(objective[0].low).toBeLessThan(objective[0].value);
    expect(objective[0].high).toBeGreaterThan(objective[0].value);
  });

  it('pairs the draws: a constant difference is certain', () => {
    const a = normals(500, 2);
    const versus = comparePolicies([a, a.map((x) => x - 0.25)], meanSd(1.5), options).versus(0);
    expect(versus[0]).toEqual({ value: 0, stderr: 0, low: 0, high: 0 });
    expect(versus[1].value).toBeCloseTo(0.25, 12);
    expect(versus[1].stderr).toBeLessThan(1e-12);
  });

  it('widens with the dependence between neighbours that long blocks keep', () => {
    const steps = normals(40, 3);
    const clustered = Float64Array.from({ length: 1000 }, (_, i) => steps[Math.floor(i / 25)]);
    const stderr = (meanBlock: number) =>
      comparePolicies([clustered], meanSd(0), { ...options, meanBlock }).objective[0].stderr;
    expect(stderr(50)).toBeGreaterThan(3 * stderr(1));
  });
});
