/**
 * z / x(z), x(z) = ln((√(1 − 2ρz + z²) + z − ρ) / (1 − ρ)); 1 at z = 0.
 *
 * For z >= 0 the argument of the logarithm is 1 + z (r + 1 + z − 2ρ) / ((r + 1)(1 − ρ)) with r the root, which has no
 * cancellation; negative z follow from x(z; ρ) = −x(−z; −ρ).
 */
export function haganRatio(signed: number, signedCorrelation: number): number {
  const z = Math.abs(signed);
  if (z < 1e-16) return 1;
  const rho = signed < 0 ? -signedCorrelation : signedCorrelation;
  const root = Math.sqrt(1 + z * (z - 2 * rho));
  return z / Math.log1p((z * (root + 1 + z - 2 * rho)) / ((root + 1) * (1 - rho)));
}

/**
 * Derivative of `haganRatio` by z: (1 − f / √(1 − 2ρz + z²)) / x(z), f the ratio; near z = 0, where that is a difference of
 * equals, the series −ρ/2 + (1/3 − ρ²/2) z.
 */
export function haganRatioSlope(z: number, correlation: number): number {
  if (Math.abs(z) < 1e-5) return -0.5 * correlation + (1 / 3 - 0.5 * correlation * correlation) * z;
  const ratio = haganRatio(z, correlation);
  return ((1 - ratio / Math.sqrt(1 + z * (z - 2 * correlation))) * ratio) / z;
}
