import { type HestonOrBates, jumpCompensator } from './heston-parameters.ts';

/** E[e^{iuX}] = e^{C + D v₀} of X = ln(S_T / F), as its exponents at many u. */
export interface CharacteristicExponents {
  readonly cRe: Float64Array;
  readonly cIm: Float64Array;
  readonly dRe: Float64Array;
  readonly dIm: Float64Array;
}

/**
 * Exponents C and D at `count` values of u, h apart, from `first` × h; in the form of Albrecher, Mayer, Schoutens and Tistaert, "The
 * little Heston trap" (2007), whose logarithm never leaves its branch:
 *   β = κ − ρσiu,  d = √(β² + σ²(u² + iu)),  g = (β − d)/(β + d)
 *   D = (β − d)/σ² · (1 − e^{−dT})/(1 − g e^{−dT})
 *   C = κθ/σ² · ((β − d) T − 2 ln((1 − g e^{−dT})/(1 − g)))
 * (β − d)/σ² is taken as −(u² + iu)/(β + d) and the logarithm as log1p, so that nothing cancels as σ → 0. Jumps add
 * λT (e^{iuμ − δ²u²/2} − 1 − iu (e^{μ + δ²/2} − 1)) to C.
 */
export function hestonExponents(
  parameters: HestonOrBates,
  years: number,
  spacing: number,
  first: number,
  count: number,
  into: CharacteristicExponents = emptyExponents(count),
): CharacteristicExponents {
  const { meanReversionAnnual: kappa, longRunVariance: theta, volOfVol: sigma, correlation: rho } = parameters;
  const { jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  const { cRe, cIm, dRe, dIm } = into;
  const jumps = jumpsPerYear * years;
  const compensator = jumpCompensator(parameters);
  const sigma2 = sigma * sigma;
  for (let k = 0; k < count; k++) {
    const u = (first + k) * spacing;
    const u2 = u * u;
    const betaIm = -rho * sigma * u;
    // d = √(β² + σ²(u² + iu)), the root with a positive real part.
    const squareRe = kappa * kappa - betaIm * betaIm + sigma2 * u2;
    const squareIm = 2 * kappa * betaIm + sigma2 * u;
    const size = Math.sqrt(squareRe * squareRe + squareIm * squareIm);
    let rootRe = Math.sqrt(0.5 * (size + Math.abs(squareRe)));
    let rootIm = rootRe === 0 ? 0 : (0.5 * squareIm) / rootRe;
    if (squareRe < 0) {
      const swap = rootRe;
      rootRe = Math.abs(rootIm);
      rootIm = squareIm < 0 ? -swap : swap;
    }
    // q = (β − d)/σ² = −(u² + iu)/(β + d)
    const sumRe = kappa + rootRe;
    const sumIm = betaIm + rootIm;
    const sumSize = sumRe * sumRe + sumIm * sumIm;
    const qRe = -(u2 * sumRe + u * sumIm) / sumSize;
    const qIm = (u2 * sumIm - u * sumRe) / sumSize;
    const gRe = (sigma2 * (qRe * sumRe + qIm * sumIm)) / sumSize;
    const gIm = (sigma2 * (qIm * sumRe - qRe * sumIm)) / sumSize;
    // 1 − e^{−dT}
    const decay = Math.exp(-rootRe * years);
    const turn = rootIm * years;
    const half = Math.sin(0.5 * turn);
    const gapRe = -Math.expm1(-rootRe * years) + 2 * decay * half * half;
    const gapIm = decay * Math.sin(turn);
    // 1 − g e^{−dT} = (1 − g) + g (1 − e^{−dT})
    const ggRe = gRe * gapRe - gIm * gapIm;
    const ggIm = gRe * gapIm + gIm * gapRe;
    const lowRe = 1 - gRe;
    const wholeRe = lowRe + ggRe;
    const wholeIm = ggIm - gIm;
    const wholeSize = wholeRe * wholeRe + wholeIm * wholeIm;
    const shareRe = (gapRe * wholeRe + gapIm * wholeIm) / wholeSize;
    const shareIm = (gapIm * wholeRe - gapRe * wholeIm) / wholeSize;
    dRe[k] = qRe * shareRe - qIm * shareIm;
    dIm[k] = qRe * shareIm + qIm * shareRe;
    // ln((1 − g e^{−dT})/(1 − g)) = log1p(g (1 − e^{−dT})/(1 − g))
    const lowSize = lowRe * lowRe + gIm * gIm;
    const xRe = (ggRe * lowRe - ggIm * gIm) / lowSize;
    const xIm = (ggIm * lowRe + ggRe * gIm) / lowSize;
    const logRe = 0.5 * Math.log1p(2 * xRe + xRe * xRe + xIm * xIm);
    const logIm = Math.atan2(xIm, 1 + xRe);
    cRe[k] = kappa * theta * (qRe * years - (2 * logRe) / sigma2);
    cIm[k] = kappa * theta * (qIm * years - (2 * logIm) / sigma2);
    if (jumps > 0) {
      const shrink = Math.exp(-0.5 * jumpSd * jumpSd * u2);
      cRe[k] += jumps * (shrink * Math.cos(u * jumpMean) - 1);
      cIm[k] += jumps * (shrink * Math.sin(u * jumpMean) - u * compensator);
    }
  }
  return into;
}

export function emptyExponents(count: number): CharacteristicExponents {
  const column = () => new Float64Array(count);
  return { cRe: column(), cIm: column(), dRe: column(), dIm: column() };
}

/**
 * ln E[(S_T / F)^p] for a real p: the same exponents at u = −ip. Infinity where the moment has exploded by then (Andersen
 * and Piterbarg 2007).
 */
export function hestonLogMoment(parameters: HestonOrBates, years: number, p: number): number {
  const { initialVariance, meanReversionAnnual: kappa, longRunVariance: theta, volOfVol: sigma } = parameters;
  const { correlation: rho, jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  const beta = kappa - rho * sigma * p;
  const excess = p * p - p;
  const square = beta * beta - sigma * sigma * excess;
  const root = Math.sqrt(Math.abs(square));
  let d: number;
  let c: number;
  if (square >= 0) {
    if (beta < 0 && excess > 0) {
      const explosion = root > 0 ? Math.log((root - beta) / (-beta - root)) / root : -2 / beta;
      if (years >= explosion) return Number.POSITIVE_INFINITY;
    }
    const q = beta > 0 ? excess / (beta + root) : (beta - root) / (sigma * sigma);
    const gap = -Math.expm1(-root * years);
    if (beta > 0) {
      const g = (sigma * sigma * q) / (beta + root);
      d = (q * gap) / (1 - g * (1 - gap));
      c = q * years - (2 * Math.log1p((g * gap) / (1 - g))) / (sigma * sigma);
    } else {
      // With g = (β − d)/(β + d) multiplied out, since β + d may vanish here.
      const whole = beta + root - (beta - root) * (1 - gap);
      d = root === 0 ? excess / (beta + 2 / years) : (excess * gap) / whole;
      const log = root === 0 ? Math.log1p(0.5 * beta * years) : Math.log(whole / (2 * root));
      c = q * years - (2 * log) / (sigma * sigma);
    }
  } else {
    const explosion = (2 / root) * (0.5 * Math.PI + Math.atan(beta / root));
    if (years >= explosion) return Number.POSITIVE_INFINITY;
    const turn = 0.5 * root * years;
    d = excess / (beta + root / Math.tan(turn));
    c = (beta * years - 2 * Math.log(Math.cos(turn) + (beta / root) * Math.sin(turn))) / (sigma * sigma);
  }
  const jumps = Math.expm1(p * jumpMean + 0.5 * p * p * jumpSd * jumpSd) - p * jumpCompensator(parameters);
  return kappa * theta * c + d * initialVariance + jumpsPerYear * years * jumps;
}
