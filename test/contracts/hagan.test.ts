import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blackScholesPrice } from '../../src/contracts/black-scholes.ts';
import { haganLogVol, haganNormalVol, haganVol, haganVols } from '../../src/contracts/hagan.ts';

const runs = { seed: 11, numRuns: 300 };
const correlations = fc.double({ min: -0.95, max: 0.95, noNaN: true });
const betas = fc.double({ min: 0, max: 1, noNaN: true });
const volsOfVol = fc.double({ min: 0, max: 1.5, noNaN: true });
const moneynesses = fc.double({ min: 0.4, max: 2.5, noNaN: true });

// forward, strike, years, α, β, ρ, ν, then sabrVolatility of QuantLib 1.29: lognormal, and normal where β > 0.
const quantLib: readonly (readonly [number, number, number, number, number, number, number, number, number | null])[] =
  [
    [100, 100, 0.08, 0.2, 1, -0.4, 0.6, 0.2001728, 20.014613333333333],
    [100, 80, 0.5, 0.2, 1, -0.4, 0.6, 0.23577401981359453, 21.114533247397357],
    [100, 130, 2, 0.2, 1, -0.4, 0.6, 0.19274566947585015, 21.967561212094697],
    [0.03, 0.01, 10, 0.2, 1, -0.4, 0.6, 0.43501796776762247, 0.0078002430741877385],
    [100, 100, 0.08, 2.0, 0.5, 0.7, 1.2, 0.20085146666666667, 20.08248],
    [100, 80, 0.5, 2.0, 0.5, 0.7, 1.2, 0.17243165430768617, 15.440756317335502],
    [100, 130, 2, 2.0, 0.5, 0.7, 1.2, 0.3301356096760952, 37.64930847256315],
    [0.03, 0.01, 10, 0.034641, 0.5, 0.7, 1.2, 0.6197362757669088, 0.011078755195272304],
    [100, 100, 0.08, 5.023773, 0.3, 0, 0.3, 0.20013307212431303, 20.0106405455465],
    [100, 80, 0.5, 5.023773, 0.3, 0, 0.3, 0.22031503393491592, 19.727328115203942],
    [100, 130, 2, 5.023773, 0.3, 0, 0.3, 0.19064369175682874, 21.739623454568235],
    [0.03, 0.01, 10, 0.01718, 0.3, 0, 0.3, 0.36414502080436445, 0.006410955502790199],
    [100, 100, 0.08, 0.796214, 0.7, -0.95, 0.4, 0.19971404786270802, 19.968738123031425],
    [100, 80, 0.5, 0.796214, 0.7, -0.95, 0.4, 0.24488059859490985, 21.928519614401644],
    [100, 130, 2, 0.796214, 0.7, -0.95, 0.4, 0.13384022359453804, 15.255090704181926],
    [0.03, 0.01, 10, 0.06985, 0.7, -0.95, 0.4, 0.3285121924718067, 0.00580681569928855],
    [100, 100, 0.08, 20.0, 0, -0.4, 0.6, 0.20039146666666668, null],
    [100, 80, 0.5, 20.0, 0, -0.4, 0.6, 0.2602497278606014, null],
    [100, 130, 2, 20.0, 0, -0.4, 0.6, 0.174518875147476, null],
    [0.03, 0.01, 10, 0.006, 0, -0.4, 0.6, 0.652550654850804, null],
  ];

describe('haganVol and haganNormalVol', () => {
  it.each(quantLib)('agree with QuantLib at F %d, K %d, %d years, α %d, β %d, ρ %d, ν %d', (...row) => {
    const [forward, strike, years, vol, beta, correlation, volOfVol, lognormal, normal] = row;
    const shape = { beta, correlation, volOfVol };
    expect(haganVol(forward, strike, years, vol, shape) / lognormal).toBeCloseTo(1, 11);
    if (normal !== null) expect(haganNormalVol(forward, strike, years, vol, shape) / normal).toBeCloseTo(1, 11);
  });

  // ynouri/pysabr, pysabr/tests/hagan_2002_lognormal_sabr/test_interpolation.py: rates shifted by 3 %, volatility in percent.
  it('agree with a published shifted case', () => {
    const shape = { beta: 0.5, correlation: -0.246333975445481, volOfVol: 0.290846563252973, shift: 0.03 };
    const vol = haganVol(0.0252715567337258, 0.0302715567337258, 10, 0.0252982247897366, shape);
    expect(100 * vol).toBeCloseTo(10.8917434151064, 10);
  });

  it('agree with the published smile of the same source', () => {
    const shape = { beta: 0.5, correlation: -0.2463, volOfVol: 0.2908, shift: 3 };
    const strikes = [-0.4729, 1.0271, 2.0271, 2.5271, 3.0271, 4.0271, 5.5271];
    const published = [19.641923, 14.305103, 12.088721, 11.360133, 10.892464, 10.623862, 11.103755];
    // The source computes in units of 1, α = 0.0253 √unit: 0.253 in units of 0.01.
    const vols = strikes.map((strike) => 100 * haganVol(2.5271, strike, 10, 0.253, shape));
    vols.forEach((vol, i) => {
      expect(vol).toBeCloseTo(published[i], 5);
    });
  });

  it('give option prices of Cao, Chen, Hull and Poulos (2021): 2.2584 and 3.9174 of 100, 20 and 60 days of 250', () => {
    const shape = { beta: 1, correlation: -0.4, volOfVol: 0.6 };
    const price = (days: number) =>
      blackScholesPrice('call', 100, 100, days / 250, 0, haganVol(100, 100, days / 250, 0.2, shape));
    expect(price(20)).toBeCloseTo(2.2584, 4);
    expect(price(60)).toBeCloseTo(3.9174, 4);
  });

  it('are continuous at the money', () => {
    fc.assert(
      fc.property(
        betas,
        correlations,
        volsOfVol,
        fc.integer({ min: -15, max: -5 }),
        (beta, correlation, volOfVol, p) => {
          const shape = { beta, correlation, volOfVol };
          const at = haganVol(1, 1, 1, 0.2, shape);
          const normalAt = haganNormalVol(1, 1, 1, 0.2, shape);
          for (const strike of [1 - 10 ** p, 1 + 10 ** p]) {
            // The slope by ln K is at most ν/2 + α/2 here, the second-order terms less than that.
            expect(Math.abs(haganVol(1, strike, 1, 0.2, shape) - at)).toBeLessThan(2 * 10 ** p + 1e-15);
            expect(Math.abs(haganNormalVol(1, strike, 1, 0.2, shape) - normalAt)).toBeLessThan(2 * 10 ** p + 1e-15);
          }
        },
      ),
      runs,
    );
  });

  it('are positive and finite, and symmetric in forward and strike without correlation', () => {
    fc.assert(
      fc.property(betas, correlations, volsOfVol, moneynesses, (beta, correlation, volOfVol, strike) => {
        const vol = haganVol(1, strike, 0.5, 0.2, { beta, correlation, volOfVol });
        expect(vol > 0 && vol < 5).toBe(true);
        const symmetric = { beta, correlation: 0, volOfVol };
        expect(haganVol(1, strike, 0.5, 0.2, symmetric)).toBeCloseTo(haganVol(strike, 1, 0.5, 0.2, symmetric), 12);
      }),
      runs,
    );
  });

  it('turn into the volatility itself where nothing moves it', () => {
    fc.assert(
      fc.property(moneynesses, correlations, (strike, correlation) => {
        expect(haganVol(1, strike, 2, 0.2, { beta: 1, correlation, volOfVol: 0 })).toBeCloseTo(0.2, 14);
        expect(haganNormalVol(-1, strike, 2, 0.2, { beta: 0, correlation, volOfVol: 0 })).toBeCloseTo(0.2, 14);
      }),
      runs,
    );
  });

  it('agree with the case of β = 1 on log moneyness, and near it', () => {
    fc.assert(
      fc.property(moneynesses, correlations, volsOfVol, (strike, correlation, volOfVol) => {
        const lognormal = haganVol(1, strike, 0.5, 0.2, { beta: 1, correlation, volOfVol });
        expect(haganLogVol(-Math.log(strike), 0.5, 0.2, correlation, volOfVol)).toBeCloseTo(lognormal, 13);
        const near = haganVol(1, strike, 0.5, 0.2, { beta: 1 - 1e-9, correlation, volOfVol });
        expect(Math.abs(near - lognormal)).toBeLessThan(1e-8);
      }),
      runs,
    );
  });

  it('of the normal model depend on F − K alone, negative prices included', () => {
    const shape = { beta: 0, correlation: -0.3, volOfVol: 0.5 };
    expect(haganNormalVol(-37, -20, 0.5, 12, shape)).toBe(haganNormalVol(20, 37, 0.5, 12, shape));
  });

  it('fill columns', () => {
    const shape = { beta: 0.5, correlation: -0.3, volOfVol: 0.5 };
    const out = new Float64Array(3);
    const forward = Float64Array.of(1, 1.1, 0.9);
    const strike = Float64Array.of(1, 1, 1);
    const vol = Float64Array.of(0.2, 0.3, 0.1);
    haganVols(out, forward, strike, 0.25, vol, shape);
    expect([...out]).toEqual([0, 1, 2].map((i) => haganVol(forward[i], strike[i], 0.25, vol[i], shape)));
  });

  it('are held at 0 where the expansion turns negative', () => {
    expect(haganVol(1, 1, 30, 2, { beta: 1, correlation: -0.99, volOfVol: 1 })).toBe(0);
  });
});
