import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createBlackScholesDeltaHedger } from '../../src/hedgers/black-scholes-delta.ts';
import type { FrictionTerms } from '../../src/market/frictions/friction-terms.ts';
import type { Paths } from '../../src/market/paths.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { columnsOf, pathsOf, policy, scripted, shortCall } from './backtester-cases.ts';

const record = { recordHoldings: true };

/** Holdings of one path after each step's trade. */
function holdingsOf(holdings: readonly Float64Array[] | null, path: number, paths: Paths, instrument = 0): number[] {
  const column = holdings?.[instrument] ?? new Float64Array(0);
  return Array.from({ length: paths.steps + 1 }, (_, step) => column[step * paths.paths + path]);
}

function expectClose(values: ArrayLike<number>, expected: readonly number[]): void {
  expect(values).toHaveLength(expected.length);
  expected.forEach((value, i) => void expect(values[i]).toBeCloseTo(value, 10));
}

describe('lots', () => {
  const paths = pathsOf([[100, 110, 120, 90]]);

  it('trade to the nearest lot, and not at all within one', () => {
    const { holdings, trades, traded } = runHedger(
      scripted([0.52, 0.49, 0.68]),
      paths,
      shortCall({ kind: 'lots', lotUnits: 0.25 }),
      record,
    );
    expect(holdingsOf(holdings, 0, paths)).toEqual([0.5, 0.5, 0.75, 0]);
    expect(trades[0]).toBe(3);
    expectClose(traded, [0.5 * 100 + 0.25 * 120 + 0.75 * 90]);
  });
});

describe('delay', () => {
  const paths = pathsOf([[100, 110, 120, 90, 95]]);
  const wanted = [0.5, 0.7, -0.2, 0.9];

  it('trades to what was wanted so many steps before, at the price of then', () => {
    const cost: FrictionTerms = { kind: 'proportional', costBps: 100 };
    const one = runHedger(scripted(wanted), paths, shortCall(cost, { kind: 'delay', delaySteps: 1 }), record);
    expect(holdingsOf(one.holdings, 0, paths)).toEqual([0, 0.5, 0.7, -0.2, 0]);
    expectClose(one.costs, [0.01 * (0.5 * 110 + 0.2 * 120 + 0.9 * 90 + 0.2 * 95)]);
    const two = runHedger(scripted(wanted), paths, shortCall({ kind: 'delay', delaySteps: 2 }), record);
    expect(holdingsOf(two.holdings, 0, paths)).toEqual([0, 0, 0.5, 0.7, 0]);
    expectClose(two.gains, [0.5 * -30 + 0.7 * 5]);
  });

  it('of more steps than there are trades nothing', () => {
    const never = runHedger(scripted(wanted), paths, shortCall({ kind: 'delay', delaySteps: 4 }));
    expectClose(never.trades, [0]);
    expectClose(never.gains, [0]);
  });

  it('of 0 steps is none', () => {
    expect(runHedger(scripted(wanted), paths, shortCall({ kind: 'delay', delaySteps: 0 }), record)).toEqual(
      runHedger(scripted(wanted), paths, shortCall(), record),
    );
  });

  it('pays the half-spread of the step at which it trades', () => {
    const halfSpreadBps = columnsOf([[1, 2, 4, 8, 16]]);
    const spread: FrictionTerms = { kind: 'half-spread', signal: 'halfSpreadBps' };
    const { costs } = runHedger(
      scripted([1, 1, 1, 1]),
      { ...paths, signals: { halfSpreadBps } },
      shortCall(spread, { kind: 'delay', delaySteps: 1 }),
    );
    expectClose(costs, [1e-4 * (2 * 110 + 16 * 95)]);
  });

  it('shows holdings traded to, and keeps the last order of a policy that does nothing', () => {
    const held: number[] = [];
    const offered: number[] = [];
    const buyOnce = policy((view, [target]) => {
      held.push(view.holdings[0][0]);
      offered.push(target[0]);
      if (view.step === 0) target[0] = 2;
    });
    runHedger(buyOnce, paths, shortCall({ kind: 'delay', delaySteps: 2 }));
    expect(held).toEqual([0, 0, 2, 2]);
    expect(offered).toEqual([0, 2, 2, 2]);
  });

  it('of each instrument is its own', () => {
    const more = { ...paths, instruments: [{ name: 'swap', price: columnsOf([[1, 2, 3, 4, 5]]) }] };
    const terms = { ...shortCall(), frictions: { underlying: [], instruments: [[{ kind: 'delay', delaySteps: 2 }]] } };
    const { holdings } = runHedger(scripted(wanted, wanted), more, terms as never, record);
    expect(holdingsOf(holdings, 0, paths)).toEqual([...wanted, 0]);
    expect(holdingsOf(holdings, 0, paths, 1)).toEqual([0, 0, 0.5, 0.7, 0]);
  });
});

describe('permanent impact', () => {
  const impact: FrictionTerms = { kind: 'quadratic-impact', temporaryBpsPerUnit: 0, permanentBpsPerUnit: 100 };
  const paths = pathsOf([
    [100, 110, 120, 130],
    [100, 90, 80, 70],
  ]);

  it('moves later prices of the path, the payoff among them, and not the trade itself', () => {
    const shown: number[][] = [];
    const trader = policy((view, [target]) => {
      shown.push([...view.prices[0]]);
      target[0] = [2, 2, 1][view.step];
    });
    const ledger = runHedger(trader, paths, shortCall(impact));
    // Path 0 buys 2 at 100 (+2 later), sells 1 at 122 (−1.22), and sells 1 at 130.78.
    expectClose(shown[0], [100, 100]);
    expectClose(shown[1], [112, 90]);
    expectClose(shown[2], [122, 80]);
    expectClose(ledger.traded, [200 + 122 + 130.78, 0]);
    expectClose(ledger.gains, [2 * 12 + 2 * 10 + 8.78, 0]);
    expectClose(ledger.payoff, [30.78, 0]);
    expectClose(ledger.costs, [0, 0]);
  });

  it('touches no other path', () => {
    const many = createGbm({ volAnnual: 0.3 }).simulate({ paths: 6, steps: 8, seed: 4, stream: ['impact'] });
    const delta = createBlackScholesDeltaHedger();
    const calm = runHedger(delta, many, shortCall(impact), record);
    const terms = shortCall(impact);
    const pushy = policy((view, target) => {
      delta.hedge(view, target);
      target[0][2] += view.step % 2;
    });
    const pushed = runHedger(pushy, many, terms, record);
    for (const p of [0, 1, 3, 4, 5]) {
      expect(pushed.pnl[p]).toBe(calm.pnl[p]);
      expect(holdingsOf(pushed.holdings, p, many)).toEqual(holdingsOf(calm.holdings, p, many));
    }
    expect(pushed.pnl[2]).not.toBe(calm.pnl[2]);
  });

  it('of no size is none', () => {
    const none = { kind: 'quadratic-impact', temporaryBpsPerUnit: 5, permanentBpsPerUnit: 0 } as const;
    const without = { kind: 'quadratic-impact', temporaryBpsPerUnit: 5 } as const;
    expect(runHedger(scripted([1, 2, 0]), paths, shortCall(none))).toEqual(
      runHedger(scripted([1, 2, 0]), paths, shortCall(without)),
    );
  });

  it('reaches the fixings of a path-dependent contract', () => {
    const asian = { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } as const;
    const { payoff } = runHedger(scripted([2, 2, 2]), paths, { ...shortCall(impact), contract: asian });
    // Fixings 112, 122, 132 and 92, 82, 72.
    expectClose(payoff, [22, 0]);
  });

  it('on another instrument moves that instrument alone', () => {
    const price = columnsOf([
      [10, 10, 10, 10],
      [10, 10, 10, 10],
    ]);
    const shown: number[] = [];
    const buyer = policy((view, target) => {
      shown.push(view.prices[0][0], view.prices[1][0], view.prices[1][1]);
      target[1][0] = 5;
    });
    const terms = { ...shortCall(), frictions: { underlying: [], instruments: [[impact]] } };
    const { gains } = runHedger(buyer, { ...paths, instruments: [{ name: 'option', price }] }, terms);
    expectClose(shown, [100, 10, 10, 110, 10.5, 10, 120, 10.5, 10]);
    expectClose(gains, [2.5, 0]);
  });

  it('that leads below 0 is refused where the model knows no such price', () => {
    const terms = shortCall({ ...impact, permanentBpsPerUnit: 5000 });
    expect(() => runHedger(scripted([0, -3, -3]), paths, terms)).toThrow(
      "price of the underlying is -45 at step 2 of path 0 once the desk's own trades have moved it from 120: expected a number >= 0",
    );
  });
});

describe('borrow and funding', () => {
  // Tenths of a year.
  const paths = pathsOf([[100, 50, 80]]);

  it('borrow: a fee a year on the value of short holdings', () => {
    const { borrow, pnl, premium } = runHedger(
      scripted([-2, 1]),
      paths,
      shortCall({ kind: 'borrow', borrowBpsAnnual: 300 }),
    );
    expectClose(borrow, [0.03 * 0.1 * 200]);
    expectClose(pnl, [premium[0] + 2 * 50 + 30 - 0.6]);
  });

  it('funding: a spread a year on a negative cash account', () => {
    const terms = { ...shortCall({ kind: 'funding', spreadBpsAnnual: 200 }), underlying: plainUnderlying(0.05) };
    const { premium, interest, funding, pnl } = runHedger(scripted([2, 0]), paths, terms);
    const borrowed = 200 - premium[0];
    expectClose(interest, [-borrowed * Math.expm1(0.005) + (-borrowed * Math.exp(0.007) + 100) * Math.expm1(0.005)]);
    // The second step starts with −98.6…: still borrowed.
    const after = 100 - borrowed * Math.exp(0.007);
    expect(after).toBeLessThan(0);
    expectClose(funding, [
      borrowed * (Math.exp(0.007) - Math.exp(0.005)) - after * (Math.exp(0.007) - Math.exp(0.005)),
    ]);
    expectClose(pnl, [after * Math.exp(0.007)]);
  });

  it('funding: nothing on cash that is not borrowed', () => {
    const { funding } = runHedger(scripted([-2, -1]), paths, shortCall({ kind: 'funding', spreadBpsAnnual: 200 }));
    expectClose(funding, [0]);
  });
});

describe('frictions of a run', () => {
  const market = createGbm({ volAnnual: 0.2 });
  const paths = market.simulate({ paths: 50, steps: 10, seed: 8, stream: ['frictions'] });
  const delta = createBlackScholesDeltaHedger();

  it('of no size are none', () => {
    const zeros: FrictionTerms[] = [
      { kind: 'proportional', costBps: 0 },
      { kind: 'half-spread', halfSpreadBps: 0 },
      { kind: 'fixed-fee', feePercent: 0 },
      { kind: 'minimum-fee', costBps: 0, minimumFeePercent: 0 },
      { kind: 'quadratic-impact', temporaryBpsPerUnit: 0, permanentBpsPerUnit: 0 },
      { kind: 'square-root-impact', temporaryBpsPerRootUnit: 0, permanentBpsPerRootUnit: 0 },
      { kind: 'delay', delaySteps: 0 },
      { kind: 'borrow', borrowBpsAnnual: 0 },
      { kind: 'funding', spreadBpsAnnual: 0 },
    ];
    const { costItems, ...some } = runHedger(delta, paths, shortCall(...zeros), record);
    const { costItems: none, ...free } = runHedger(delta, paths, shortCall(), record);
    expect(some).toEqual(free);
    expect(none).toEqual({});
    for (const item of Object.values(costItems)) expect(item).toEqual(new Float64Array(50));
  });

  it('are itemised: the items sum to the costs, each as when it is the only one', () => {
    const charging: FrictionTerms[] = [
      { kind: 'proportional', costBps: 7 },
      { kind: 'half-spread', halfSpreadBps: 2 },
      { kind: 'fixed-fee', feePercent: 0.003 },
      { kind: 'minimum-fee', costBps: 1, minimumFeePercent: 0.001 },
      { kind: 'quadratic-impact', temporaryBpsPerUnit: 20 },
      { kind: 'square-root-impact', temporaryBpsPerRootUnit: 5 },
    ];
    const { costs, costItems } = runHedger(delta, paths, shortCall(...charging));
    for (let p = 0; p < 50; p++) {
      const sum = Object.values(costItems).reduce((total, item) => total + item[p], 0);
      expect(sum).toBeCloseTo(costs[p], 12);
    }
    for (const terms of charging) {
      expect(costItems[terms.kind]).toEqual(runHedger(delta, paths, shortCall(terms)).costs);
    }
  });

  it('of two instruments are charged at their own, and itemised together', () => {
    const two = pathsOf([[100, 110, 120]], { instruments: [{ name: 'swap', price: columnsOf([[5, 6, 7]]) }] });
    const frictions = {
      underlying: [{ kind: 'proportional', costBps: 100 }],
      instruments: [
        [
          { kind: 'proportional', costBps: 1000 },
          { kind: 'fixed-fee', feePercent: 1 },
        ],
      ],
    } as const;
    const { costs, costItems, trades } = runHedger(scripted([1, 1], [-2, -2]), two, { ...shortCall(), frictions });
    expectClose(costItems.proportional ?? [], [1 + 1.2 + 1 + 1.4]);
    // In percent of the underlying's price at writing.
    expectClose(costItems['fixed-fee'] ?? [], [2]);
    expectClose(costs, [6.6]);
    expectClose(trades, [4]);
  });

  it('tell policies what is proportional', () => {
    let costBps = 0;
    const reader = policy((view) => {
      costBps = view.costBps;
    });
    const spread: FrictionTerms = { kind: 'half-spread', halfSpreadBps: 3 };
    runHedger(reader, paths, shortCall({ kind: 'proportional', costBps: 7 }, spread));
    expect(costBps).toBe(10);
  });
});

describe('terms that do not go together', () => {
  const paths = pathsOf([[100, 110]]);
  const borrow: FrictionTerms = { kind: 'borrow', borrowBpsAnnual: 1 };
  const futures = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.03, yieldAnnual: 0.03 } as const;
  const option = { name: 'option', price: columnsOf([[1, 2]]) };

  it.each([
    [{ ...shortCall(), position: 0 }, {}, 'position is 0: expected 1'],
    [
      shortCall({ kind: 'half-spread', signal: 'wide' }),
      { signals: { narrow: columnsOf([[1, 1]]) } },
      "frictions.underlying reads the signal 'wide', which these paths lack (they have: narrow)",
    ],
    [{ ...shortCall(borrow), underlying: futures }, {}, "frictions.underlying holds 'borrow': futures are sold short"],
    [
      { ...shortCall(), underlying: { ...futures, yieldAnnual: 0 } },
      {},
      'yieldAnnual is 0 on futures: expected rateAnnual, 0.03',
    ],
    [shortCall(), { instruments: [option] }, 'frictions.instruments has 0 lists: expected 1'],
    [
      { ...shortCall(), frictions: { underlying: [], instruments: [[{ kind: 'funding', spreadBpsAnnual: 1 }]] } },
      { instruments: [option] },
      "frictions.instruments[0] (option) holds 'funding'",
    ],
    [
      shortCall(),
      { spot: columnsOf([[100, -3]]) },
      "price of the underlying is -3 at step 1 of path 0: expected a number >= 0, as the model 'black-scholes' needs",
    ],
    [shortCall(), { spot: columnsOf([[100, Number.NaN]]) }, 'price of the underlying is NaN at step 1 of path 0'],
    [
      {
        ...shortCall(),
        contract: { type: 'lookback', option: 'call', kind: 'floating' },
        underlying: { ...futures, model: 'bachelier' },
      },
      {},
      'a lookback has no formula',
    ],
    [
      {
        ...shortCall(),
        contract: { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: -0.1 },
      },
      {},
      'barrier is -0.1: expected a level above 0',
    ],
    [
      { ...shortCall(), contract: { type: 'barrier', option: 'call', knock: 'up-and-out', strike: 1, barrier: 1.2 } },
      { strike: Float64Array.of(80) },
      'the price at writing is 1.25: the option is knocked out when written',
    ],
    [
      { ...shortCall(), underlying: { ...futures, model: 'bachelier' } },
      { spot: columnsOf([[-10, 3]]), strike: Float64Array.of(-10) },
      'strike of path 0 is -10, the money of level 1: expected an amount above 0, of which levels are multiples; shift the prices so that contracts are written above 0 (data.priceShift), or write levels in money and give every path the strike 1',
    ],
    [{ ...shortCall(), contract: { type: 'cal', strike: 1 } }, {}, 'contract type is "cal": did you mean call?'],
    [shortCall({ kind: 'lots', lotUnits: -1 }), {}, "lotUnits of 'lots' is -1"],
  ])('%#', (terms, more, message) => {
    let thrown: unknown;
    try {
      runHedger(scripted([0], [0]), { ...paths, ...(more as Partial<Paths>) }, terms as never);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RangeError);
    expect((thrown as RangeError).message).toContain(message);
  });
});
