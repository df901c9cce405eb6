/** Throws a RangeError on an empty sample of P&L. */
export function requireSample(pnl: Float64Array): void {
  if (pnl.length === 0) throw new RangeError('the sample is empty: expected at least one value');
}
