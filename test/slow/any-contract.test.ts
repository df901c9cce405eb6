import { beforeAll, describe, expect, it } from 'vitest';
import type { BacktestConfigInput } from '../../src/backtest/config.ts';
import type { MarketData } from '../../src/backtest/market-data.ts';
import type { BacktestRun } from '../../src/backtest/results.ts';
import { runBacktest } from '../../src/backtest/run-backtest.ts';
import { createContract } from '../../src/contracts/create-contract.ts';
import { payoffsOf } from '../../src/contracts/payoffs-of.ts';
import { type Bars, sliceBars } from '../../src/market/bars.ts';
import { firstBars, marketData, parsedShortConfig, shortConfig } from '../backtest/short-job.ts';

const rows = 760;
const cut = 745;
const terms = { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } as const;

/** An Asian option on an exchange rate, with every sort of friction, a spread series among them. */
const onFx: BacktestConfigInput = {
  ...shortConfig,
  contract: { terms, tenorDays: 15 },
  underlying: { kind: 'fx', foreignRateAnnual: 0.08, interestDayCount: 'act/360' },
  rateAnnual: 0.03,
  costBps: 2,
  data: { halfSpread: { file: 'handed-over.csv' } },
  frictions: [
    { kind: 'half-spread', signal: 'halfSpreadBps' },
    { kind: 'minimum-fee', costBps: 1, minimumFeePercent: 0.002 },
    { kind: 'lots', lotUnits: 0.05 },
    { kind: 'quadratic-impact', temporaryBpsPerUnit: 3, permanentBpsPerUnit: 2 },
    { kind: 'delay', delaySteps: 1 },
    { kind: 'borrow', borrowBpsAnnual: 40 },
    { kind: 'funding', spreadBpsAnnual: 60 },
  ],
  market: { name: 'block-bootstrap' },
};

/** A straddle on futures whose prices were shifted, under Bachelier's model. */
const onFutures: BacktestConfigInput = {
  ...shortConfig,
  contract: { terms: { type: 'straddle', strike: 1 }, side: 'long', tenorDays: 10 },
  underlying: { kind: 'futures', model: 'bachelier' },
  rateAnnual: 0.04,
  frictions: [{ kind: 'square-root-impact', temporaryBpsPerRootUnit: 3 }],
  market: { name: 'bachelier', volMoneyAnnual: 20 },
};

/** Half-spreads that widen by a wave, known from the first row on. */
function withSpread(bars: Bars): MarketData {
  const halfSpreadBps = bars.close.map((_, t) => 2 + Math.sin(t / 30));
  return { ...marketData(bars, parsedShortConfig()), halfSpreadBps };
}

/** Every row of the episode table obeys the identity of the ledger. */
function expectBooksThatAddUp({ episodes: e, bars }: BacktestRun): void {
  expect(e.rows).toBeGreaterThan(400);
  for (let i = 0; i < e.rows; i++) {
    const earned = e.premium[i] - e.payoff[i] + e.gains[i] + e.interest[i] + e.dividends[i];
    const spent = e.costs[i] + e.borrow[i] + e.funding[i];
    expect(Math.abs(e.pnl[i] - (earned - spent)) / bars.close[e.start[i]]).toBeLessThan(1e-9);
  }
}

function expectEveryFigureFinite({ results, episodes, decisions }: BacktestRun): void {
  for (const { metrics } of results.policies) {
    for (const value of Object.values(metrics)) expect(value).toSatisfy(Number.isFinite);
  }
  for (const column of [episodes.pnl, episodes.costs, decisions.holding, decisions.impliedVol]) {
    expect(column.every(Number.isFinite)).toBe(true);
  }
}

/** All decisions up to a row, as comparable lines. */
function decisionsUpTo({ decisions: d }: BacktestRun, last: number): string[] {
  return Array.from({ length: d.rows }, (_, i) => i)
    .filter((i) => d.row[i] <= last)
    .map(
      (i) =>
        `${d.policyNames[d.policy[i]]} ${d.row[i] - d.step[i]} ${d.row[i]}: ${d.spot[i]} ${d.impliedVol[i]} ${d.forecastVol[i]} ${d.holding[i]}`,
    )
    .sort();
}

describe('the main job on an Asian option on an exchange rate, with frictions', () => {
  let bars: Bars;
  let run: BacktestRun;

  beforeAll(async () => {
    bars = await firstBars(rows);
    run = await runBacktest(onFx, { data: withSpread(bars), threads: 0 });
  });

  it('keeps books that add up on every episode', () => {
    expectBooksThatAddUp(run);
    expectEveryFigureFinite(run);
    const { episodes: e } = run;
    const someOf = (column: Float64Array) => column.some((value) => value !== 0);
    for (const column of [e.costs, e.interest, e.dividends]) expect(someOf(column)).toBe(true);
    // A written call is hedged by what is bought: nothing is short, and the account is overdrawn.
    expect(someOf(e.borrow)).toBe(false);
    expect(someOf(e.funding)).toBe(true);
  });

  it('pays what the contract pays on the prices of the bars, where nobody has moved them', () => {
    const { episodes: e } = run;
    let compared = 0;
    for (let i = 0; i < e.rows; i++) {
      if (e.policyNames[e.policy[i]] !== 'none') continue;
      const spot = bars.close.slice(e.start[i], e.expiry[i] + 1);
      const [payoff] = payoffsOf(createContract(terms), { paths: 1, steps: 15, spot });
      expect(e.payoff[i]).toBeCloseTo(payoff, 9);
      compared++;
    }
    expect(compared).toBeGreaterThan(80);
  });

  it('holds whole lots', () => {
    const { decisions } = run;
    expect(decisions.holding.every((held) => Math.abs(held / 0.05 - Math.round(held / 0.05)) < 1e-9)).toBe(true);
  });

  it.each(['altered', 'missing'] as const)('decides the same bits when all later rows are %s', async (how) => {
    const other = how === 'missing' ? sliceBars(bars, 0, cut + 1) : sliceBars(bars, 0, rows);
    for (let t = cut + 1; t < other.dates.length; t++) {
      for (const column of [other.open, other.high, other.low, other.close]) column[t] *= 1 + 0.1 * Math.sin(7 * t);
      other.high[t] *= 1.3;
      other.low[t] *= 0.7;
    }
    const data = withSpread(other);
    data.halfSpreadBps?.fill(9, cut + 1);
    const again = await runBacktest(onFx, { data, threads: 0 });
    const expected = decisionsUpTo(run, cut);
    expect(expected.length).toBeGreaterThan(1000);
    expect(decisionsUpTo(again, cut)).toEqual(expected);
    expect(decisionsUpTo(again, rows)).not.toEqual(decisionsUpTo(run, rows));
  });
});

describe('the main job on a straddle on futures', () => {
  it('keeps books that add up on every episode, without yield', async () => {
    const run = await runBacktest(onFutures, { data: marketData(await firstBars(700)), threads: 0 });
    expectBooksThatAddUp(run);
    expectEveryFigureFinite(run);
    expect(run.episodes.dividends.every((value) => value === 0)).toBe(true);
    // Volatility is in money.
    expect(run.decisions.impliedVol.every((vol) => vol > 50)).toBe(true);
  });
});
