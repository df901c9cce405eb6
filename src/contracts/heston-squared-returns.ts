import { type HestonOrBates, jumpCompensator } from './heston-parameters.ts';

/** When a variance swap is observed from now on. */
export interface ReturnIntervals {
  /** Years to the next fixing, and from each to the one after. */
  readonly first: number;
  readonly others: number;
  /** Fixings to come, expiry included. */
  readonly fixings: number;
}

/**
 * Expected sum of squared log returns over fixings to come under Heston or Bates, exact (as in Broadie and Jain 2008, "The
 * effect of jumps and discrete sampling on volatility and variance swaps"). Given the variance v at its start, a return
 * over h years has a mean a + b v and a variance that is linear in v too; the mean and variance of v itself are known.
 *
 * With g(s) = (1 − e^{−κ(h − s)})/κ the return deviates by ∫ √v dW − ½ ∫ g σ √v dB, so that its variance is
 * ∫ E[v_s] (1 − ρσ g + σ² g²/4) ds, and that of the jumps λh (μ² + δ²).
 *
 * @param carryAnnual r − q
 * @param moved log of the price now over that of the last fixing, a part of the next return; 0 by default
 */
export function hestonSquaredReturns(
  parameters: HestonOrBates,
  carryAnnual: number,
  { first, others, fixings }: ReturnIntervals,
  moved = 0,
): number {
  const { initialVariance: v, meanReversionAnnual: kappa, longRunVariance: theta, volOfVol } = parameters;
  const next = returnMoments(parameters, carryAnnual, first);
  const later = returnMoments(parameters, carryAnnual, others);
  let sum = 0;
  for (let i = 0, years = 0; i < fixings; i++) {
    const { level, slope, steady, fading } = i === 0 ? next : later;
    const decay = Math.exp(-kappa * years);
    const reach = -Math.expm1(-kappa * years) / kappa;
    const expected = theta + (v - theta) * decay;
    const spread = volOfVol * volOfVol * reach * (v * decay + 0.5 * theta * kappa * reach);
    const mean = level + slope * expected + (i === 0 ? moved : 0);
    sum += mean * mean + slope * slope * spread + steady + fading * (expected - theta);
    years += i === 0 ? first : others;
  }
  return sum;
}

/** A return over so many years: mean level + slope × v, variance steady + fading × (v − θ). */
function returnMoments(parameters: HestonOrBates, carryAnnual: number, years: number) {
  const { meanReversionAnnual: kappa, longRunVariance: theta, volOfVol, correlation } = parameters;
  const { jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  const reach = -Math.expm1(-kappa * years) / kappa;
  const drift = carryAnnual + jumpsPerYear * (jumpMean - jumpCompensator(parameters));
  const weight = (at: number) => {
    const left = (volOfVol * -Math.expm1(-kappa * (years - at))) / kappa;
    return 1 - correlation * left + 0.25 * left * left;
  };
  const panels = Math.max(1, Math.ceil((kappa * years) / decayOfPanel));
  return {
    level: drift * years - 0.5 * theta * (years - reach),
    slope: -0.5 * reach,
    steady: theta * integrate(weight, years, panels) + jumpsPerYear * years * (jumpMean * jumpMean + jumpSd * jumpSd),
    fading: integrate((at) => Math.exp(-kappa * at) * weight(at), years, panels),
  };
}

/** Decay by e^−2 within a panel leaves eight nodes an error near rounding. */
const decayOfPanel = 2;
const nodes = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const weights = [0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626];

/** Gauss and Legendre's rule of eight nodes on each panel of [0, end]. */
function integrate(f: (at: number) => number, end: number, panels: number): number {
  const half = end / (2 * panels);
  let sum = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = (2 * panel + 1) * half;
    for (let i = 0; i < nodes.length; i++) {
      sum += weights[i] * (f(middle - nodes[i] * half) + f(middle + nodes[i] * half));
    }
  }
  return half * sum;
}
