import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import type { HedgingTerms } from '../../src/backtest/hedging-terms.ts';
import type { ContractTerms } from '../../src/contracts/contract-terms.ts';
import type { Underlying } from '../../src/contracts/underlying.ts';
import { frictionKinds } from '../../src/market/frictions/create-frictions.ts';
import type { FrictionKind, FrictionTerms } from '../../src/market/frictions/friction-terms.ts';
import type { Paths } from '../../src/market/paths.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { policy, worstIdentityError } from './backtester-cases.ts';
import { bookPath } from './reference/scalar-backtester.ts';

const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true });

const anyTerms: { readonly [K in FrictionKind]: fc.Arbitrary<FrictionTerms> } = {
  proportional: fc.record({ kind: fc.constant('proportional' as const), costBps: upTo(100) }),
  'half-spread': fc.oneof(
    fc.record({ kind: fc.constant('half-spread' as const), halfSpreadBps: upTo(50) }),
    fc.constant({ kind: 'half-spread' as const, signal: 'halfSpreadBps' }),
  ),
  'fixed-fee': fc.record({ kind: fc.constant('fixed-fee' as const), feePercent: upTo(0.1) }),
  'minimum-fee': fc.record({
    kind: fc.constant('minimum-fee' as const),
    costBps: upTo(20),
    minimumFeePercent: upTo(0.05),
  }),
  lots: fc.record({ kind: fc.constant('lots' as const), lotUnits: fc.double({ min: 0.01, max: 1, noNaN: true }) }),
  'quadratic-impact': fc.record({
    kind: fc.constant('quadratic-impact' as const),
    temporaryBpsPerUnit: upTo(50),
    permanentBpsPerUnit: upTo(20),
  }),
  'square-root-impact': fc.record({
    kind: fc.constant('square-root-impact' as const),
    temporaryBpsPerRootUnit: upTo(50),
    permanentBpsPerRootUnit: upTo(20),
  }),
  delay: fc.record({ kind: fc.constant('delay' as const), delaySteps: fc.integer({ min: 0, max: 3 }) }),
  borrow: fc.record({ kind: fc.constant('borrow' as const), borrowBpsAnnual: upTo(500) }),
  funding: fc.record({ kind: fc.constant('funding' as const), spreadBpsAnnual: upTo(500) }),
};

/** Any subset of the kinds, in any order. */
const frictionsOf = (kinds: readonly FrictionKind[]): fc.Arbitrary<FrictionTerms[]> =>
  fc.shuffledSubarray([...kinds]).chain((chosen) => fc.tuple(...chosen.map((kind) => anyTerms[kind])));

/** Contracts that both models value. */
const anyModelContracts: readonly ContractTerms[] = [
  { type: 'call', strike: 1 },
  { type: 'put', strike: 1.1 },
  { type: 'condor', strikes: [0.9, 0.95, 1.05, 1.1] },
  { type: 'digital', option: 'call', strike: 1, pays: 'cash', cash: 0.1 },
  { type: 'asian', option: 'put', average: 'arithmetic', strike: 1 },
  { type: 'forward-start', option: 'call', moneyness: 1, startShare: 0.5 },
];

const lognormalContracts: readonly ContractTerms[] = [
  { type: 'lookback', option: 'call', kind: 'floating' },
  { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 0.8 },
  { type: 'variance-swap', strikeVol: 0.2, notional: 1 },
  {
    type: 'book',
    legs: [
      { quantity: -2, contract: { type: 'call', strike: 1.05 } },
      { quantity: 1, contract: { type: 'asian', option: 'call', average: 'geometric', strike: 1 } },
    ],
  },
];

const rate = fc.double({ min: -0.05, max: 0.15, noNaN: true });
const anyContract = fc
  .record({
    kind: fc.constantFrom('spot' as const, 'futures' as const, 'fx' as const),
    model: fc.constantFrom('black-scholes' as const, 'bachelier' as const),
    rateAnnual: rate,
    yieldAnnual: rate,
  })
  .map((some): Underlying => ({ ...some, yieldAnnual: some.kind === 'futures' ? some.rateAnnual : some.yieldAnnual }))
  .chain((underlying) => {
    const isLognormal = underlying.model === 'black-scholes';
    const contracts = isLognormal ? [...anyModelContracts, ...lognormalContracts] : anyModelContracts;
    return fc.record({ underlying: fc.constant(underlying), contract: fc.constantFrom(...contracts) });
  });

interface Case {
  readonly paths: Paths;
  readonly terms: HedgingTerms;
  readonly seed: number;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    written: anyContract,
    position: fc.constantFrom(1 as const, -1 as const),
    seed: fc.integer({ min: 0, max: 100_000 }),
    steps: fc.integer({ min: 2, max: 7 }),
    others: fc.integer({ min: 0, max: 2 }),
    ownYears: fc.boolean(),
    unwinds: fc.constantFrom(undefined, true, false),
  })
  .chain(({ others, written, position, seed, steps, ownYears, unwinds }) => {
    const isFutures = written.underlying.kind === 'futures';
    const ofUnderlying = frictionsOf(frictionKinds.filter((kind) => !(isFutures && kind === 'borrow')));
    const ofInstrument = frictionsOf(frictionKinds.filter((kind) => kind !== 'funding'));
    return fc
      .tuple(ofUnderlying, fc.array(ofInstrument, { minLength: others, maxLength: others }))
      .map(([underlying, instruments]) => ({
        terms: {
          ...written,
          position,
          frictions: { underlying, instruments },
          ...(unwinds !== undefined && { unwinds }),
        },
        paths: randomPaths(seed, steps, others, ownYears, written.underlying.model),
        seed,
      }));
  });

const count = 3;

/** Lognormal prices around 100, or normal ones around 100 that go below 0. */
function randomPaths(
  seed: number,
  steps: number,
  others: number,
  ownYears: boolean,
  model: Underlying['model'],
): Paths {
  const stream = createRandomStream(seed, 'any paths');
  const isLognormal = model === 'black-scholes';
  const column = (draw: () => number) => Float64Array.from({ length: (steps + 1) * count }, draw);
  const walk = (start: number, next: (price: number) => number) => {
    const prices = column(() => start);
    for (let at = count; at < prices.length; at++) prices[at] = next(prices[at - count]);
    return prices;
  };
  return {
    paths: count,
    steps,
    spot: walk(100, (price) => (isLognormal ? price * Math.exp(0.05 * stream.normal()) : price + 70 * stream.normal())),
    impliedVol: column(() => (isLognormal ? 1 : 300) * (0.1 + 0.3 * stream.uniform())),
    yearsToExpiry: Float64Array.from({ length: steps + 1 }, (_, step) => (steps - step) / 12),
    strike: Float64Array.from({ length: count }, () => 80 + 40 * stream.uniform()),
    signals: { halfSpreadBps: column(() => 50 * stream.uniform()) },
    instruments: Array.from({ length: others }, (_, i) => ({
      name: `instrument ${i}`,
      price: walk(5, (price) => price * Math.exp(0.3 * stream.normal())),
    })),
    ...(ownYears && { interestYears: column(() => 0.2 * stream.uniform()).slice(count) }),
  };
}

/**
 * Holdings drawn afresh, with steps at which nothing is traded; what was wanted is kept in `wanted[path][i][step]`, and
 * what was shown in `wealth[step][path]`.
 */
function randomPolicy(seed: number, instruments: number) {
  const stream = createRandomStream(seed, 'any holdings');
  const wanted = Array.from({ length: count }, () => Array.from({ length: instruments }, () => [] as number[]));
  const wealth: Float64Array[] = [];
  const hedger = policy((view, target) => {
    wealth.push(view.wealth.slice());
    target.forEach((column, i) => {
      for (let p = 0; p < count; p++) {
        if (stream.uniform() < 0.7) column[p] = 1.5 * stream.normal();
        wanted[p][i].push(column[p]);
      }
    });
  });
  return { hedger, wanted, wealth };
}

/** The paths with a last step that takes no time and at which no price moves. */
function withPause(paths: Paths): Paths {
  const pause = (column: Float64Array) => Float64Array.of(...column, ...column.slice(-count));
  const { instruments = [], interestYears, signals } = paths;
  return {
    ...paths,
    steps: paths.steps + 1,
    spot: pause(paths.spot),
    impliedVol: pause(paths.impliedVol),
    yearsToExpiry: Float64Array.of(...paths.yearsToExpiry, 0),
    signals: { halfSpreadBps: pause(signals.halfSpreadBps) },
    instruments: instruments.map(({ name, price }) => ({ name, price: pause(price) })),
    ...(interestYears && { interestYears: Float64Array.of(...interestYears, ...new Float64Array(count)) }),
  };
}

function withoutDelay(terms: HedgingTerms): HedgingTerms {
  const { underlying, instruments = [] } = terms.frictions;
  const atOnce = (list: readonly FrictionTerms[]) => list.filter(({ kind }) => kind !== 'delay');
  return { ...terms, frictions: { underlying: atOnce(underlying), instruments: instruments.map(atOnce) } };
}

describe('the books, for any policy, contract, underlying and frictions', () => {
  it('have items that add up to the P&L, which is the cash account after settlement', () => {
    fc.assert(
      fc.property(anyCase, ({ paths, terms, seed }) => {
        const { hedger } = randomPolicy(seed, 1 + (paths.instruments?.length ?? 0));
        const ledger = runHedger(hedger, paths, terms);
        expect(worstIdentityError(ledger) / paths.spot[0]).toBeLessThan(1e-9);
        for (let p = 0; p < count; p++) {
          const items = Object.values(ledger.costItems).reduce((sum, item) => sum + item[p], 0);
          expect(Math.abs(items - ledger.costs[p])).toBeLessThan(1e-9 * paths.spot[0]);
          expect(Math.min(ledger.costs[p], ledger.borrow[p], ledger.funding[p])).toBeGreaterThanOrEqual(0);
        }
      }),
      { seed: 21, numRuns: 300 },
    );
  });

  it('come to what the policy was last shown, less the payoff, where nothing is traded after it', () => {
    fc.assert(
      fc.property(anyCase, ({ paths, terms, seed }) => {
        const { hedger, wealth } = randomPolicy(seed, 1 + (paths.instruments?.length ?? 0));
        const asked = hedger.hedge;
        const rests = policy((view, target) => asked(view, view.step < paths.steps ? target : []));
        const ledger = runHedger(rests, withPause(paths), { ...withoutDelay(terms), unwinds: false });
        for (let p = 0; p < count; p++) {
          expect(Math.abs(wealth[paths.steps][p] - ledger.payoff[p] - ledger.pnl[p])).toBeLessThan(
            1e-9 * paths.spot[0],
          );
        }
      }),
      { seed: 23, numRuns: 100 },
    );
  });

  it('are those of one path booked by hand', () => {
    fc.assert(
      fc.property(anyCase, ({ paths, terms, seed }) => {
        const { hedger, wanted, wealth } = randomPolicy(seed, 1 + (paths.instruments?.length ?? 0));
        const ledger = runHedger(hedger, paths, terms);
        const { underlying, instruments = [] } = terms.frictions;
        for (let p = 0; p < count; p++) {
          const booked = bookPath({ paths, path: p, terms, wanted: wanted[p], premium: ledger.premium[p] });
          for (const item of [
            'gains',
            'costs',
            'interest',
            'dividends',
            'borrow',
            'funding',
            'traded',
            'trades',
          ] as const) {
            expect(Math.abs(ledger[item][p] - booked[item]), `${item} of path ${p}`).toBeLessThan(1e-9 * paths.spot[0]);
          }
          expect(Math.abs(ledger.pnl[p] + ledger.payoff[p] - booked.cash)).toBeLessThan(1e-9 * paths.spot[0]);
          for (const [step, shown] of wealth.entries()) {
            expect(Math.abs(shown[p] - booked.wealth[step]), `wealth at ${step}`).toBeLessThan(1e-9 * paths.spot[0]);
          }
          for (const { kind } of [...underlying, ...instruments.flat()]) {
            expect(Math.abs((ledger.costItems[kind]?.[p] ?? 0) - (booked.items[kind] ?? 0)), kind).toBeLessThan(1e-9);
          }
        }
      }),
      { seed: 22, numRuns: 300 },
    );
  });
});
