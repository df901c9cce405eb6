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
/** Below it prices have lost digits; such options are quoted as the nearest that has not. */
const smallestPrice = 1e-250;

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
  values[half] = smileVol(jumps, 0, years, jumps.volAnnual);
  for (let i = 1; i <= half; i++) {
    values[half + i] = smileVol(jumps, i * step, years, values[half + i - 1]);
    values[half - i] = smileVol(jumps, -i * step, years, values[half - i + 1]);
  }
  return { values, origin: -reach, inverseStep: half / reach };
}

function smileVol(jumps: MertonJumps, logMoneyness: number, years: number, nearest: number): number {
  if (years === 0) return jumps.volAnnual;
  const optionType = logMoneyness > 0 ? 'put' : 'call';
  const forward = Math.exp(logMoneyness);
  const price = mertonPrice(optionType, forward, 1, years, 0, jumps);
  return price > smallestPrice ? impliedVol(optionType, price, forward, 1, years, 0) : nearest;
}
