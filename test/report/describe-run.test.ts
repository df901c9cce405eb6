import { describe, expect, it } from 'vitest';
import { type BacktestConfigInput, backtestConfigSchema } from '../../src/backtest/config.ts';
import { describeContract, describeCosts } from '../../src/report/describe-run.ts';

const parse = (input: BacktestConfigInput) => backtestConfigSchema.parse(input);

describe('describeContract', () => {
  it.each<[BacktestConfigInput, string]>([
    [{}, '21-day call, at the money, written every trading day'],
    [
      { contract: { type: 'put', side: 'long', moneyness: 0.95, everyDays: 5 } },
      '21-day put, strike at 95 % of spot, bought every 5 trading days',
    ],
    [
      {
        contract: { terms: { type: 'straddle', strike: 1 }, tenorDays: 10 },
        underlying: { kind: 'futures', model: 'bachelier' },
      },
      "10-day straddle, strike 1 (spot at writing is 1), written every trading day, on futures under Bachelier's model",
    ],
    [
      { underlying: { kind: 'fx', foreignRateAnnual: 0.015 }, rateAnnual: 0.035 },
      '21-day call, at the money, written every trading day, on an exchange rate (foreign interest 1.5 %, domestic 3.5 %)',
    ],
    [
      { underlying: { dividendYieldAnnual: 0.018 } },
      '21-day call, at the money, written every trading day, on a share or index that yields 1.8 %',
    ],
  ])('%j', (input, words) => {
    expect(describeContract(parse(input))).toBe(words);
  });
});

describe('describeCosts', () => {
  it('names every friction, and costs of nothing not at all', () => {
    expect(describeCosts(parse({}))).toBe('10 bps of the value of every trade, the unwinding at expiry included');
    const frictions = [{ kind: 'lots', lotUnits: 0.1 }] as const;
    expect(describeCosts(parse({ frictions: [...frictions] }))).toBe(
      '10 bps of the value traded + lots of 0.1, the unwinding at expiry included',
    );
    expect(describeCosts(parse({ costBps: 0, frictions: [...frictions] }))).toBe(
      'lots of 0.1, the unwinding at expiry included',
    );
  });
});
