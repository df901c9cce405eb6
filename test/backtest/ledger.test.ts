import { describe, expect, it } from 'vitest';
import { createLedger, pnlPercent } from '../../src/backtest/ledger.ts';

describe('createLedger', () => {
  it('is empty, with one column of costs for each kind once', () => {
    const ledger = createLedger(3, 4, { costKinds: ['proportional', 'fixed-fee', 'proportional'] });
    expect(Object.keys(ledger.costItems)).toEqual(['proportional', 'fixed-fee']);
    expect(ledger.costItems.proportional).toEqual(new Float64Array(3));
    expect(ledger.pnl).toEqual(new Float64Array(3));
    expect(ledger.holdings).toBeNull();
  });

  it('has a column of holdings for each instrument when they are recorded', () => {
    const { holdings } = createLedger(3, 4, { instruments: 2, recordHoldings: true });
    expect(holdings).toEqual([new Float64Array(15), new Float64Array(15)]);
  });
});

describe('pnlPercent', () => {
  it('is in percent of the size of spot at writing, so that a gain stays a gain', () => {
    const ledger = createLedger(2, 1);
    ledger.pnl.set([3, 3]);
    expect([...pnlPercent(ledger, Float64Array.of(200, -60))]).toEqual([1.5, 5]);
  });
});
