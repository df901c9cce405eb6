import { bisect } from '../math/bisect.ts';
import type { Criterion } from './criterion.ts';

/**
 * The indifference price of a contract: the least premium with which hedging it is no worse than trading without it,
 * π(contract) − π(nothing) of Buehler, Gonon, Teichmann and Wood, "Deep hedging" (2019), with π the certainty equivalent of
 * the best hedge. Both samples come from their own best hedge; where trading alone earns nothing, the second is 0.
 *
 * For cash-invariant criteria it is the difference of certainty equivalents (for `variance`: of mean losses). For the
 * others, where a premium changes the appetite for risk, the premium is searched for, to the last bit.
 *
 * @param criterion what the desk judges by
 * @param withContract P&L of the hedged contract without its premium, in the unit of the price
 * @param tradingAlone P&L of trading without the contract; nothing, by default
 * @throws RangeError for an empty sample; InputError for trading alone that leaves no wealth for `isoelastic`
 * @example
 * indifferencePrice(cvar(0.5), Float64Array.of(-1, -3, -2, 0)); // 2.5
 * @example
 * // Premium p makes √(wealth × wealth) what it was: (10 + p)(5 + p) = 10².
 * indifferencePrice(isoelastic(1, 10), Float64Array.of(0, -5)); // 2.8077…
 */
export function indifferencePrice(
  criterion: Criterion,
  withContract: Float64Array,
  tradingAlone: Float64Array = Float64Array.of(0),
): number {
  const { certaintyEquivalent, isCashInvariant = true, lowestPnl = Number.NEGATIVE_INFINITY } = criterion;
  const aim = certaintyEquivalent(tradingAlone);
  if (isCashInvariant) return certaintyEquivalent(withContract) - aim;
  if (withContract.length === 0) throw new RangeError('the sample is empty: expected at least one value');
  const contract = rangeOf(withContract);
  const alone = rangeOf(tradingAlone);
  if (![aim, contract.lowest, contract.highest].every(Number.isFinite)) return Number.NaN;
  const isEnough = (premium: number) =>
    contract.lowest + premium > lowestPnl && certaintyEquivalent(withContract.map((gain) => gain + premium)) <= aim;
  // With so much, the worst outcome with the contract is as good as the best without.
  const high = alone.highest - contract.lowest;
  let reach = contract.highest - contract.lowest + alone.highest - alone.lowest;
  if (reach === 0) reach = Math.max(Math.abs(high), 1) * Number.EPSILON;
  let low = high - reach;
  // Below a target, less than that may do too.
  for (; isEnough(low); reach *= 2) low -= reach;
  return bisect(isEnough, low, high);
}

function rangeOf(pnl: Float64Array): { lowest: number; highest: number } {
  let lowest = pnl[0];
  let highest = pnl[0];
  for (const gain of pnl) {
    // Math.min and Math.max keep NaN.
    lowest = Math.min(lowest, gain);
    highest = Math.max(highest, gain);
  }
  return { lowest, highest };
}
