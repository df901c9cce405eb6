/**
 * What each path earned and paid, in money per 1 unit of contract. On every path
 * `pnl = premium − payoff + gains − costs + interest`, where `pnl` is the cash account after settlement and the other
 * items are summed on their own, so the identity checks the accounts.
 */
export interface Ledger {
  readonly paths: number;
  /** Received for the option at writing (negative when the desk buys it). */
  readonly premium: Float64Array;
  /** Paid at expiry (negative when the desk owns the option). */
  readonly payoff: Float64Array;
  /** Holdings × price changes. */
  readonly gains: Float64Array;
  /** Trading costs, the first trade and the unwinding at expiry included. */
  readonly costs: Float64Array;
  /** Accrued on the cash account. */
  readonly interest: Float64Array;
  readonly pnl: Float64Array;
  /** Value traded. */
  readonly traded: Float64Array;
  /** Number of trades. */
  readonly trades: Float64Array;
  /** Holding of the underlying after each step's trade, (steps + 1) × paths, 0 at expiry; when recorded. */
  readonly holdings: Float64Array | null;
}

/** An empty ledger. */
export function createLedger(paths: number, steps: number, recordHoldings: boolean): Ledger {
  return {
    paths,
    premium: new Float64Array(paths),
    payoff: new Float64Array(paths),
    gains: new Float64Array(paths),
    costs: new Float64Array(paths),
    interest: new Float64Array(paths),
    pnl: new Float64Array(paths),
    traded: new Float64Array(paths),
    trades: new Float64Array(paths),
    holdings: recordHoldings ? new Float64Array((steps + 1) * paths) : null,
  };
}

/** P&L in percent of spot at writing, the unit of every comparison. */
export function pnlPercent(ledger: Ledger, spotAtWriting: Float64Array): Float64Array {
  return ledger.pnl.map((pnl, path) => (100 * pnl) / spotAtWriting[path]);
}
