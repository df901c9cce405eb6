import { describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import { createDeltaBandHedger } from '../../src/hedgers/delta-band.ts';
import { createForecastAdjustedHedger } from '../../src/hedgers/forecast-adjusted.ts';
import type { Hedger, HedgeView } from '../../src/hedgers/hedger.ts';
import { createNoHedge } from '../../src/hedgers/no-hedge.ts';
import { tradeToBand } from '../../src/hedgers/trade-to-band.ts';
import { createWhalleyWilmottHedger, whalleyWilmottHalfWidth } from '../../src/hedgers/whalley-wilmott.ts';
import { describeHedger } from '../contracts/hedger-suite.ts';
import { makeView, withTerms } from '../contracts/make-view.ts';

const widening = {
  weight: 0.5,
  halfWidth: 0.03,
  uncertainty: { signal: 'forecastSpread', weight: 0.5 },
  liquidity: { now: 'halfSpread', toCome: 'halfSpreadToCome', exponent: 1 / 3 },
};

describeHedger('no hedge', createNoHedge);
describeHedger('delta', createBlackScholesDeltaHedger);
describeHedger('weekly delta at a volatility of its own', () =>
  createBlackScholesDeltaHedger({ everySteps: 5, volAnnual: 0.3, name: 'weekly' }),
);
describeHedger('delta band', () => createDeltaBandHedger({ halfWidth: 0.08 }));
describeHedger('delta band of width 0', () => createDeltaBandHedger({ halfWidth: 0, name: 'no band' }));
describeHedger('delta band of traded value, to its centre', () =>
  createDeltaBandHedger({ halfWidth: 0.05, measure: 'value', to: 'centre' }),
);
describeHedger('Whalley–Wilmott', () => createWhalleyWilmottHedger({ riskAversion: 2 }));
describeHedger('Whalley–Wilmott to the centre', () => createWhalleyWilmottHedger({ riskAversion: 2, to: 'centre' }));
describeHedger('Whalley–Wilmott without risk aversion', () => createWhalleyWilmottHedger({ riskAversion: 0 }));
describeHedger('forecast-adjusted', () => createForecastAdjustedHedger({ weight: 0.5, halfWidth: 0.03 }));
describeHedger('forecast-adjusted beyond the forecast', () =>
  createForecastAdjustedHedger({ weight: 2, halfWidth: 0 }),
);
describeHedger('forecast-adjusted with a band that widens', () => createForecastAdjustedHedger(widening));

/** Options struck at 1 with a tenth of a year to run at 20 % volatility, at log-moneyness x. */
function unitView(x: readonly number[], overrides: Partial<HedgeView> = {}): HedgeView {
  return makeView({
    yearsToExpiry: 0.1,
    underlying: plainUnderlying(0),
    strike: new Float64Array(x.length).fill(1),
    prices: [Float64Array.from(x, Math.exp)],
    impliedVol: new Float64Array(x.length).fill(0.2),
    holdings: [new Float64Array(x.length).fill(0.5)],
    ...overrides,
  });
}

function wanted(hedger: Hedger, view: HedgeView): number[] {
  const target = [view.holdings[0].slice()];
  hedger.hedge(view, target);
  return [...target[0]].map((holding) => Number(holding.toFixed(4)));
}

describe('tradeToBand', () => {
  it('holds inside the band and goes to the nearer edge from outside', () => {
    expect(tradeToBand(0.5, 0.4, 0.6)).toBe(0.5);
    expect(tradeToBand(0.3, 0.4, 0.6)).toBe(0.4);
    expect(tradeToBand(0.7, 0.4, 0.6)).toBe(0.6);
    expect(tradeToBand(0.7, 0.4, 0.4)).toBe(0.4);
    expect(tradeToBand(0.7, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBe(0.7);
  });
});

describe('delta hedge', () => {
  const view = unitView([-0.01, 0, 0.01]);

  it('holds the delta of an option written, and its opposite for one owned', () => {
    expect(wanted(createBlackScholesDeltaHedger(), view)).toEqual([0.4497, 0.5126, 0.5752]);
    expect(wanted(createBlackScholesDeltaHedger(), { ...view, position: 1 })).toEqual([-0.4497, -0.5126, -0.5752]);
    expect(wanted(createBlackScholesDeltaHedger(), withTerms(view, { type: 'put', strike: 1 }))).toEqual([
      -0.5503, -0.4874, -0.4248,
    ]);
  });

  it('is the delta band of width 0 and the forecast-adjusted hedge of weight 0', () => {
    const delta = wanted(createBlackScholesDeltaHedger(), view);
    expect(wanted(createDeltaBandHedger({ halfWidth: 0 }), view)).toEqual(delta);
    const signals = { forecastVol: new Float64Array(3).fill(0.4) };
    const hedger = createForecastAdjustedHedger({ weight: 0, halfWidth: 0 });
    expect(wanted(hedger, { ...view, signals })).toEqual(delta);
  });
});

describe('delta hedge every few steps', () => {
  const view = unitView([-0.01, 0.01]);
  const at = (step: number) => wanted(createBlackScholesDeltaHedger({ everySteps: 3 }), { ...view, step });

  it('trades at steps 0, 3, 6, … and leaves the hedge alone in between', () => {
    expect(at(0)).toEqual([0.4497, 0.5752]);
    expect(at(6)).toEqual([0.4497, 0.5752]);
    for (const step of [1, 2, 5]) expect(at(step)).toEqual([0.5, 0.5]);
  });

  it('takes delta at a volatility of the caller’s own', () => {
    const other = { ...view, impliedVol: new Float64Array(2).fill(0.35) };
    expect(wanted(createBlackScholesDeltaHedger({ volAnnual: 0.2 }), other)).toEqual([0.4497, 0.5752]);
    expect(wanted(createBlackScholesDeltaHedger(), other)).not.toEqual([0.4497, 0.5752]);
  });

  it('keeps the saved form of before where nothing is asked for', () => {
    expect(createBlackScholesDeltaHedger().toJSON()).toEqual({ kind: 'delta', name: 'delta' });
  });
});

describe('delta band', () => {
  it('trades to the centre when asked to, and holds inside all the same', () => {
    const view = unitView([-0.02, 0, 0.02]);
    const centres = wanted(createDeltaBandHedger({ halfWidth: 0.05, to: 'centre' }), view);
    expect(centres).toEqual([0.388, 0.5, 0.636]);
  });

  it('measures its width in traded value over the strike', () => {
    const view = unitView([Math.log(2), 0], { strike: new Float64Array(2).fill(1) });
    const own = withTerms(view, { type: 'call', strike: 1 });
    // At twice the strike, a tenth of the strike is a twentieth of a unit.
    expect(wanted(createDeltaBandHedger({ halfWidth: 0.1, measure: 'value' }), own)).toEqual([0.95, 0.5]);
    expect(wanted(createDeltaBandHedger({ halfWidth: 0.1 }), own)).toEqual([0.9, 0.5]);
  });

  it('keeps the saved form of before where nothing is asked for', () => {
    const saved = { kind: 'band', policy: 'delta-band', name: 'delta-band', halfWidth: 0.1 };
    expect(createDeltaBandHedger({ halfWidth: 0.1 }).toJSON()).toEqual(saved);
  });

  it('trades to the edge', () => {
    const view = unitView([-0.02, 0, 0.02]);
    expect(wanted(createDeltaBandHedger({ halfWidth: 0.05 }), view)).toEqual([0.438, 0.5, 0.586]);
  });
});

describe('Whalley–Wilmott', () => {
  const view = unitView([-0.05, -0.01, 0, 0.01, 0.05], { costBps: 0.1 });

  it('gives the published holdings', () => {
    // pfhedge's documented example: cost 1e-5, risk aversion 1 per unit of money, strike 1, 0.5 held before.
    const hedger = createWhalleyWilmottHedger({ riskAversion: 0.01 });
    expect(wanted(hedger, view)).toEqual([0.2946, 0.5, 0.5, 0.5, 0.7284]);
  });

  it('takes risk aversion per percent of the strike: the same for a price scale of 4000', () => {
    const hedger = createWhalleyWilmottHedger({ riskAversion: 0.01 });
    const scaled = {
      ...view,
      strike: view.strike.map((strike) => 4000 * strike),
      prices: view.prices.map((column) => column.map((price) => 4000 * price)),
    };
    expect(wanted(hedger, withTerms(scaled, view.contract.terms))).toEqual(wanted(hedger, view));
  });

  it('is the delta hedge without costs, and the widest band without risk aversion', () => {
    const free = { ...view, costBps: 0 };
    expect(wanted(createWhalleyWilmottHedger({ riskAversion: 1 }), free)).toEqual(
      wanted(createBlackScholesDeltaHedger(), free),
    );
    expect(wanted(createWhalleyWilmottHedger({ riskAversion: 0 }), view)).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
  });

  it('has a half-width of (3/2 · discount · c S Γ² / λ)^(1/3)', () => {
    expect(whalleyWilmottHalfWidth(0.06, 100, 0.001, 2, 0.97)).toBeCloseTo(
      ((1.5 * 0.97 * 0.001 * 100 * 0.06 ** 2) / 2) ** (1 / 3),
      14,
    );
    expect(whalleyWilmottHalfWidth(Number.POSITIVE_INFINITY, 100, 0, 2, 1)).toBe(0);
    expect(whalleyWilmottHalfWidth(1e-200, 100, 0.001, 0, 1)).toBe(0);
    expect(whalleyWilmottHalfWidth(Number.POSITIVE_INFINITY, 100, 0.001, 2, 1)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('forecast-adjusted', () => {
  const view = unitView([-0.05, 0.05]);
  const hedgeAt = (vol: number) =>
    wanted(createBlackScholesDeltaHedger(), { ...view, impliedVol: new Float64Array(2).fill(vol) });

  it('hedges at the blend of forecast and implied volatility', () => {
    const signals = { forecastVol: new Float64Array(2).fill(0.4) };
    const withWeight = (weight: number) =>
      wanted(createForecastAdjustedHedger({ weight, halfWidth: 0 }), { ...view, signals });
    expect(withWeight(0.25)).toEqual(hedgeAt(0.25));
    expect(withWeight(1)).toEqual(hedgeAt(0.4));
  });

  it('falls back to implied volatility on the paths without a forecast', () => {
    const signals = { forecastVol: Float64Array.of(Number.NaN, 0.4) };
    const holdings = wanted(createForecastAdjustedHedger({ weight: 1, halfWidth: 0 }), { ...view, signals });
    expect(holdings).toEqual([hedgeAt(0.2)[0], hedgeAt(0.4)[1]]);
  });

  it('keeps a band around it', () => {
    const signals = { forecastVol: new Float64Array(2).fill(0.4) };
    const holdings = wanted(createForecastAdjustedHedger({ weight: 1, halfWidth: 0.1 }), { ...view, signals });
    expect(holdings[0]).toBeCloseTo(hedgeAt(0.4)[0] + 0.1, 3);
    expect(holdings[1]).toBeCloseTo(hedgeAt(0.4)[1] - 0.1, 3);
  });
});

describe('forecast-adjusted with a band that widens', () => {
  const view = unitView([-0.05, 0.05]);
  const signals = { forecastVol: new Float64Array(2).fill(0.4) };
  const spread = { ...signals, error: Float64Array.of(0.1, Number.NaN) };
  const half = { ...signals, now: Float64Array.of(2, 2), next: Float64Array.of(16, 1) };
  const base = { weight: 1, halfWidth: 0.02 };
  const plain = wanted(createForecastAdjustedHedger(base), { ...view, signals });
  const deltaAt = (vol: number) =>
    wanted(createBlackScholesDeltaHedger(), { ...view, impliedVol: new Float64Array(2).fill(vol) });

  it('adds what the forecast leaves uncertain of the delta, nothing where its error is unknown', () => {
    const hedger = createForecastAdjustedHedger({ ...base, uncertainty: { signal: 'error', weight: 2 } });
    const holdings = wanted(hedger, { ...view, signals: spread });
    const doubt = deltaAt(0.5)[0] - deltaAt(0.3)[0];
    expect(doubt).toBeGreaterThan(0.02);
    expect(holdings[0] - plain[0]).toBeCloseTo(2 * 0.5 * doubt, 3);
    expect(holdings[1]).toBe(plain[1]);
    // Nor where there is no forecast: then volatility is the implied one alone.
    const without = { forecastVol: new Float64Array(2).fill(Number.NaN), error: new Float64Array(2).fill(0.1) };
    const narrow = wanted(createForecastAdjustedHedger(base), { ...view, signals: without });
    expect(wanted(hedger, { ...view, signals: without })).toEqual(narrow);
  });

  it('grows with the half-spread to come as far as that is more than the present one', () => {
    const liquidity = { now: 'now', toCome: 'next', exponent: 1 / 3 };
    const holdings = wanted(createForecastAdjustedHedger({ ...base, liquidity }), { ...view, signals: half });
    // Eight times the spread: twice the width.
    expect(holdings[0] - plain[0]).toBeCloseTo(0.02, 4);
    expect(holdings[1]).toBe(plain[1]);
  });

  it('is as before, saved form included, where nothing is asked for', () => {
    const uncertainty = { signal: 'error', weight: 0 };
    const liquidity = { now: 'now', toCome: 'next', exponent: 0 };
    const idle = createForecastAdjustedHedger({ ...base, uncertainty, liquidity });
    expect(wanted(idle, { ...view, signals: { ...spread, ...half } })).toEqual(plain);
    expect(createForecastAdjustedHedger(base).toJSON()).toEqual({
      kind: 'forecast-adjusted',
      name: 'forecast-adjusted',
      ...base,
    });
  });
});

describe('parameters', () => {
  it('are refused outside their range, by name', () => {
    expect(() => createDeltaBandHedger({ halfWidth: -0.1 })).toThrow('halfWidth is -0.1');
    expect(() => createDeltaBandHedger({ halfWidth: Number.NaN })).toThrow(RangeError);
    expect(() => createWhalleyWilmottHedger({ riskAversion: -1 })).toThrow('riskAversion is -1');
    expect(() => createForecastAdjustedHedger({ weight: -1, halfWidth: 0 })).toThrow('weight is -1');
    expect(() => createForecastAdjustedHedger({ weight: 1, halfWidth: -1 })).toThrow('halfWidth is -1');
    expect(() => createBlackScholesDeltaHedger({ everySteps: 1.5 })).toThrow('everySteps is 1.5');
    expect(() => createBlackScholesDeltaHedger({ volAnnual: -1 })).toThrow('volAnnual is -1');
    expect(() => createDeltaBandHedger({ halfWidth: 0, measure: 'x' as never })).toThrow("measure is 'x'");
    expect(() =>
      createForecastAdjustedHedger({ weight: 1, halfWidth: 0, uncertainty: { signal: 'x', weight: -1 } }),
    ).toThrow('uncertainty.weight is -1');
  });
});
