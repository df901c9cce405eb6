import type { HedgeView } from './hedger.ts';
import { type BandTarget, tradeInBand } from './trade-to-band.ts';

/**
 * Trades the underlying in a band around the hedge of a delta, −position × delta.
 *
 * @param column arrives with the contract's delta on each path, leaves with the holding wanted: a policy's `target[0]`
 * @param halfWidth of the band, in units of the underlying per option, for all paths or for each
 */
export function tradeAround(
  { position, holdings }: Pick<HedgeView, 'position' | 'holdings'>,
  column: Float64Array,
  halfWidth: number | Float64Array,
  to: BandTarget,
): void {
  const [held] = holdings;
  for (let path = 0; path < column.length; path++) {
    const width = typeof halfWidth === 'number' ? halfWidth : halfWidth[path];
    column[path] = tradeInBand(held[path], -position * column[path], width, to);
  }
}
