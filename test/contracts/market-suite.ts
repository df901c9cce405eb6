import { describe, expect, it } from 'vitest';
import { loadMarket } from '../../src/simulate/load-market.ts';
import type { Market, SimulationRequest } from '../../src/simulate/market.ts';

/** What every market that can be drawn promises. */
export function describeMarket(name: string, make: () => Market): void {
  const request: SimulationRequest = { paths: 64, steps: 10, seed: 3, stream: ['suite'] };

  describe(`market contract: ${name}`, () => {
    it('fills every column of the shape asked for', () => {
      const market = make();
      const paths = market.simulate({ ...request, daysPerStep: 2, moneyness: 1.1 });
      expect(paths.spot).toHaveLength(11 * 64);
      expect(paths.impliedVol).toHaveLength(11 * 64);
      expect([...paths.spot, ...paths.impliedVol].every((value) => value > 0 && Number.isFinite(value))).toBe(true);
      expect(paths.spot.subarray(0, 64).every((spot) => spot === 100)).toBe(true);
      expect(paths.strike.every((strike) => Math.abs(strike - 110) < 1e-12)).toBe(true);
      expect(paths.yearsToExpiry[0]).toBeCloseTo(20 / market.daysPerYear, 14);
      expect(paths.yearsToExpiry[10]).toBe(0);
    });

    it('draws the same bits for the same request, others for another seed or stream', () => {
      const market = make();
      const first = market.simulate(request);
      expect(market.simulate(request)).toEqual(first);
      expect(market.simulate({ ...request, seed: 4 }).spot).not.toEqual(first.spot);
      expect(market.simulate({ ...request, stream: ['other'] }).spot).not.toEqual(first.spot);
    });

    it('draws the same bits after saving and loading', () => {
      const market = make();
      const loaded = loadMarket(JSON.parse(JSON.stringify(market.toJSON())));
      expect(loaded.name).toBe(market.name);
      expect(loaded.simulate(request)).toEqual(market.simulate(request));
    });

    it('gives prices no drift', () => {
      const { spot, steps, paths } = make().simulate({ ...request, steps: 60, paths: 40_000, antithetic: true });
      const ends = spot.subarray(steps * paths);
      const average = ends.reduce((sum, value) => sum + value, 0) / paths;
      expect(Math.abs(average - 100)).toBeLessThan(0.25);
    });

    it.each([
      ['paths', { paths: 0 }],
      ['steps', { steps: 1.5 }],
      ['daysPerStep', { daysPerStep: 0 }],
      ['moneyness', { moneyness: -1 }],
      ['paths', { paths: 3, antithetic: true }],
    ])('refuses a bad %s', (field, change) => {
      expect(() => make().simulate({ ...request, ...change })).toThrow(RangeError);
      expect(() => make().simulate({ ...request, ...change })).toThrow(field);
    });
  });
}
