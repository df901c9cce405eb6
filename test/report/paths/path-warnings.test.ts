import { describe, expect, it } from 'vitest';
import type { Paths } from '../../../src/market/paths.ts';
import { createPathMoments } from '../../../src/report/paths/path-moments.ts';
import { pathWarnings } from '../../../src/report/paths/path-warnings.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { createRoughBergomi } from '../../../src/simulate/rough-bergomi.ts';

const request = { paths: 4000, steps: 20, seed: 3, stream: ['warnings'], quote: 'instantaneous' } as const;
const calm = createGbm({ volAnnual: 0.2 }).simulate(request);

function warningsOf(drawn: Paths, expectedGrowth: number | undefined, paths = drawn.paths): string {
  const moments = createPathMoments({ steps: [5, 10, 15, 20], volUnit: 'lognormal' });
  moments.add(drawn);
  return pathWarnings(moments.rows(), { paths, volUnit: 'lognormal', expectedGrowth }).join('\n');
}

describe('pathWarnings', () => {
  it('has nothing to say of a market as it should be', () => {
    expect(warningsOf(calm, 1)).toBe('');
    expect(warningsOf(createGbm({ volAnnual: 2 }).simulate(request), 1)).toBe('');
    expect(warningsOf(createGbm({ volAnnual: 1e-6 }).simulate(request), 1)).toBe('');
  });

  it('says where the mean is not the expected one, if that is known', () => {
    expect(warningsOf(calm, 1.05)).toMatch(/^the mean of the last price is [01]\.\d+ .* where 1\.05000 is expected/);
    expect(warningsOf(calm, undefined)).toBe('');
  });

  it('says where a single path carries the mean', () => {
    const wild = createGbm({ volAnnual: 20 }).simulate(request);
    expect(warningsOf(wild, 1)).toMatch(/^a single path makes up \d+ % of the mean of the last price/);
    expect(warningsOf(wild, undefined)).toMatch(/^a single path makes up/);
  });

  it('says where prices stand still', () => {
    const parameters = { hurst: 0.1, volOfVol: 20, correlation: -0.7, forwardVariance: 0.04 };
    expect(warningsOf(createRoughBergomi(parameters).simulate(request), 1)).toContain(
      'prices hardly move after step 15',
    );
  });

  it('keeps silent of few paths, in which everything is chance', () => {
    const few = createGbm({ volAnnual: 20 }).simulate({ ...request, paths: 50 });
    expect(warningsOf(few, 1.5)).toBe('');
  });
});
