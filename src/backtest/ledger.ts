import type { FrictionKind } from '../market/frictions/friction-terms.ts';

/**
 * What each path earned and paid, in money per 1 unit of contract. On every path `pnl = premium − payoff + gains −
 * costs + interest + dividends − borrow − funding`, where `pnl` is the cash account after settlement and the other
 * items are summed on their own, so the identity checks the accounts.
 */
export interface Ledger {
  readonly paths: number;
  /** Received for the contract at writing (negative when the desk buys it). */
  readonly premium: Float64Array;
  /** Paid at expiry (negative when the desk owns the contract). */
  readonly payoff: Float64Array;
  /** Holdings × price changes, over all hedge instruments. */
  readonly gains: Float64Array;
  /** Trading costs, the first trade and the unwinding at expiry, where there is one, included. */
  readonly costs: Float64Array;
  /** The same costs by kind of friction, over all hedge instruments; a kind that no instrument has is missing. */
  readonly costItems: Readonly<Partial<Record<FrictionKind, Float64Array>>>;
  /** Accrued on the cash account at the interest rate. */
  readonly interest: Float64Array;
  /** Earned by holding the underlying, paid by being short of it: dividends of a share, foreign interest of a currency. */
  readonly dividends: Float64Array;
  /** Fees paid for borrowing what is held short. */
  readonly borrow: Float64Array;
  /** Spread over the interest rate paid on a negative cash account. */
  readonly funding: Float64Array;
  readonly pnl: Float64Array;
  /** Value traded, over all hedge instruments: the sum of |quantity × price|. */
  readonly traded: Float64Array;
  /** Number of trades; two instruments traded at one step count as two. */
  readonly trades: Float64Array;
  /**
   * Units held after each step's trade, one column of (steps + 1) × paths per hedge instrument, the underlying first; 0
   * at expiry. Null unless recorded.
   */
  readonly holdings: readonly Float64Array[] | null;
}

export interface LedgerOptions {
  /** Kinds of friction that charge trades: one item of costs each. */
  readonly costKinds?: readonly FrictionKind[];
  /** Hedge instruments, the underlying among them; 1 by default. */
  readonly instruments?: number;
  readonly recordHoldings?: boolean;
}

/** An empty ledger. */
export function createLedger(paths: number, steps: number, options: LedgerOptions = {}): Ledger {
  const { costKinds = [], instruments = 1, recordHoldings = false } = options;
  const column = () => new Float64Array(paths);
  return {
    paths,
    premium: column(),
    payoff: column(),
    gains: column(),
    costs: column(),
    costItems: Object.fromEntries(costKinds.map((kind) => [kind, column()])),
    interest: column(),
    dividends: column(),
    borrow: column(),
    funding: column(),
    pnl: column(),
    traded: column(),
    trades: column(),
    holdings: recordHoldings ? Array.from({ length: instruments }, () => new Float64Array((steps + 1) * paths)) : null,
  };
}

/** P&L in percent of spot at writing (of its size, where prices are negative), the unit of every comparison. */
export function pnlPercent(ledger: Ledger, spotAtWriting: Float64Array): Float64Array {
  return ledger.pnl.map((pnl, path) => (100 * pnl) / Math.abs(spotAtWriting[path]));
}
