import type { ImpliedVolQuote } from './implied-vol-quotes.ts';

/** Where a calibration ended, and between which bounds, in its coordinates. */
export interface FittedCoordinates {
  /** What each coordinate stands for. */
  readonly names: readonly string[];
  readonly values: readonly number[];
  readonly lowest: readonly number[];
  readonly highest: readonly number[];
  /** What was fitted to; 'the quotes' by default. */
  readonly of?: 'the quotes' | 'history';
}

/** Expiries all within this share of each other are as good as one. */
const leastSpread = 1.1;
/** A coordinate this close to a bound, as a share of the room between bounds, ended there. */
const atBound = 1e-4;

/** One sentence on the parameters that ended at a bound, if any did. */
export function boundWarnings({ names, values, lowest, highest, of = 'the quotes' }: FittedCoordinates): string[] {
  const held = names.filter((_, i) => {
    const room = atBound * (highest[i] - lowest[i]);
    return values[i] <= lowest[i] + room || values[i] >= highest[i] - room;
  });
  return held.length === 0
    ? []
    : [`ended at a bound, so ${of} ${of === 'history' ? 'does' : 'do'} not settle it: ${held.join(', ')}.`];
}

/** One sentence where all expiries lie so close together that they tell of one point in time only. */
export function expiryWarnings(quotes: readonly ImpliedVolQuote[]): string[] {
  const years = quotes.filter(({ weight = 1 }) => weight > 0).map((quote) => quote.years);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  if (last >= leastSpread * first) return [];
  return [
    `all expiries lie within 10 % of each other (${short(first)} to ${short(last)} years): what changes with time is loose; add expiries further apart.`,
  ];
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
