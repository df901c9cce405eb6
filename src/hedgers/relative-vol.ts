import type { Underlying } from '../contracts/underlying.ts';

/**
 * Volatility of returns, a decimal a year: under Bachelier's model volatility is in money and counts over the size of the
 * price.
 */
export function relativeVol(vol: number, spot: number, { model }: Pick<Underlying, 'model'>): number {
  return model === 'bachelier' ? vol / Math.abs(spot) : vol;
}
