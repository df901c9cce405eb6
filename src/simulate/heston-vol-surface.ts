import { momentRange } from '../contracts/cosine-pricing.ts';
import { hestonLogMoment } from '../contracts/heston-characteristic.ts';
import type { HestonOrBates } from '../contracts/heston-parameters.ts';
import { cosineImpliedVol } from '../contracts/heston-price.ts';
import { hestonPuts, mostTermsOfMany } from '../contracts/heston-series.ts';
import { expectedVarianceLeft } from '../contracts/heston-variance-swap.ts';

/**
 * Implied volatilities of one time to expiry, by strike and variance. With w the variance that the diffusion is expected
 * to have left, the table holds σ √(τ/w) on equal steps of arsinh(ln(K/F)/√w) (columns) and of ln w (rows): there it is
 * smooth from no variance to the highest.
 */
export interface HestonVolSlice {
  readonly years: number;
  readonly rows: number;
  /** Values of a row, the middle one at the money. */
  readonly columns: number;
  readonly table: Float64Array;
  /** w = `leastTotal` + `slope` · variance. */
  readonly leastTotal: number;
  readonly slope: number;
  /** Rows per unit of ln w. */
  readonly inverseRowStep: number;
}

/** Columns per unit of arsinh(ln(K/F)/√w), and on either side of the money: 45 √w away without jumps, which go farther. */
export const inverseColumnStep = 48 / 4.5;
const sideColumns = 48;
const mostSideColumns = 256;

const rowStep = 0.25;
/** Times to expiry that are priced, of those asked for. */
const pricedSlices = 24;
const tolerance = 1e-10;
/** Prices over the forward below this are left out, where jumps fall off steeply a smaller one: there a slice goes on flat. */
const leastPrice = 3e-9;
const leastJumpPrice = 6e-10;
/** Probability beyond the strikes that columns reach on either side, where no variance is left to the diffusion. */
const leastProbability = 1e-8;

/**
 * Prices a slice by the cosine series, one series a row. Read by cubic interpolation (`hestonVolRow` of
 * assembly/paths/heston-vol.ts) it is exact to 0.01 volatility points (0.02 with jumps) where the option out of the money
 * costs more than 1e-5 of the forward, to 0.1 where it costs more than 1e-7. Jumps that are nearly all of one size bend the
 * smile more sharply than columns follow: some states are 0.05 points off where jumpSd is a quarter of |jumpMean|, 0.5 at a
 * tenth of it, 3 at none. Takes some milliseconds; tens of them days before expiry at a high volatility of variance, and up
 * to twice as long with jumps.
 *
 * @param highestVariance beyond it the last row counts
 * @param rows as many as keep them a quarter of ln w apart, by default
 * @param columns as many as reach all strikes that jumps reach, by default
 */
export function hestonVolSlice(
  parameters: HestonOrBates,
  years: number,
  highestVariance: number,
  rows: number = rowsOf(parameters, years, highestVariance),
  columns: number = columnsOf(parameters, years),
): HestonVolSlice {
  const { leastTotal, slope, lowest, span } = scaleOf(parameters, years, highestVariance);
  const step = span / (rows - 1);
  const least = (parameters.jumpsPerYear ?? 0) > 0 ? leastJumpPrice : leastPrice;
  const table = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const total = Math.exp(lowest + row * step);
    const initialVariance = Math.max((total - leastTotal) / slope, 0);
    const puts = hestonPuts({ ...parameters, initialVariance }, years, tolerance, mostTermsOfMany);
    const ratioAt = (logMoneyness: number) =>
      cosineImpliedVol(puts, logMoneyness, years, least) * Math.sqrt(years / total);
    fillRow(table.subarray(row * columns, (row + 1) * columns), Math.sqrt(total), ratioAt);
  }
  return { years, rows, columns, table, leastTotal, slope, inverseRowStep: 1 / step };
}

/**
 * Slices of many times to expiry, in their order. Beyond two dozen of them, only some are priced, with logarithms of time
 * about equally far apart; the others are interpolated between these by cubics of ln τ, node by node. That adds less than 0.05
 * volatility points to the error of a slice.
 *
 * @param lives in years, all different and above 0
 */
export function hestonVolSlices(
  parameters: HestonOrBates,
  lives: readonly number[],
  highestVariance: number,
): readonly HestonVolSlice[] {
  if (lives.length <= pricedSlices) return lives.map((years) => hestonVolSlice(parameters, years, highestVariance));
  const sorted = lives.toSorted((a, b) => a - b);
  const rows = Math.max(...sorted.map((years) => rowsOf(parameters, years, highestVariance)));
  const chosen = spreadOut(sorted);
  const columns = Math.max(...chosen.map((years) => columnsOf(parameters, years)));
  const priced = chosen.map((years) => hestonVolSlice(parameters, years, highestVariance, rows, columns));
  const times = priced.map(({ years }) => Math.log(years));
  return lives.map((years) => {
    const known = priced.find((slice) => slice.years === years);
    if (known !== undefined) return known;
    const { leastTotal, slope, span } = scaleOf(parameters, years, highestVariance);
    const table = new Float64Array(rows * columns);
    const time = Math.log(years);
    const after = times.findIndex((each) => each > time);
    const first = Math.min(Math.max(after - 2, 0), times.length - 4);
    for (let j = first; j < first + 4; j++) {
      let weight = 1;
      for (let k = first; k < first + 4; k++) if (k !== j) weight *= (time - times[k]) / (times[j] - times[k]);
      const from = priced[j].table;
      for (let i = 0; i < table.length; i++) table[i] += weight * from[i];
    }
    return { years, rows, columns, table, leastTotal, slope, inverseRowStep: (rows - 1) / span };
  });
}

/** Some of the times, with the first and the last of them: neighbours, or by the logarithm about equally far apart. */
function spreadOut(sorted: readonly number[]): number[] {
  const last = sorted.length - 1;
  const chosen = [0];
  while (chosen[chosen.length - 1] < last) {
    const at = chosen[chosen.length - 1];
    const ratio = (sorted[last] / sorted[at]) ** (1 / (pricedSlices - chosen.length));
    const far = sorted.findIndex((years) => years > sorted[at] * ratio * (1 + 1e-12));
    chosen.push(Math.max(at + 1, far < 0 ? last : far - 1));
  }
  return chosen.map((index) => sorted[index]);
}

/** What rows are counted on: w at no variance and its slope, ln w of the first row and its distance to the last. */
function scaleOf(parameters: HestonOrBates, years: number, highestVariance: number) {
  const leastTotal = expectedVarianceLeft(0, years, parameters);
  const slope = expectedVarianceLeft(1, years, parameters) - leastTotal;
  const lowest = Math.log(leastTotal);
  return { leastTotal, slope, lowest, span: Math.log(leastTotal + slope * highestVariance) - lowest };
}

function rowsOf(parameters: HestonOrBates, years: number, highestVariance: number): number {
  return Math.max(4, Math.ceil(scaleOf(parameters, years, highestVariance).span / rowStep) + 1);
}

/**
 * Jumps move prices as far on days when the diffusion has next to no variance left as on others, and by then it is √w that is
 * small: columns go on, as far apart as before, to strikes that are hardly ever reached.
 */
function columnsOf(parameters: HestonOrBates, years: number): number {
  const { jumpsPerYear = 0 } = parameters;
  if (jumpsPerYear === 0) return 2 * sideColumns + 1;
  const { leastTotal } = scaleOf(parameters, years, 0);
  const still = { ...parameters, initialVariance: 0 };
  const { low, high } = momentRange((p) => hestonLogMoment(still, years, p), leastProbability);
  const wanted = Math.ceil(Math.asinh(Math.max(-low, high) / Math.sqrt(leastTotal)) * inverseColumnStep);
  return 2 * Math.min(Math.max(wanted, sideColumns), mostSideColumns) + 1;
}

/** From the middle out on both sides, flat from where prices become too small. */
function fillRow(row: Float64Array, deviation: number, ratioAt: (logMoneyness: number) => number): void {
  const middle = (row.length - 1) / 2;
  // The price at the money is small only where almost no variance is left: then the volatility is that of the variance.
  const centre = ratioAt(0);
  row[middle] = Number.isNaN(centre) ? 1 : centre;
  for (const side of [-1, 1]) {
    let isFlat = Number.isNaN(centre);
    for (let column = middle + side; column >= 0 && column < row.length; column += side) {
      const ratio = isFlat ? Number.NaN : ratioAt(deviation * Math.sinh((column - middle) / inverseColumnStep));
      isFlat = Number.isNaN(ratio);
      row[column] = isFlat ? row[column - side] : ratio;
    }
  }
}

/**
 * A variance that paths exceed with a probability of some 1e-12: the tail of the non-central χ² distribution of v at
 * the horizon, which is at its widest for v₀ or θ, whichever is higher.
 */
export function highestVariance(parameters: HestonOrBates, years: number): number {
  const { initialVariance, meanReversionAnnual: kappa, longRunVariance: theta, volOfVol: sigma } = parameters;
  const scale = (-Math.expm1(-kappa * years) * sigma * sigma) / (4 * kappa);
  return (Math.sqrt(Math.max(initialVariance, theta)) + Math.sqrt(56 * scale)) ** 2;
}
