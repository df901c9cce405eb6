import { impliedVol } from '../contracts/implied-vol.ts';
import { type MertonJumps, mertonPrice } from '../contracts/merton-price.ts';

/** Implied volatilities by log-moneyness ln(forward / strike), for interpolation between equal steps. */
export interface SmileTable {
  readonly values: Float64Array;
  /** Log-moneyness of the first value, and steps to a unit of it. */
  readonly origin: number;
  readonly inverseStep: number;
}

/** Nodes to a standard deviation of what the diffusion has left: cubic interpolation misses by less than 1e-5. */
const nodesPerDeviation = 4;
const mostNodes = 4097;
/** Options out of the money that cost less, over the strike, are worth nothing: they are quoted as the nearest that does not. */
const smallestPrice = 1e-30;

/**
 * Black–Scholes volatilities of Merton's prices on [−reach, reach] of log-moneyness, each from its out-of-the-money option.
 * At expiry (years = 0) the volatility of the diffusion, their limit at the money.
 */
export function mertonSmile(jumps: MertonJumps, years: number, reach: number): SmileTable {
  const deviation = jumps.volAnnual * Math.sqrt(years);
  const wanted = years > 0 ? Math.ceil((reach * nodesPerDeviation) / deviation) : 2;
  const half = Math.max(2, Math.min((mostNodes - 1) / 2, wanted));
  const step = reach / half;
  const values = new Float64Array(2 * half + 1);
  values[half] = smileVol(jumps, 0, years);
  for (const side of [-1, 1]) {
    let isFlat = false;
    for (let i = 1; i <= half; i++) {
      const vol = isFlat ? Number.NaN : smileVol(jumps, side * i * step, years);
      isFlat = Number.isNaN(vol);
      values[half + side * i] = isFlat ? values[half + side * (i - 1)] : vol;
    }
  }
  return { values, origin: -reach, inverseStep: half / reach };
}

/** NaN where the option is worth nothing. */
function smileVol(jumps: MertonJumps, logMoneyness: number, years: number): number {
  if (years === 0) return jumps.volAnnual;
  const optionType = logMoneyness > 0 ? 'put' : 'call';
  const forward = Math.exp(logMoneyness);
  const price = mertonPrice(optionType, forward, 1, years, 0, jumps);
  return price > smallestPrice ? impliedVol(optionType, price, forward, 1, years, 0) : Number.NaN;
}
