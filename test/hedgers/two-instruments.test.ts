import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../src/backtest/ledger.ts';
import { blackScholesDelta, blackScholesGamma, blackScholesVega } from '../../src/contracts/black-scholes.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import { createDeltaGammaHedger, createDeltaVegaHedger } from '../../src/hedgers/delta-gamma.ts';
import type { Hedger } from '../../src/hedgers/hedger.ts';
import { hedgeInstrument } from '../../src/hedgers/instrument-greeks.ts';
import { standardDeviation } from '../../src/math/moments.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import { addInstruments } from '../../src/simulate/instruments/add-instruments.ts';
import { describeHedger } from '../contracts/hedger-suite.ts';
import { makeView } from '../contracts/make-view.ts';

const traits = { tradesOption: true };
describeHedger('delta-gamma', createDeltaGammaHedger, undefined, traits);
describeHedger('delta-vega', createDeltaVegaHedger, undefined, traits);
describeHedger(
  'delta-gamma with bands',
  () => createDeltaGammaHedger({ halfWidth: 0.05, instrumentHalfWidth: 0.2, maxUnits: 3, to: 'centre', name: 'own' }),
  undefined,
  traits,
);

const zero = europeanTerms({ optionType: 'call', position: -1, costBps: 0, rateAnnual: 0 });
const terms = { ...zero, frictions: { underlying: [], instruments: [[]] } };

/** A written call at 100, a tenth of a year from expiry, and calls of a year's tenth more struck at 102. */
const view = makeView({
  yearsToExpiry: 0.1,
  underlying: plainUnderlying(0),
  prices: [Float64Array.of(95, 100, 106)],
  strike: new Float64Array(3).fill(100),
  impliedVol: new Float64Array(3).fill(0.2),
  option: { option: 'call', moneyness: 1.02, extraYears: 0.1, volAnnual: 0.25 },
});

function wanted(hedger: Hedger, from = view): number[][] {
  const target = [new Float64Array(from.paths), new Float64Array(from.paths)];
  hedger.hedge({ ...from, holdings: target.map((column) => column.slice()) }, target);
  return target.map((column) => [...column]);
}

describe('delta-gamma', () => {
  it('leaves the position without gamma and without delta', () => {
    const [underlying, units] = wanted(createDeltaGammaHedger());
    view.prices[0].forEach((spot, path) => {
      const gamma = blackScholesGamma(spot, 100, 0.1, 0, 0.2);
      const other = blackScholesGamma(spot, 102, 0.2, 0, 0.25);
      expect(units[path]).toBeCloseTo(gamma / other, 12);
      const delta = blackScholesDelta('call', spot, 100, 0.1, 0, 0.2);
      const otherDelta = blackScholesDelta('call', spot, 102, 0.2, 0, 0.25);
      expect(underlying[path]).toBeCloseTo(delta - units[path] * otherDelta, 12);
    });
  });

  it('caps the units, holds none of an instrument without gamma, and neutralises the delta that is left', () => {
    const [underlying, units] = wanted(createDeltaGammaHedger({ maxUnits: 0.5 }));
    expect(units).toEqual([0.5, 0.5, 0.5]);
    const delta = blackScholesDelta('call', 100, 100, 0.1, 0, 0.2);
    expect(underlying[1]).toBeCloseTo(delta - 0.5 * blackScholesDelta('call', 100, 102, 0.2, 0, 0.25), 12);
    const far = makeView({
      ...view,
      option: { option: 'call', moneyness: 1e6, extraYears: 0, volAnnual: 0.01 },
      prices: [view.prices[0]],
      holdings: [new Float64Array(3)],
    });
    expect(wanted(createDeltaGammaHedger(), far)[1]).toEqual([0, 0, 0]);
  });

  it('hedges the delta of the units held, where a band keeps them from the units aimed at', () => {
    const [underlying, units] = wanted(createDeltaGammaHedger({ instrumentHalfWidth: 0.4 }));
    const [, aimed] = wanted(createDeltaGammaHedger());
    expect(units[1]).toBeCloseTo(aimed[1] - 0.4, 12);
    const delta = blackScholesDelta('call', 100, 100, 0.1, 0, 0.2);
    expect(underlying[1]).toBeCloseTo(delta - units[1] * blackScholesDelta('call', 100, 102, 0.2, 0, 0.25), 12);
  });

  it('takes most of the variance that a daily delta hedge leaves', () => {
    const market = createGbm({ volAnnual: 0.2 });
    const drawn = market.simulate({ paths: 2000, steps: 21, seed: 5, stream: [] });
    const option = { kind: 'option', option: 'call', moneyness: 1, extraDays: 42 } as const;
    const paths = addInstruments(drawn, [option], terms.underlying);
    const sdOf = (hedger: Hedger) => standardDeviation(pnlPercent(runHedger(hedger, paths, terms), paths.spot));
    const delta = sdOf(createBlackScholesDeltaHedger());
    expect(sdOf(createDeltaGammaHedger())).toBeLessThan(0.3 * delta);
  });

  it('asks for an instrument where there is none, and for its quote where it has none', () => {
    const bare = { ...view, instruments: [] };
    expect(() => wanted(createDeltaGammaHedger(), bare)).toThrow('trades hedge instrument 0');
    const mute = { ...view, instruments: [hedgeInstrument({ name: 'swap' }, () => null as never)] };
    expect(() => wanted(createDeltaGammaHedger(), mute)).toThrow("the instrument 'swap' has no quote");
  });

  it('refuses options out of range, by name', () => {
    expect(() => createDeltaGammaHedger({ instrument: -1 })).toThrow('instrument is -1');
    expect(() => createDeltaGammaHedger({ maxUnits: 0 })).toThrow('maxUnits is 0');
    expect(() => createDeltaVegaHedger({ instrumentHalfWidth: -1 })).toThrow('instrumentHalfWidth is -1');
  });
});

describe('delta-vega', () => {
  it('leaves the position without vega', () => {
    const [, units] = wanted(createDeltaVegaHedger());
    const ratio = blackScholesVega(95, 100, 0.1, 0, 0.2) / blackScholesVega(95, 102, 0.2, 0, 0.25);
    expect(units[0]).toBeCloseTo(ratio, 12);
  });

  it('takes variance of a Heston market by a variance swap', () => {
    const heston = { initialVariance: 0.04, meanReversionAnnual: 1, longRunVariance: 0.04, volOfVol: 1 };
    const market = createHeston({ ...heston, correlation: 0, daysPerYear: 365 });
    const drawn = market.simulate({ paths: 1000, steps: 30, seed: 5, stream: [] });
    const swap = { kind: 'variance-swap', ...heston, notional: 200 } as const;
    const { initialVariance: _, volOfVol: __, ...terms_ } = swap;
    const paths = addInstruments(drawn, [terms_], terms.underlying);
    const sdOf = (hedger: Hedger) => standardDeviation(pnlPercent(runHedger(hedger, paths, terms), paths.spot));
    expect(sdOf(createDeltaVegaHedger())).toBeLessThan(0.7 * sdOf(createBlackScholesDeltaHedger()));
  });
});

describe('what a policy is shown of instruments', () => {
  it('are greeks of the present step alone', () => {
    const market = createGbm({ volAnnual: 0.2 });
    const drawn = market.simulate({ paths: 3, steps: 4, seed: 5, stream: [] });
    // A volatility of its own on every step and path.
    const moving = { ...drawn, impliedVol: drawn.impliedVol.map((vol, i) => vol + 0.01 * i) };
    const put = { kind: 'option', option: 'put', moneyness: 0.97 } as const;
    const paths = addInstruments(moving, [put], terms.underlying, { oneVolatility: true });
    const seen: number[][] = [];
    const spy: Hedger = {
      ...createBlackScholesDeltaHedger(),
      hedge({ instruments: [option] }) {
        const columns = [0, 1, 2].map(() => new Float64Array(3));
        option.delta(columns[0]);
        option.gamma(columns[1]);
        option.vega(columns[2]);
        seen.push(columns.flatMap((column) => [...column]));
      },
    };
    runHedger(spy, paths, terms);
    seen.forEach((greeks, step) => {
      const years = (4 - step) / 252;
      for (let path = 0; path < 3; path++) {
        const [spot, strike] = [paths.spot[3 * step + path], 0.97 * paths.spot[path]];
        const vol = 0.2 + 0.01 * (3 * step + path);
        expect(greeks[path]).toBeCloseTo(blackScholesDelta('put', spot, strike, years, 0, vol), 12);
        expect(greeks[3 + path]).toBeCloseTo(blackScholesGamma(spot, strike, years, 0, vol), 12);
        expect(greeks[6 + path]).toBeCloseTo(blackScholesVega(spot, strike, years, 0, vol), 11);
      }
    });
    expect(seen).toHaveLength(4);
  });

  it('is of a variance swap its vega: a change of its price with its own volatility', () => {
    const quote = { kind: 'variance-swap', notional: 50, impliedVol: Float64Array.of(0.3) } as const;
    const moment = () => ({
      underlying: plainUnderlying(0.02),
      spot: Float64Array.of(100),
      spotAtWriting: Float64Array.of(100),
      vol: quote.impliedVol,
      years: 0.5,
    });
    const swap = hedgeInstrument({ name: 'swap', quote }, moment);
    const out = new Float64Array(1);
    const price = (vol: number) => 50 * Math.exp(-0.01) * (0.01 + vol * vol * 0.5);
    swap.vega(out);
    expect(out[0]).toBeCloseTo((price(0.3001) - price(0.2999)) / 0.0002, 8);
    swap.delta(out);
    expect(out[0]).toBe(0);
    swap.gamma(out);
    expect(out[0]).toBe(0);
  });
});
