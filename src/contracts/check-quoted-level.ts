import type { ContractTerms } from './contract-terms.ts';
import { referenceLevel } from './reference-level.ts';

/** What of a set of paths says where its contracts lie: `Paths.strike`, and the price at writing first in `Paths.spot`. */
export interface QuotedPaths {
  readonly strike: Float64Array;
  readonly spot: Float64Array;
}

/**
 * Refuses paths quoted at the money for a contract whose reference level lies elsewhere. The money of that level is what the
 * paths say, so all levels of the contract would be moved, and another contract hedged than the terms describe. Levels in
 * money are told by the strike that equals the level itself.
 *
 * @throws RangeError naming the `moneyness` to draw the paths with
 * @example
 * const terms = { type: 'call-spread', strikes: [1, 1.1] } as const;
 * const atTheMoney = createGbm({ volAnnual: 0.2 }).simulate({ paths: 10, steps: 21, seed: 1, stream: ['example'] });
 * checkQuotedLevel(atTheMoney, terms); // throws: draw the paths with moneyness 1.05
 */
export function checkQuotedLevel({ strike, spot }: QuotedPaths, terms: ContractTerms): void {
  const level = referenceLevel(terms);
  const path = strike.findIndex((money, at) => money === spot[at] && money !== level);
  if (level === 1 || path < 0) return;
  throw new RangeError(
    `path ${path} is quoted at the money (strike ${strike[path]}, the price at writing), the levels of the ${terms.type} lie around ${level} times that price: draw the paths with moneyness: referenceLevel(contract), or write levels as multiples of a strike at the money`,
  );
}
