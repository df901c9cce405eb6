import { describe, expect, it } from 'vitest';
import type { Paths } from '../../src/market/paths.ts';
import { loadMarket } from '../../src/simulate/load-market.ts';
import { createPaths, type Market, type SimulationRequest } from '../../src/simulate/market.ts';

/** What every market that can be drawn promises. */
export function describeMarket(name: string, make: () => Market): void {
  const request: SimulationRequest = { paths: 64, steps: 10, seed: 3, stream: ['suite'] };

  describe(`market contract: ${name}`, () => {
    it('fills every column of the shape asked for', () => {
      const market = make();
      for (const quote of ['model', 'instantaneous'] as const) {
        const paths = market.simulate({ ...request, daysPerStep: 2, moneyness: 1.1, quote });
        expect(Object.keys(paths.signals)).toEqual(market.signals);
        for (const column of columnsOf(paths)) {
          expect(column).toHaveLength(11 * 64);
          expect(column.every(Number.isFinite)).toBe(true);
        }
        expect(paths.impliedVol.every((vol) => vol > 0)).toBe(true);
        if (market.volUnit === 'lognormal') expect(paths.spot.every((spot) => spot > 0)).toBe(true);
        expect(paths.spot.subarray(0, 64).every((spot) => spot === 100)).toBe(true);
        expect(paths.strike.every((strike) => Math.abs(strike - 110) < 1e-12)).toBe(true);
        expect(paths.yearsToExpiry[0]).toBeCloseTo(20 / market.daysPerYear, 14);
        expect(paths.yearsToExpiry[10]).toBe(0);
      }
    });

    it('draws the same bits for the same request, others for another seed or stream', () => {
      const market = make();
      const first = market.simulate(request);
      expect(market.simulate(request)).toEqual(first);
      expect(market.simulate({ ...request, seed: 4 }).spot).not.toEqual(first.spot);
      expect(market.simulate({ ...request, stream: ['other'] }).spot).not.toEqual(first.spot);
    });

    // 512 paths are a block of the kernels.
    it.each([
      { paths: 64, cut: 10 },
      { paths: 1100, cut: 301 },
      { paths: 1100, cut: 302, antithetic: true },
      { paths: 700, cut: 513, sampling: 'sobol' as const },
    ])('draws path p with the same bits whatever the batch: %o', ({ cut, ...change }) => {
      const market = make();
      if (change.sampling !== undefined && !market.samplings.includes(change.sampling)) return;
      const whole = market.simulate({ ...request, ...change });
      const parts = createPaths({ ...request, ...change }, market);
      const stretches = [
        [0, cut],
        [cut, change.paths],
      ];
      for (const [from, to] of stretches) {
        const stretch = { ...request, ...change, paths: to - from, firstPath: from };
        market.draw(stretch, { ...parts, stride: change.paths, offset: from });
      }
      expect(parts).toEqual(whole);
    });

    it('writes nowhere but into its stretch of the columns', () => {
      const market = make();
      const paths = createPaths({ ...request, paths: 30 }, market);
      for (const column of columnsOf(paths)) column.fill(-7);
      market.draw({ ...request, paths: 10 }, { ...paths, stride: 30, offset: 5 });
      for (const column of columnsOf(paths)) {
        const inside = (place: number) => place % 30 >= 5 && place % 30 < 15;
        expect(column.every((value, place) => inside(place) === (value !== -7))).toBe(true);
      }
    });

    it('draws the signals asked for, and no others', () => {
      const market = make();
      const all = market.simulate({ ...request, quote: 'instantaneous' });
      for (const wanted of [[], market.signals.slice(0, 1)]) {
        const paths = market.simulate({ ...request, quote: 'instantaneous', signals: wanted });
        const signals = Object.fromEntries(wanted.map((name) => [name, all.signals[name]]));
        expect(paths).toEqual({ ...all, signals });
      }
      expect(() => market.simulate({ ...request, signals: ['moon'] })).toThrow(/moon/);
    });

    it('draws the same bits after saving and loading', () => {
      const market = make();
      const loaded = loadMarket(JSON.parse(JSON.stringify(market.toJSON())));
      expect(loaded.name).toBe(market.name);
      expect(loaded.signals).toEqual(market.signals);
      expect(loaded.simulate(request)).toEqual(market.simulate(request));
    });

    it('mirrors pairs of antithetic paths, or draws plain ones', () => {
      const market = make();
      const paths = 2000;
      const mirrored = market.simulate({ ...request, paths, steps: 1, antithetic: true });
      const plain = market.simulate({ ...request, paths, steps: 1 });
      if (!market.mirrors) {
        expect(mirrored).toEqual(plain);
        return;
      }
      expect(pairCorrelation(mirrored.spot.subarray(paths))).toBeLessThan(-0.3);
      expect(Math.abs(pairCorrelation(plain.spot.subarray(paths)))).toBeLessThan(0.15);
    });

    it('gives prices no drift', () => {
      const market = make();
      const { spot, steps, paths } = market.simulate({
        ...request,
        steps: 60,
        paths: 40_000,
        antithetic: true,
        quote: 'instantaneous',
      });
      const { mean, error } = pairMean(spot.subarray(steps * paths));
      // Markets that resample history keep a trace of how its days followed on each other.
      expect(Math.abs(mean - 100)).toBeLessThan(4 * error + (market.mirrors ? 1e-9 : 0.1));
    });

    it('prices options closer with Sobol points, or refuses them', () => {
      const market = make();
      const price = (seed: number, paths: number, sampling: 'sobol' | 'pseudo-random') => {
        const { spot } = market.simulate({ ...request, seed, paths, sampling, quote: 'instantaneous' });
        return spot.subarray(10 * paths).reduce((sum, end) => sum + Math.max(end - 100, 0), 0) / paths;
      };
      if (!market.samplings.includes('sobol')) {
        expect(() => price(1, 64, 'sobol')).toThrow(/sampling is 'sobol'/);
        return;
      }
      const exact = price(99, 2 ** 15, 'sobol');
      const squares = (sampling: 'sobol' | 'pseudo-random') =>
        Array.from({ length: 12 }, (_, seed) => (price(seed, 1024, sampling) - exact) ** 2).reduce((a, b) => a + b);
      expect(squares('sobol')).toBeLessThan(0.5 * squares('pseudo-random'));
    });

    it.each([
      ['paths', { paths: 0 }],
      ['steps', { steps: 1.5 }],
      ['daysPerStep', { daysPerStep: 0 }],
      ['moneyness', { moneyness: -1 }],
      ['firstPath', { firstPath: -1 }],
      ['paths', { paths: 3, antithetic: true }],
      ['firstPath', { firstPath: 1, antithetic: true }],
      ['sampling', { sampling: 'sobol' as const, antithetic: true }],
    ])('refuses a bad %s', (field, change) => {
      expect(() => make().simulate({ ...request, ...change })).toThrow(RangeError);
      expect(() => make().simulate({ ...request, ...change })).toThrow(field);
    });
  });
}

function columnsOf({ spot, impliedVol, signals }: Paths): Float64Array[] {
  return [spot, impliedVol, ...Object.values(signals)];
}

/** Mean over pairs of neighbours, and its standard error. */
function pairMean(values: Float64Array): { readonly mean: number; readonly error: number } {
  const pairs = values.length / 2;
  let sum = 0;
  let squares = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const value = (values[2 * pair] + values[2 * pair + 1]) / 2;
    sum += value;
    squares += value * value;
  }
  const mean = sum / pairs;
  return { mean, error: Math.sqrt(Math.max(0, squares / pairs - mean * mean) / pairs) };
}

function pairCorrelation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 0;
  for (let i = 0; i < values.length; i += 2) {
    product += 2 * (values[i] - mean) * (values[i + 1] - mean);
    square += (values[i] - mean) ** 2 + (values[i + 1] - mean) ** 2;
  }
  return product / square;
}
