import { requireRows } from './forecast-input.ts';

/** Share of the rows with targets, the latest ones, that choose the weights of a network that is alone. */
const ALONE_HELD_SHARE = 0.15;
/** The same for one of several, at most. */
const MOST_HELD_SHARE = 0.2;
/** Rows that the weights must at least be fitted to. */
const FIT_ROWS = 100;

/**
 * Rows that one network is fitted to and those that choose among its weights, a gap of `longest` rows between them, so that no
 * target of the one reaches into the other. The networks of an ensemble hold back a block each, spread evenly over the whole,
 * so that all days teach most of them; one alone holds back the latest rows.
 */
export function splitRows(
  [from, to]: readonly [number, number],
  longest: number,
  member: number,
  ensemble: number,
): Record<'fitted' | 'held', Int32Array> {
  const length = to - from;
  const block = Math.floor(heldShare(ensemble) * length);
  const place = ensemble === 1 ? 1 : member / (ensemble - 1);
  const heldFrom = from + Math.round(place * (length - block));
  const heldTo = heldFrom + block;
  const all = Int32Array.from({ length }, (_, k) => from + k);
  return {
    fitted: all.filter((row) => row < heldFrom - longest || row >= heldTo + longest),
    held: all.subarray(heldFrom - from, heldTo - from),
  };
}

/** Share of the rows that one network of an ensemble holds back. */
function heldShare(ensemble: number): number {
  return ensemble === 1 ? ALONE_HELD_SHARE : Math.min(1 / ensemble, MOST_HELD_SHARE);
}

/** Throws an InputError unless the rows leave every network enough to be fitted to. */
export function requireNetworkRows(
  name: string,
  rows: number,
  warmup: number,
  { window, ensemble }: { readonly window: number; readonly ensemble: number },
  longest: number,
): void {
  // A block in the middle has a gap on either side.
  const gaps = ensemble > 2 ? 2 * longest : longest;
  const usable = Math.ceil((FIT_ROWS + gaps) / (1 - heldShare(ensemble))) + 1;
  const parts = `${warmup} for its features, ${window - 1} to fill its window, ${usable} to fit and to hold back, ${longest} for the longest horizon`;
  requireRows(name, rows, warmup + window - 1 + usable + longest, parts);
}
