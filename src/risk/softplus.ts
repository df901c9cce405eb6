/** max(x, 0), or w log(1 + e^(x/w)) where it is smoothed over a width w > 0: above it by at most w log 2. */
export function softplus(x: number, width: number): number {
  if (width === 0) return Math.max(x, 0);
  return Math.max(x, 0) + width * Math.log1p(Math.exp(-Math.abs(x) / width));
}

/** Its slope: 0 below the kink, 1 above, at the kink itself 0, or smoothed 1/(1 + e^(−x/w)). */
export function softplusSlope(x: number, width: number): number {
  if (width === 0) return x > 0 ? 1 : 0;
  return 1 / (1 + Math.exp(-x / width));
}

/** The x ≥ 0, or any where it is smoothed, of a softplus. */
export function softplusInverse(value: number, width: number): number {
  return width === 0 ? value : value + width * Math.log(-Math.expm1(-value / width));
}

/** What a criterion's name says of its smoothing. */
export function smoothed(width: number): string {
  return width === 0 ? '' : `, smoothed over ${width}`;
}
