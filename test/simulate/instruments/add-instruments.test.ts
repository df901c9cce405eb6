import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bachelierPrice } from '../../../src/contracts/bachelier.ts';
import { generalisedBlackScholesPrice } from '../../../src/contracts/generalised-black-scholes.ts';
import { plainUnderlying, type Underlying } from '../../../src/contracts/underlying.ts';
import type { Paths } from '../../../src/market/paths.ts';
import { createBates } from '../../../src/simulate/bates.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import { addInstruments } from '../../../src/simulate/instruments/add-instruments.ts';
import { instrumentTermsSchema } from '../../../src/simulate/instruments/instrument-schema.ts';
import type { InstrumentTerms } from '../../../src/simulate/instruments/instrument-terms.ts';

const share: Underlying = { kind: 'spot', model: 'black-scholes', rateAnnual: 0.03, yieldAnnual: 0.01 };

/** Two paths of three steps, written at 100 and 50. */
const paths: Paths = {
  paths: 2,
  steps: 3,
  spot: Float64Array.of(100, 50, 104, 48, 99, 55, 102, 52),
  impliedVol: Float64Array.of(0.2, 0.3, 0.21, 0.31, 0.22, 0.32, 0.23, 0.33),
  yearsToExpiry: Float64Array.of(3 / 252, 2 / 252, 1 / 252, 0),
  strike: Float64Array.of(100, 50),
  signals: {},
};

describe('addInstruments', () => {
  it('prices options at the one implied volatility of each step where that is to stand for all', () => {
    const terms: InstrumentTerms[] = [
      { kind: 'option', option: 'put', moneyness: 0.95 },
      { kind: 'option', option: 'call', moneyness: 1.05, extraDays: 21 },
      { kind: 'option', option: 'call', moneyness: 1, years: 0.5 },
    ];
    const { instruments = [], ...rest } = addInstruments(paths, terms, share, { oneVolatility: true });
    expect(rest).toEqual(paths);
    expect(instruments.map(({ name }) => name)).toEqual(['put 0.95', 'call 1.05, 21 days later', 'call 1, 0.5 years']);
    paths.spot.forEach((spot, i) => {
      const [written, left] = [paths.spot[i % 2], paths.yearsToExpiry[Math.floor(i / 2)]];
      const vol = paths.impliedVol[i];
      const price = (option: 'call' | 'put', moneyness: number, years: number) =>
        generalisedBlackScholesPrice(option, spot, moneyness * written, years, 0.03, 0.01, vol);
      expect(instruments[0].price[i]).toBe(price('put', 0.95, left));
      expect(instruments[1].price[i]).toBe(price('call', 1.05, left + 21 / 252));
      expect(instruments[2].price[i]).toBeCloseTo(price('call', 1, 0.5 - (3 / 252 - left)), 12);
    });
    // At its own expiry an option is worth its payoff.
    expect([...instruments[0].price.slice(6)]).toEqual([0, 0]);
  });

  it('prices options by Bachelier where prices may be negative, on any day count', () => {
    const normal: Underlying = { ...share, model: 'bachelier' };
    const terms: InstrumentTerms[] = [{ kind: 'option', option: 'put', moneyness: 1, extraDays: 73 }];
    const [{ price }] =
      addInstruments(paths, terms, normal, { oneVolatility: true, daysPerYear: 365 }).instruments ?? [];
    expect(price[2]).toBe(bachelierPrice('put', 104, 100, 2 / 252 + 0.2, 0.03, 0.01, 0.21));
  });

  it("prices the contract's own strike and expiry at the implied volatility of the paths", () => {
    const terms: InstrumentTerms[] = [{ kind: 'option', option: 'call', moneyness: 1 }];
    const [{ price }] = addInstruments(paths, terms, share).instruments ?? [];
    expect(price[3]).toBe(generalisedBlackScholesPrice('call', 48, 50, 2 / 252, 0.03, 0.01, 0.31));
  });

  it('prices any option at a volatility that never moves', () => {
    const flat = { ...paths, impliedVol: new Float64Array(8).fill(0.2) };
    const terms: InstrumentTerms[] = [{ kind: 'option', option: 'put', moneyness: 0.9, extraDays: 2.5 }];
    const [{ price }] = addInstruments(flat, terms, share).instruments ?? [];
    expect(price[3]).toBe(generalisedBlackScholesPrice('put', 48, 45, 2 / 252 + 2.5 / 252, 0.03, 0.01, 0.2));
  });

  it.each([
    { kind: 'option', option: 'put', moneyness: 0.95 },
    { kind: 'option', option: 'put', moneyness: 1, extraDays: 1 },
    { kind: 'option', option: 'put', moneyness: 1, years: 0.1 },
  ] as const)('refuses %j where nothing says what it is quoted at', (terms) => {
    expect(() => addInstruments(paths, [terms], share)).toThrow(RangeError);
    expect(() => addInstruments(paths, [terms], share)).toThrow(/another strike or expiry.*give { market, request }/);
  });

  it('keeps the instruments that are there, in front', () => {
    const given = { name: 'future', price: paths.spot };
    const terms: InstrumentTerms[] = [{ kind: 'option', option: 'put', moneyness: 1 }];
    const { instruments = [] } = addInstruments({ ...paths, instruments: [given] }, terms, share);
    expect(instruments.map(({ name }) => name)).toEqual(['future', 'put 1']);
  });

  it('prices the variance swap of Buehler et al. as a martingale of their parameters', () => {
    // Buehler, Gonon, Teichmann and Wood (2019), section 5: 30 daily steps of a year of 365 days.
    const market = createHeston({
      initialVariance: 0.04,
      meanReversionAnnual: 1,
      longRunVariance: 0.04,
      volOfVol: 2,
      correlation: -0.7,
      daysPerYear: 365,
    });
    const count = 20_000;
    const drawn = market.simulate({ paths: count, steps: 30, seed: 3, stream: ['swap'], quote: 'instantaneous' });
    const terms: InstrumentTerms[] = [{ kind: 'variance-swap', meanReversionAnnual: 1, longRunVariance: 0.04 }];
    const [{ price, name }] = addInstruments(drawn, terms, plainUnderlying(0)).instruments ?? [];
    expect(name).toBe('variance swap');
    // θ T: the variance starts at its long run.
    const fair = (0.04 * 30) / 365;
    expect(price.slice(0, count).every((value) => Math.abs(value - fair) < 1e-15)).toBe(true);
    for (const step of [1, 10, 30]) {
      const column = price.subarray(step * count, (step + 1) * count);
      const mean = column.reduce((sum, value) => sum + value, 0) / count;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
      expect(Math.abs(mean - fair)).toBeLessThan(3 * Math.sqrt(variance / count));
    }
    expect(price.slice(30 * count)).toEqual(drawn.signals.integratedVariance.slice(30 * count));
  });

  it('prices a martingale in a market with jumps, too', () => {
    const market = createBates({
      ...{ initialVariance: 0.03, meanReversionAnnual: 3, longRunVariance: 0.05, volOfVol: 0.5, correlation: -0.6 },
      ...{ jumpsPerYear: 5, jumpMean: -0.1, jumpSd: 0.1 },
    });
    const count = 20_000;
    const drawn = market.simulate({
      paths: count,
      steps: 6,
      daysPerStep: 5,
      seed: 3,
      stream: [],
      quote: 'instantaneous',
    });
    const terms: InstrumentTerms[] = [{ kind: 'variance-swap', meanReversionAnnual: 3, longRunVariance: 0.05 }];
    const [{ price }] = addInstruments(drawn, terms, plainUnderlying(0)).instruments ?? [];
    for (const step of [1, 3, 6]) {
      const column = price.subarray(step * count, (step + 1) * count);
      const mean = column.reduce((sum, value) => sum + value, 0) / count;
      const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
      expect(Math.abs(mean - price[0])).toBeLessThan(3 * Math.sqrt(variance / count));
    }
  });

  it('adds notional and interest', () => {
    const columns = { variance: new Float64Array(8).fill(0.09), integratedVariance: new Float64Array(8).fill(0.001) };
    const swap: InstrumentTerms = {
      kind: 'variance-swap',
      meanReversionAnnual: 2,
      longRunVariance: 0.04,
      notional: 1000,
    };
    const [{ price }] = addInstruments({ ...paths, signals: columns }, [swap], share).instruments ?? [];
    const years = 2 / 252;
    const left = (0.05 / 2) * (1 - Math.exp(-2 * years)) + 0.04 * years;
    expect(price[2]).toBeCloseTo(1000 * Math.exp(-0.03 * years) * (0.001 + left), 12);
    expect(price[7]).toBeCloseTo(1, 12);
  });

  it.each([
    [{ type: 'option', option: 'call', moneyness: 1 }, /kind is 'undefined': expected a hedge instrument/],
    [{ kind: 'future' }, /kind is 'future'/],
    [{ kind: 'variance-swap', meanReversionAnnual: 1, longRunVariance: 0.04 }, /needs the signals variance.*have none/],
    [{ kind: 'option', option: 'call', moneyness: 0 }, /moneyness is 0/],
    [{ kind: 'option', option: 'call', moneyness: 1, extraDays: -1 }, /extraDays is -1/],
    [{ kind: 'option', option: 'call', moneyness: 1, years: 0.001 }, /years is 0.001: expected an option that lives/],
    [{ kind: 'option', option: 'call', moneyness: 1, years: 1, extraDays: 1 }, /one or the other/],
  ] as unknown as [InstrumentTerms, RegExp][])('refuses %j', (terms, message) => {
    expect(() => addInstruments(paths, [terms], share)).toThrow(RangeError);
    expect(() => addInstruments(paths, [terms], share)).toThrow(message);
  });
});

describe('instrumentTermsSchema', () => {
  it('takes terms as they are and refuses others', () => {
    const option: InstrumentTerms = { kind: 'option', option: 'call', moneyness: 1, extraDays: 5 };
    expect(instrumentTermsSchema.parse(option)).toEqual(option);
    expect(instrumentTermsSchema.safeParse({ ...option, extraday: 1 }).success).toBe(false);
    expect(instrumentTermsSchema.safeParse({ kind: 'variance-swap', longRunVariance: 0.04 }).success).toBe(false);
    expect(z.toJSONSchema(instrumentTermsSchema)).toHaveProperty('oneOf');
  });
});
