import { millsRatio } from './mills-ratio.ts';

/**
 * R(y − t) − R(y + t) of the Mills ratio, by Taylor's series about y where t is small: the even derivatives cancel. Relative
 * error about (1 + y²) 1e-16.
 */
export function millsDifference(y: number, t: number): number {
  if (t > 0.03) return millsRatio(y - t) - millsRatio(y + t);
  const r = millsRatio(y);
  // R^{(n+1)} = y R^{(n)} + n R^{(n−1)}.
  const r1 = y * r - 1;
  const r2 = y * r1 + r;
  const r3 = y * r2 + 2 * r1;
  const r4 = y * r3 + 3 * r2;
  const r5 = y * r4 + 4 * r3;
  const r6 = y * r5 + 5 * r4;
  const r7 = y * r6 + 6 * r5;
  const tt = t * t;
  return -2 * t * (r1 + tt * (r3 / 6 + tt * (r5 / 120 + (tt * r7) / 5040)));
}
