/**
 * The least x in (low, high] from which on a condition holds, to the last bit: interval halving until no number lies
 * between the ends.
 *
 * @param holds false up to some x and true from there on; taken to be true at `high`, and not asked at either end
 * @example
 * bisect((x) => x * x >= 2, 0, 2); // Math.SQRT2, or the number next to it
 */
export function bisect(holds: (x: number) => boolean, low: number, high: number): number {
  let without = low;
  let within = high;
  for (;;) {
    const middle = without / 2 + within / 2;
    if (!(middle > without && middle < within)) return within;
    if (holds(middle)) within = middle;
    else without = middle;
  }
}
