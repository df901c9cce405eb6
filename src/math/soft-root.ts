/**
 * √(square + width²) − width: a square root without the kink at 0, below √square by no more than `width`. Written so
 * that a small square keeps its digits.
 */
export function softRoot(square: number, width: number): number {
  if (width === 0) return Math.sqrt(square);
  return square / (Math.sqrt(square + width * width) + width);
}
