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
