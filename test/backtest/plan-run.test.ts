import { describe, expect, it } from 'vitest';
import type { BacktestConfigInput } from '../../src/backtest/config.ts';
import { planRun } from '../../src/backtest/plan-run.ts';
import { firstBars, marketData, parsedShortConfig } from './short-job.ts';

const data = marketData(await firstBars(900));
const plan = (changes: BacktestConfigInput = {}, market = data) => planRun(market, parsedShortConfig(changes));

describe('planRun', () => {
  it('evaluates from the first fit to the last row, each row in one refit', () => {
    const { policyRefits, evaluatedFrom, evaluatedTo } = plan();
    expect(evaluatedFrom).toBe(629);
    expect(evaluatedTo).toBe(900);
    expect(policyRefits.flatMap(({ writing }) => [...writing])).toEqual(Array.from({ length: 271 }, (_, i) => 629 + i));
  });

  it('leaves out refits that nothing evaluated needs', () => {
    const all = plan();
    const some = plan({ data: { from: data.bars.dates[800] } });
    expect(some.policyRefits.map(({ row }) => row)).toEqual([755, 881]);
    expect(some.signalRefits).toEqual(all.signalRefits);
    expect(some.notices).toEqual([
      'only 100 days are evaluated, so standard errors and intervals are too small to rely on',
    ]);
    expect(all.notices).toEqual([]);
  });

  it('says when evaluation cannot start as early as asked', () => {
    expect(plan({ data: { from: '2000-06-01' } }).notices).toEqual([
      `evaluation starts on ${data.bars.dates[629]}, at the first fit, not on 2000-06-01 as asked`,
    ]);
  });

  it("says what the deep hedge's market does not keep", () => {
    const market = { name: 'sabr', volAnnual: 0.2, correlation: 0.5, volOfVol: 1 } as const;
    expect(plan({ market }).notices).toEqual([
      expect.stringMatching(/^the deep hedge's market: with beta 1 .*no mart/),
    ]);
  });

  const { walkForward } = parsedShortConfig();
  it.each<[string, BacktestConfigInput, string]>([
    [
      'too few rows',
      { walkForward: { ...walkForward, firstFitYears: 4 } },
      'the data (given by the caller) has 900 rows',
    ],
    [
      'signals after policies',
      { walkForward: { ...walkForward, signalYears: 3 } },
      'expected more than walkForward.signalYears',
    ],
    ['a past without contracts', { walkForward: { ...walkForward, signalYears: 2.4 } }, 'fewer than 20 contracts'],
    [
      'a rolling past without contracts',
      { walkForward: { ...walkForward, window: 'rolling', rollingYears: 0.15 } },
      'fewer than 20 contracts',
    ],
    [
      'a span after the data',
      { data: { from: '2019-01-01' } },
      'no contract is written and expires between 2019-01-01',
    ],
    ['a span in which nothing expires', { data: { from: data.bars.dates[890] } }, 'no contract is written and expires'],
  ])('refuses %s', (_, changes, message) => {
    expect(() => plan(changes)).toThrow(message);
  });

  it('refuses implied volatility that starts too late, ends early or has a hole', () => {
    const without = (from: number, to: number) => ({
      ...data,
      impliedVol: data.impliedVol.slice().fill(Number.NaN, from, to),
    });
    expect(() => plan({}, without(0, 700))).toThrow('after the first fit');
    expect(() => plan({}, without(0, 900))).toThrow('on no date of the bars');
    expect(() => plan({}, without(850, 900))).toThrow(`implied volatility is missing on ${data.bars.dates[850]}`);
    expect(() => plan({ data: { to: data.bars.dates[820] } }, without(850, 900))).not.toThrow();
    expect(() => plan({}, without(300, 301))).toThrow('implied volatility is missing');
  });
});
