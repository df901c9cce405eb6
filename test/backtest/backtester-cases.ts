import type { HedgingTerms } from '../../src/backtest/hedging-terms.ts';
import type { Ledger } from '../../src/backtest/ledger.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import type { Hedger } from '../../src/hedgers/hedger.ts';
import type { FrictionTerms } from '../../src/market/frictions/friction-terms.ts';
import type { Paths } from '../../src/market/paths.ts';

/** A policy around a function. */
export function policy(hedge: Hedger['hedge'], signals: readonly string[] = []): Hedger {
  return { name: 'test', kind: 'band', signals, hedge, toJSON: () => ({ kind: 'band', name: 'test' }) };
}

/** A policy that wants the same holdings on every path: `script[i][step]` of instrument i. */
export function scripted(...script: readonly (readonly number[])[]): Hedger {
  return policy((view, target) => script.forEach((wanted, i) => void target[i]?.fill(wanted[view.step])));
}

/** Paths with given prices, one row per path, struck at 100, a tenth of a year from step to step. */
export function pathsOf(rows: readonly (readonly number[])[], more: Partial<Paths> = {}): Paths {
  const paths = rows.length;
  const steps = rows[0].length - 1;
  return {
    paths,
    steps,
    spot: columnsOf(rows),
    impliedVol: new Float64Array((steps + 1) * paths).fill(0.2),
    yearsToExpiry: Float64Array.from({ length: steps + 1 }, (_, step) => (steps - step) / 10),
    strike: new Float64Array(paths).fill(100),
    signals: {},
    ...more,
  };
}

/** (steps + 1) × paths columns, from one row per path. */
export function columnsOf(rows: readonly (readonly number[])[]): Float64Array {
  const paths = rows.length;
  return Float64Array.from({ length: paths * rows[0].length }, (_, at) => rows[at % paths][Math.floor(at / paths)]);
}

/** A written call on a share without dividends, at no interest. */
export function shortCall(...frictions: readonly FrictionTerms[]): HedgingTerms {
  return {
    contract: { type: 'call', strike: 1 },
    position: -1,
    underlying: plainUnderlying(0),
    frictions: { underlying: frictions },
  };
}

/** Greatest amount by which a path's items miss its P&L, in money. */
export function worstIdentityError(ledger: Ledger): number {
  let worst = 0;
  for (let p = 0; p < ledger.paths; p++) {
    const earned = ledger.premium[p] + ledger.gains[p] + ledger.interest[p] + ledger.dividends[p];
    const paid = ledger.payoff[p] + ledger.costs[p] + ledger.borrow[p] + ledger.funding[p];
    const error = Math.abs(ledger.pnl[p] - (earned - paid));
    // NaN must not pass for the identity.
    worst = error <= worst ? worst : error;
  }
  return worst;
}
