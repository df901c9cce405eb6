import type { Paths } from '../../market/paths.ts';
import type { DrawnFrom, QuoteSource } from './quote-source.ts';
import { redrawVols } from './redraw-vols.ts';

/** An option as its quotes need it. */
export interface QuotedOption {
  readonly name: string;
  readonly moneyness: number;
  /** Years from the contract's expiry to the option's own. */
  readonly extraYears: number;
  /** r − q: what the forward is above the spot, a year. */
  readonly carryAnnual: number;
}

/** Expiries this close, in days, are the same. */
const sameDay = 1e-6;

/**
 * Implied volatilities of a further option along paths: the market's own where it is known, by `redrawVols`; else those of
 * the paths, where they are the option's.
 *
 * Markets quote by strike over spot, as at a rate of 0. With carry the option is quoted by strike over forward, which moves
 * against strike over spot by carry × life: polynomials through a few strikes follow it.
 *
 * @returns (steps + 1) × paths values
 * @throws RangeError when nothing says what the option is quoted at
 */
export function optionVols(paths: Paths, option: QuotedOption, source: QuoteSource, daysPerYear: number): Float64Array {
  const { impliedVol } = paths;
  if (typeof source === 'number') {
    if (isOfContract(paths, option, daysPerYear) || impliedVol.every((vol) => vol === impliedVol[0])) return impliedVol;
    throw new RangeError(
      `the option '${option.name}' has another strike or expiry than the contract, and impliedVol is quoted for the contract's: give { market, request } that the paths were drawn from, or { oneVolatility: true } for one volatility at all strikes and expiries`,
    );
  }
  if (!('market' in source) || source.market.flatVol !== undefined) return impliedVol;
  const isQuoted = source.request.quote !== 'instantaneous' && option.carryAnnual === 0;
  if (isQuoted && isOfContract(paths, option, daysPerYear)) return impliedVol;
  return marketVols(paths, option, source);
}

function isOfContract(paths: Paths, { moneyness, extraYears }: QuotedOption, daysPerYear: number): boolean {
  const isStruckSo = (strike: number, path: number) =>
    Math.abs(moneyness * paths.spot[path] - strike) <= 1e-12 * strike;
  return extraYears * daysPerYear < sameDay && paths.strike.every(isStruckSo);
}

function marketVols(paths: Paths, option: QuotedOption, source: DrawnFrom): Float64Array {
  const { moneyness, extraYears, carryAnnual } = option;
  const extraDays = wholeDays(option, paths.yearsToExpiry[0], source.market.daysPerYear);
  if (carryAnnual === 0) return redrawVols(paths, source, moneyness, extraDays);
  // ln(strike/forward) − ln(strike/spot), step by step.
  const shifts = paths.yearsToExpiry.map((years) => -carryAnnual * (years + extraYears));
  const [first, last] = [shifts[0], shifts[paths.steps]];
  const nodes = chebyshevNodes(first, last, Math.min(3 + Math.ceil(Math.abs(last - first) / nodeWidth), mostNodes));
  const vols = new Float64Array(paths.spot.length);
  nodes.forEach((node, j) => {
    const atNode = redrawVols(paths, source, moneyness * Math.exp(node), extraDays);
    for (let step = 0; step <= paths.steps; step++) {
      const weight = lagrangeWeight(nodes, j, shifts[step]);
      for (let i = step * paths.paths; i < (step + 1) * paths.paths; i++) vols[i] += weight * atNode[i];
    }
  });
  return vols.map((vol) => Math.max(vol, 0));
}

/** Log-moneyness to a further node, and the most of them. */
const nodeWidth = 0.02;
const mostNodes = 9;

function chebyshevNodes(from: number, to: number, count: number): number[] {
  return Array.from(
    { length: count },
    (_, j) => 0.5 * (from + to) + 0.5 * (to - from) * Math.cos((Math.PI * (j + 0.5)) / count),
  );
}

function lagrangeWeight(nodes: readonly number[], j: number, at: number): number {
  return nodes.reduce((weight, node, k) => (k === j ? weight : (weight * (at - node)) / (nodes[j] - node)), 1);
}

/** Days from the contract's expiry to the option's. Markets quote at closes: at whole days. */
function wholeDays({ name, extraYears }: QuotedOption, contractYears: number, daysPerYear: number): number {
  const days = Math.round(extraYears * daysPerYear);
  if (Math.abs(extraYears * daysPerYear - days) < sameDay) return days;
  const [years, next] = [extraYears, days / daysPerYear].map((extra) => contractYears + extra);
  throw new RangeError(
    `the option '${name}' lives ${years * daysPerYear} days of ${daysPerYear} a year: expected whole days, at which the market quotes; the nearest are ${next} years`,
  );
}
