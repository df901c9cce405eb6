/** Where a trade goes once the holding has left its no-trade band. */
export type BandTarget = 'edge' | 'centre';

/**
 * The holding after a trade to the nearer edge of a no-trade band: inside the band nothing is traded, outside it just
 * enough to reach the edge, which is optimal under proportional costs (Davis, Panas and Zariphopoulou 1993).
 *
 * @param lower lower edge, at most `upper`; edges may be infinite
 * @example
 * tradeToBand(0.3, 0.45, 0.55); // 0.45
 */
export function tradeToBand(held: number, lower: number, upper: number): number {
  return Math.min(Math.max(held, lower), upper);
}

/**
 * The holding after a trade within a band of `halfWidth` around `centre`: to its nearer edge, or all the way to its
 * centre, which is what fixed costs ask for (each trade costs the same, so it had better be a large one).
 *
 * @param halfWidth in the unit of the holding, 0 or more; may be infinite
 * @example
 * tradeInBand(0.3, 0.5, 0.05, 'edge'); // 0.45
 * tradeInBand(0.3, 0.5, 0.05, 'centre'); // 0.5
 */
export function tradeInBand(held: number, centre: number, halfWidth: number, to: BandTarget): number {
  const lower = centre - halfWidth;
  const upper = centre + halfWidth;
  if (to === 'edge') return tradeToBand(held, lower, upper);
  return held < lower || held > upper ? centre : held;
}
