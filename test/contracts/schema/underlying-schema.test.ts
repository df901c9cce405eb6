import { describe, expect, it } from 'vitest';
import { parseUnderlying } from '../../../src/contracts/schema/underlying-schema.ts';

describe('parseUnderlying', () => {
  it.each([
    [{}, { kind: 'spot', model: 'black-scholes', rateAnnual: 0, yieldAnnual: 0 }],
    [
      { kind: 'spot', rateAnnual: 0.03, dividendYieldAnnual: 0.015 },
      { kind: 'spot', model: 'black-scholes', rateAnnual: 0.03, yieldAnnual: 0.015 },
    ],
    [
      { kind: 'futures', model: 'bachelier', rateAnnual: 0.03 },
      { kind: 'futures', model: 'bachelier', rateAnnual: 0.03, yieldAnnual: 0.03 },
    ],
    [
      { kind: 'fx', rateAnnual: 0.03, foreignRateAnnual: 0.01 },
      { kind: 'fx', model: 'black-scholes', rateAnnual: 0.03, yieldAnnual: 0.01 },
    ],
    [
      { kind: 'fx', rateAnnual: 0.03 },
      { kind: 'fx', model: 'black-scholes', rateAnnual: 0.03, yieldAnnual: 0 },
    ],
  ])('reads %j', (value, underlying) => {
    expect(parseUnderlying(value, 'underlying')).toEqual(underlying);
  });

  it.each([
    [4, 'underlying is 4: expected a group of keys: kind, and those of the kind'],
    [{ kind: 'future' }, 'underlying.kind is "future": did you mean futures?'],
    [
      { kind: 'fx', foreignRateAnnual: 'low' },
      'underlying.foreignRateAnnual is "low": expected a decimal a year, such as 0.03',
    ],
    [
      { kind: 'fx', dividendYieldAnnual: 0.01 },
      'unknown key underlying.dividendYieldAnnual: an exchange rate has foreignRateAnnual in its place',
    ],
    [{ model: 'bachellier' }, 'underlying.model is "bachellier": did you mean bachelier?'],
    [{ dividendYield: 0.01 }, 'unknown key underlying.dividendYield: did you mean underlying.dividendYieldAnnual?'],
    [
      { kind: 'futures', foreignRateAnnual: 0.01 },
      'unknown key underlying.foreignRateAnnual: expected one of kind, model, rateAnnual',
    ],
  ])('refuses %j', (value, message) => {
    expect(() => parseUnderlying(value, 'underlying')).toThrow(message);
  });
});
