import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import type { HedgingTerms } from '../../src/backtest/hedging-terms.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import type { HedgedContract } from '../../src/hedgers/hedger.ts';
import type { FrictionTerms } from '../../src/market/frictions/friction-terms.ts';
import type { Paths } from '../../src/market/paths.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { policy, shortCall } from './backtester-cases.ts';

const steps = 6;
const count = 4;

const frictions: readonly FrictionTerms[] = [
  { kind: 'proportional', costBps: 5 },
  { kind: 'half-spread', signal: 'halfSpreadBps' },
  { kind: 'lots', lotUnits: 0.001 },
  { kind: 'square-root-impact', temporaryBpsPerRootUnit: 3, permanentBpsPerRootUnit: 10 },
  { kind: 'delay', delaySteps: 1 },
  { kind: 'borrow', borrowBpsAnnual: 50 },
  { kind: 'funding', spreadBpsAnnual: 50 },
];

const contracts: readonly ContractTerms[] = [
  { type: 'call', strike: 1 },
  { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 },
  { type: 'lookback', option: 'put', kind: 'floating' },
  { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 0.97 },
];

function makePaths(): Paths {
  const paths = createGbm({ volAnnual: 0.3 }).simulate({ paths: count, steps, seed: 17, stream: ['causality'] });
  const stream = createRandomStream(3, 'columns');
  const column = (level: number) => paths.spot.map(() => level * (1 + 0.3 * stream.uniform()));
  return {
    ...paths,
    impliedVol: column(0.2),
    signals: { forecastVol: column(0.2), halfSpreadBps: column(4) },
    instruments: [{ name: 'option', price: column(3) }],
    interestYears: column(0.004).slice(count),
  };
}

/** The same paths up to a step, others after it. */
function alterAfter(step: number, paths: Paths): Paths {
  const from = (step + 1) * count;
  const alter = (column: Float64Array) => column.map((value, at) => (at < from ? value : 1.07 * value + 0.001 * at));
  const { signals, instruments = [], interestYears = new Float64Array(0) } = paths;
  return {
    ...paths,
    spot: alter(paths.spot),
    impliedVol: alter(paths.impliedVol),
    signals: Object.fromEntries(Object.entries(signals).map(([name, column]) => [name, alter(column)])),
    instruments: instruments.map(({ name, price }) => ({ name, price: alter(price) })),
    // A step's interest is known when it starts.
    interestYears: alter(interestYears),
  };
}

/** Decides by everything that a view holds, and writes it all down step by step. */
function curiousPolicy() {
  const seen: number[][] = [];
  const hedger = policy(
    (view, target) => {
      const greeks = [0, 1, 2, 3].map(() => new Float64Array(view.paths));
      const { contract } = view;
      contract.value(greeks[0], view.impliedVol);
      contract.delta(greeks[1], view.signals.forecastVol);
      contract.gamma(greeks[2], view.impliedVol);
      contract.vega(greeks[3], view.impliedVol);
      target[0].set(greeks[1]);
      target[1].set(greeks[0].map((value, p) => 0.1 * value + 0.01 * view.prices[0][p]));
      const { impliedVol, wealth } = view;
      const columns = [...view.prices, ...view.holdings, wealth, impliedVol, ...greeks, ...contract.memory, ...target];
      seen.push(columns.flatMap((column) => [...column]));
    },
    ['forecastVol'],
  );
  return { hedger, seen };
}

describe.each(contracts)('a policy that hedges %o', (contract) => {
  const terms: HedgingTerms = {
    ...shortCall(),
    contract,
    frictions: { underlying: frictions, instruments: [[{ kind: 'proportional', costBps: 50 }]] },
  };
  const paths = makePaths();

  it.each([0, 2, 5])('sees, decides and holds the same up to step %i, whatever comes after', (step) => {
    const one = curiousPolicy();
    const other = curiousPolicy();
    const first = runHedger(one.hedger, paths, terms, { recordHoldings: true });
    const second = runHedger(other.hedger, alterAfter(step, paths), terms, { recordHoldings: true });
    expect(other.seen.slice(0, step + 1)).toEqual(one.seen.slice(0, step + 1));
    if (step + 1 < steps) expect(other.seen[step + 1]).not.toEqual(one.seen[step + 1]);
    const known = (step + 1) * count;
    first.holdings?.forEach((column, i) => {
      expect(second.holdings?.[i].slice(0, known)).toEqual(column.slice(0, known));
    });
  });

  it('pays the same up to a step, whatever comes after', () => {
    // A policy that stops after step 2 and has sold everything by then has paid all its costs.
    const stops = policy((view, target) => {
      for (const column of target) column.fill(view.step < 2 ? 1 + view.step : 0);
    });
    const soon = {
      ...terms,
      frictions: { ...terms.frictions, underlying: frictions.filter((f) => f.kind !== 'delay') },
    };
    const first = runHedger(stops, paths, soon);
    const second = runHedger(stops, alterAfter(2, paths), soon);
    for (const item of ['costs', 'traded', 'trades', 'borrow', 'gains'] as const) {
      expect(second[item], item).toEqual(first[item]);
    }
  });

  it('is handed columns that hold this step alone', () => {
    const sizes = new Set<number>();
    const measures = policy((view) => {
      const { impliedVol, strike, wealth } = view;
      for (const column of [...view.prices, ...view.holdings, ...view.contract.memory, impliedVol, strike, wealth]) {
        sizes.add(column.buffer.byteLength);
      }
    });
    runHedger(measures, paths, terms);
    expect([...sizes]).toEqual([8 * count]);
  });

  it('cannot alter the books through its view', () => {
    const vandal = policy((view, target) => {
      for (const column of target) column.fill(0.5);
      const { prices, holdings, contract, strike, wealth } = view;
      for (const column of [...prices, ...holdings, ...contract.memory, strike, wealth]) column.fill(1e9);
      Object.assign(view.underlying, { rateAnnual: 7 });
      Object.assign(view.contract, { value: () => {} });
    });
    const honest = policy((_, target) => {
      for (const column of target) column.fill(0.5);
    });
    expect(runHedger(vandal, paths, terms)).toEqual(runHedger(honest, paths, terms));
  });

  it('is told the same by the contract, whatever it has written into its view', () => {
    const vandal = policy((view) => {
      const [before, after] = [new Float64Array(count), new Float64Array(count)];
      const vol = view.impliedVol.slice();
      view.contract.value(before, vol);
      for (const column of [...view.prices, ...view.contract.memory, view.strike]) column.fill(1e9);
      Object.assign(view.underlying, { rateAnnual: 7 });
      view.contract.value(after, vol);
      expect(after).toEqual(before);
    });
    runHedger(vandal, paths, terms);
    expect.assertions(steps);
  });

  it('gets nothing of later steps from a contract that it has kept', () => {
    let kept: HedgedContract | undefined;
    let today: readonly number[] = [];
    const keeper = policy((view) => {
      kept ??= view.contract;
      const [now, fromKept] = [new Float64Array(count), new Float64Array(count)];
      view.contract.value(now, view.impliedVol);
      kept.value(fromKept, view.impliedVol);
      expect(fromKept).toEqual(now);
      today = [...now];
    });
    runHedger(keeper, paths, terms);
    expect(today).toHaveLength(count);
  });
});
