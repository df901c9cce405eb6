import { describe, expect, it } from 'vitest';
import { type BacktestConfigInput, backtestConfigSchema } from '../../src/backtest/config.ts';
import { describeContract, describeCosts, describeObjective } from '../../src/report/describe-run.ts';

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

describe('describeObjective', () => {
  it.each<[BacktestConfigInput['objective'], string, string]>([
    [undefined, 'mean loss + 1.5 sd', '−mean + 1.5 × sd of P&L, in % of spot'],
    [{ criterion: 'cvar' }, 'CVaR 95 %', 'mean loss in the worst 5 % of episodes, in % of spot'],
    [
      { criterion: 'cvar', smoothingWidth: 0.25 },
      'smooth CVaR 95 %',
      'mean loss in the worst 5 % of episodes, smoothed over 0.25 % of spot, in % of spot',
    ],
    [
      { criterion: 'quadratic-cvar' },
      'quadratic CVaR, aversion 2',
      'threshold + 2 × root mean square of losses beyond it, at the best threshold, in % of spot',
    ],
    [
      { criterion: 'entropic', riskAversion: 0.5 },
      'entropic risk, aversion 0.5',
      'log of the mean of exp(−0.5 × P&L), over 0.5, in % of spot',
    ],
    [
      { criterion: 'isoelastic' },
      'isoelastic risk, aversion 10',
      'sure loss of the same isoelastic utility, from a wealth of 100 % of spot, in % of spot',
    ],
    [{ criterion: 'downside' }, 'downside deviation', 'root mean square of what P&L is short of 0, in % of spot'],
    [
      { criterion: 'downside', target: 0.5, smoothingWidth: 0.1 },
      'smooth downside deviation below 0.5 % of spot',
      'root mean square of what P&L is short of 0.5 % of spot, smoothed over 0.1 % of spot, in % of spot',
    ],
    [
      { criterion: 'mean-variance' },
      'mean loss + 0.5 variances',
      '−mean + 0.5 × variance of P&L, a weight per % of spot, in % of spot',
    ],
    [{ criterion: 'variance' }, 'variance', 'variance of P&L, in (% of spot)²'],
  ])('%j', (objective, name, definition) => {
    const words = describeObjective(parse({ objective }).objective);
    expect(words.name).toBe(name);
    expect(`${words.formula}, in ${words.unit}`).toBe(definition);
  });
});
