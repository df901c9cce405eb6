import { type CosinePuts, type CosineSeries, cosinePuts, momentRange } from './cosine-pricing.ts';
import { emptyExponents, hestonExponents, hestonLogMoment } from './heston-characteristic.ts';
import { type HestonOrBates, jumpCompensator } from './heston-parameters.ts';

/** Distribution of ln(S_T / F) with its derivatives. */
export interface HestonGreekSeries extends CosineSeries {
  /** ∂A_k/∂v₀ and ∂²A_k/∂v₀². */
  readonly byVariance: Float64Array;
  readonly byVariance2: Float64Array;
  /** ∂A_k/∂T. */
  readonly byTime: Float64Array;
}

const defaultTolerance = 1e-12;

/**
 * Terms at most. Series that need more are those of characteristic functions that hardly fall: |ρ| next to 1 at a high
 * volatility of variance, no variance at all hours before expiry, decades at a volatility of variance of 3. What is cut off
 * costs up to 5e-9 of the forward there.
 */
const mostTerms = 1 << 18;
/** Terms at most for tables and fits, which take thousands of series: some 1e-6 of the forward is cut off in such corners. */
export const mostTermsOfMany = 1 << 15;

/**
 * The cosine series of Heston's or Bates's distribution at an expiry: the one costly pass that serves every strike.
 * Its length follows from how fast the characteristic function falls: some 100 terms for most markets, thousands for
 * days to expiry at a high volatility of variance.
 *
 * @param parameters must have passed `checkHestonParameters`
 * @param years above 0
 * @param tolerance probability left out on each side, and size of the terms left out, over the forward
 * @param most terms, however large those left out are
 */
export function hestonSeries(
  parameters: HestonOrBates,
  years: number,
  tolerance = defaultTolerance,
  most = mostTerms,
): CosineSeries {
  const { low, high } = momentRange((p) => hestonLogMoment(parameters, years, p), tolerance);
  const { initialVariance: v } = parameters;
  const spacing = Math.PI / (high - low);
  const count = countTerms(parameters, years, spacing, most, (size, u) => size < tolerance * Math.max(u, 1));
  const { cRe, cIm, dRe, dIm } = hestonExponents(parameters, years, spacing, 0, count);
  const coefficients = new Float64Array(count);
  const scale = 2 / (high - low);
  for (let k = 0; k < count; k++) {
    const angle = cIm[k] + dIm[k] * v - k * spacing * low;
    coefficients[k] = scale * Math.exp(cRe[k] + dRe[k] * v) * Math.cos(angle);
  }
  coefficients[0] *= 0.5;
  return { low, high, coefficients };
}

/** `hestonSeries`, ready for prices at many strikes. */
export function hestonPuts(
  parameters: HestonOrBates,
  years: number,
  tolerance = defaultTolerance,
  most = mostTerms,
): CosinePuts {
  return cosinePuts(hestonSeries(parameters, years, tolerance, most));
}

/**
 * The same series with its derivatives by the variance and by time, and a density as exact as the price. By time the
 * exponents follow Riccati's equations D' = σ²D²/2 − βD − (u² + iu)/2 and C' = κθD + the rate of the jumps' part.
 */
export function hestonGreekSeries(
  parameters: HestonOrBates,
  years: number,
  tolerance = defaultTolerance,
): HestonGreekSeries {
  const { low, high } = momentRange((p) => hestonLogMoment(parameters, years, p), tolerance);
  const { initialVariance: v, meanReversionAnnual: kappa, longRunVariance: theta } = parameters;
  const { volOfVol: sigma, correlation: rho, jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  const spacing = Math.PI / (high - low);
  const count = countTerms(parameters, years, spacing, mostTerms, (size) => size < tolerance);
  const { cRe, cIm, dRe, dIm } = hestonExponents(parameters, years, spacing, 0, count);
  const [coefficients, byVariance, byVariance2, byTime] = [0, 1, 2, 3].map(() => new Float64Array(count));
  const scale = 2 / (high - low);
  const compensator = jumpCompensator(parameters);
  for (let k = 0; k < count; k++) {
    const u = k * spacing;
    const size = scale * Math.exp(cRe[k] + dRe[k] * v);
    const angle = cIm[k] + dIm[k] * v - u * low;
    const re = size * Math.cos(angle);
    const im = size * Math.sin(angle);
    const slopeRe = dRe[k] * re - dIm[k] * im;
    const slopeIm = dRe[k] * im + dIm[k] * re;
    coefficients[k] = re;
    byVariance[k] = slopeRe;
    byVariance2[k] = dRe[k] * slopeRe - dIm[k] * slopeIm;
    const betaIm = -rho * sigma * u;
    const rateRe =
      0.5 * (sigma * sigma * (dRe[k] * dRe[k] - dIm[k] * dIm[k]) - u * u) - kappa * dRe[k] + betaIm * dIm[k];
    const rateIm = sigma * sigma * dRe[k] * dIm[k] - 0.5 * u - kappa * dIm[k] - betaIm * dRe[k];
    const shrink = Math.exp(-0.5 * jumpSd * jumpSd * u * u);
    const timeRe = kappa * theta * dRe[k] + v * rateRe + jumpsPerYear * (shrink * Math.cos(u * jumpMean) - 1);
    const timeIm =
      kappa * theta * dIm[k] + v * rateIm + jumpsPerYear * (shrink * Math.sin(u * jumpMean) - u * compensator);
    byTime[k] = timeRe * re - timeIm * im;
  }
  for (const column of [coefficients, byVariance, byVariance2, byTime]) column[0] *= 0.5;
  return { low, high, coefficients, byVariance, byVariance2, byTime };
}

/**
 * Terms, `most` of them, up to the first u whose characteristic function is small enough: for prices |φ(u)|/u, since their terms fall with
 * u² by themselves; for densities |φ(u)|.
 */
function countTerms(
  parameters: HestonOrBates,
  years: number,
  spacing: number,
  most: number,
  isSmall: (size: number, u: number) => boolean,
): number {
  const single = emptyExponents(1);
  const isEnd = (u: number) => {
    hestonExponents(parameters, years, u, 1, 1, single);
    return isSmall(Math.exp(single.cRe[0] + single.dRe[0] * parameters.initialVariance), u);
  };
  const last = spacing * most;
  let above = 16;
  while (above < last && !isEnd(above)) above *= 2;
  let below = 0.5 * above;
  for (let i = 0; i < 5; i++) {
    const middle = 0.5 * (above + below);
    if (isEnd(middle)) above = middle;
    else below = middle;
  }
  return Math.min(Math.max(Math.ceil(above / spacing), 32), most);
}
