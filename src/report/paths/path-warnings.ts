import { formatNumber } from '../format.ts';
import type { StepMoments } from './path-moments.ts';

export interface DrawnPaths {
  readonly paths: number;
  readonly volUnit: 'lognormal' | 'normal';
  /** Mean of the last price over spot at writing that the market has by construction; undefined where it is not known. */
  readonly expectedGrowth: number | undefined;
}

/** Fewer paths than this tell nothing of the tails. */
const fewestPaths = 100;
/** Fewer than this do not tell standing still from chance. */
const fewestToStand = 1000;
/** A mean of which one path makes up more than this is that path's. */
const mostShare = 0.1;
const mostErrors = 5;
/** Rounding of prices: no mean is compared closer. */
const rounding = 1e-6;
/** Variance gathered between the last two rows, over that of before at the same pace, below which prices stand still. */
const leastPace = 0.05;

/** Sentences on what the drawn prices say against their market or its parameters; none where nothing does. */
export function pathWarnings(rows: readonly StepMoments[], drawn: DrawnPaths): string[] {
  if (drawn.paths < fewestPaths) return [];
  return [...meanWarnings(rows[rows.length - 1], drawn), ...standstillWarnings(rows, drawn.paths)];
}

function meanWarnings(last: StepMoments, { paths, volUnit, expectedGrowth }: DrawnPaths): string[] {
  const share = last.largest / 100 / (paths * last.meanGrowth);
  if (volUnit === 'lognormal' && share > mostShare) {
    return [
      `a single path makes up ${Math.round(100 * share)} % of the mean of the last price: neither the mean nor its standard error can be trusted; volatility is too high for so few paths`,
    ];
  }
  if (expectedGrowth === undefined) return [];
  const distance = Math.abs(last.meanGrowth - expectedGrowth);
  if (distance <= Math.max(mostErrors * last.meanGrowthError, rounding)) return [];
  return [
    `the mean of the last price is ${formatNumber(last.meanGrowth, 5)} of spot at writing where ${formatNumber(expectedGrowth, 5)} is expected, more than ${mostErrors} standard errors off: the market is no martingale at these parameters, or so few paths carry the mean that its standard error cannot be trusted`,
  ];
}

function standstillWarnings(rows: readonly StepMoments[], paths: number): string[] {
  if (rows.length < 2 || paths < fewestToStand) return [];
  const [before, last] = rows.slice(-2);
  const variance = ({ volAnnual, years }: StepMoments) => volAnnual * volAnnual * years;
  const pace = (variance(last) - variance(before)) / (last.years - before.years);
  if (!(pace < leastPace * (variance(before) / before.years))) return [];
  return [
    `prices hardly move after step ${before.step}: the volatility drawn has all but vanished by then; check the volatility of volatility`,
  ];
}
