import { requireNonNegative } from '../support/require.ts';
import type { BandTarget } from './trade-to-band.ts';

/** The no-trade band around the holding that a rule aims at. */
export interface BandOptions {
  /** Half-width of the band, in units of the underlying per option; 0, no band, unless given. */
  readonly halfWidth?: number | undefined;
  /** Where a trade goes once the holding has left the band: 'edge' unless given. */
  readonly to?: BandTarget | undefined;
}

/** Throws a RangeError unless a band makes sense. */
export function requireBand({ halfWidth = 0, to = 'edge' }: BandOptions): void {
  requireNonNegative('halfWidth', halfWidth);
  if (to !== 'edge' && to !== 'centre') throw new RangeError(`to is '${to}': expected 'edge' or 'centre'`);
}
