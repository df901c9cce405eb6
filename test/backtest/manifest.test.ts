import { describe, expect, it } from 'vitest';
import type { BacktestConfigInput } from '../../src/backtest/config.ts';
import { createManifest } from '../../src/backtest/manifest.ts';
import { planRun } from '../../src/backtest/plan-run.ts';
import { firstBars, marketData, parsedShortConfig } from './short-job.ts';

const market = marketData(await firstBars(900));

/** Notices of a run whose policies traded so often in each of two episodes. */
function noticesOf(trades: readonly (readonly number[])[], changes: BacktestConfigInput = {}): string {
  const config = parsedShortConfig(changes);
  const column = new Float64Array(2);
  const outcomes = trades.map((counts) => ({
    ...{ pnl: column, cost: column, turnover: column },
    trades: Float64Array.from(counts),
  }));
  const evaluated = { writing: Int32Array.of(629, 630), outcomes };
  return createManifest(config, market, planRun(market, config), evaluated, 1000).notices.join('\n');
}

describe('createManifest', () => {
  it('says when no policy ever traded, and why that may be', () => {
    const idle = [
      [0, 0],
      [0, 0],
    ];
    expect(noticesOf(idle)).toContain('no policy ever traded, so that all of them equal no hedge: the contract asks');
    expect(noticesOf(idle, { frictions: [{ kind: 'lots', lotUnits: 5 }] })).toContain('lots of 5 units (frictions)');
  });

  it('says nothing of it when one did, once', () => {
    const traded = [
      [0, 0],
      [0, 1],
    ];
    expect(noticesOf(traded, { frictions: [{ kind: 'lots', lotUnits: 5 }] })).not.toContain('ever traded');
  });
});
