import type { Criterion } from './criterion.ts';

/** Halvings until a price stands to the last digits. */
const halvings = 200;

/**
 * The indifference price of a contract: the premium with which hedging it is as good as trading without it, π(Z) − π(0) in Buehler,
 * Gonon, Teichmann and Wood, "Deep hedging" (2019).
 *
 * For criteria that take cash off one to one it is the difference of the certainty equivalents; for others the least premium p
 * with value(hedged + p) ≤ value(trading), found by halving.
 *
 * @param hedged P&L of the contract with its hedge, no premium received
 * @param trading P&L of the best trading without the contract; nothing, 0, by default
 * @throws RangeError for a criterion that does not see cash, such as variance
 * @example
 * indifferencePrice(cvar(0.5), pnlWithoutPremium); // the price a desk of this criterion asks
 */
export function indifferencePrice(
  criterion: Criterion,
  hedged: Float64Array,
  trading: Float64Array = new Float64Array(1),
): number {
  if (criterion.seesCash === false) {
    throw new RangeError(
      `the criterion '${criterion.name}' does not see cash: expected one that has a price, such as mean-sd`,
    );
  }
  if (criterion.isCashInvariant) return criterion.certaintyEquivalent(hedged) - criterion.certaintyEquivalent(trading);
  const wanted = criterion.value(trading);
  const isEnough = (premium: number) => valueOr(criterion, hedged, premium) <= wanted;
  let [low, high] = [-1, 1];
  while (!isEnough(high) && high < Number.POSITIVE_INFINITY) high *= 2;
  while (isEnough(low)) low *= 2;
  for (let step = 0; step < halvings; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Infinite where the criterion does not know so low a wealth. */
function valueOr(criterion: Criterion, pnl: Float64Array, premium: number): number {
  try {
    return criterion.value(pnl.map((gain) => gain + premium));
  } catch (error) {
    if (error instanceof RangeError) return Number.POSITIVE_INFINITY;
    throw error;
  }
}
