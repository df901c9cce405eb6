import { haganRatio } from './hagan-ratio.ts';

/*
 * Implied volatility under SABR, dF = α (F + s)^β dW, dα = ν α dB, dW dB = ρ dt: the expansion of Hagan, Kumar, Lesniewski
 * and Woodward, "Managing smile risk" (2002), to the order of its authors, O(years). It loses accuracy as ν² years grows,
 * and far from the money. Nothing is checked here: these are innermost calls. Their arguments: −1 < ρ < 1, α > 0, ν >= 0,
 * years >= 0, forward and strike above −shift.
 */

/** What SABR keeps from one day to the next: all but the volatility at hand. */
export interface SabrShape {
  /** β, in [0, 1]: 1 lognormal, 0 normal. */
  readonly beta: number;
  /** ρ, of price and volatility, in (−1, 1). */
  readonly correlation: number;
  /** ν, volatility of volatility, a decimal a year, 0 or more. */
  readonly volOfVol: number;
  /** s, added to forward and strike, in money; 0 by default. With it they may be negative. */
  readonly shift?: number;
}

/**
 * Lognormal (Black) implied volatility, formula (2.17a) of the paper. With a shift it is the volatility of forward + s,
 * to be used with strike + s.
 *
 * At the money it is the limit, (2.18), and there is no jump around it: z / x(z) is computed without cancellation at any
 * z. Where the expansion turns negative (long expiries, ρ near ±1) it is held at 0.
 *
 * @param vol α, in money^(1 − β) per √year
 * @returns an annualised decimal
 * @example
 * haganVol(100, 100, 20 / 250, 0.2, { beta: 1, correlation: -0.4, volOfVol: 0.6 }); // 0.2001728
 */
export function haganVol(forward: number, strike: number, years: number, vol: number, shape: SabrShape): number {
  const { beta, correlation, volOfVol, shift = 0 } = shape;
  const logMoneyness = Math.log((forward + shift) / (strike + shift));
  if (beta === 1) return haganLogVol(logMoneyness, years, vol, correlation, volOfVol);
  const power = ((forward + shift) * (strike + shift)) ** (0.5 * (1 - beta));
  const level = vol / power;
  const curvature = (1 - beta) ** 2;
  const square = curvature * logMoneyness * logMoneyness;
  const denominator = 1 + square * (1 / 24 + square / 1920);
  const slow =
    (curvature * level * level) / 24 +
    0.25 * correlation * beta * volOfVol * level +
    volOfVol * volOfVol * (1 / 12 - 0.125 * correlation * correlation);
  const ratio = haganRatio((volOfVol / level) * logMoneyness, correlation);
  return Math.max(0, (level / denominator) * ratio * (1 + slow * years));
}

/** `haganVol` of β = 1, where forward and strike count by ln(F/K) alone. */
export function haganLogVol(
  logMoneyness: number,
  years: number,
  vol: number,
  correlation: number,
  volOfVol: number,
): number {
  const slow = volOfVol * (0.25 * correlation * vol + volOfVol * (1 / 12 - 0.125 * correlation * correlation));
  return Math.max(0, vol * haganRatio((volOfVol / vol) * logMoneyness, correlation) * (1 + slow * years));
}

/**
 * Normal (Bachelier) implied volatility, in money per √year, as in the paper's appendix on normal volatilities: for β > 0 with
 * F − K and the powers expanded in ln(F/K), as QuantLib has it; for β = 0, where forward and strike may be negative, with F − K
 * itself. The two differ far from the money as β → 0.
 *
 * @param vol α, in money^(1 − β) per √year
 * @example
 * haganNormalVol(100, 90, 1, 2, { beta: 0.5, correlation: -0.4, volOfVol: 0.6 }); // 21.2033…
 */
export function haganNormalVol(forward: number, strike: number, years: number, vol: number, shape: SabrShape): number {
  const { beta, correlation, volOfVol, shift = 0 } = shape;
  const volTerm = volOfVol * volOfVol * (1 / 12 - 0.125 * correlation * correlation);
  if (beta === 0) {
    const ratio = haganRatio((volOfVol / vol) * (forward - strike), correlation);
    return Math.max(0, vol * ratio * (1 + volTerm * years));
  }
  const product = (forward + shift) * (strike + shift);
  const logMoneyness = Math.log((forward + shift) / (strike + shift));
  const level = vol / product ** (0.5 * (1 - beta));
  const log2 = logMoneyness * logMoneyness;
  const square = (1 - beta) ** 2 * log2;
  const slow = volTerm + 0.25 * correlation * beta * volOfVol * level - (beta * (2 - beta) * level * level) / 24;
  const quotient = (1 + log2 * (1 / 24 + log2 / 1920)) / (1 + square * (1 / 24 + square / 1920));
  const ratio = haganRatio((volOfVol / level) * logMoneyness, correlation);
  return Math.max(0, level * Math.sqrt(product) * quotient * ratio * (1 + slow * years));
}

/** `haganVol` of one option per entry, all of one expiry; fills `out`. */
export function haganVols(
  out: Float64Array,
  forward: Float64Array,
  strike: Float64Array,
  years: number,
  vol: Float64Array,
  shape: SabrShape,
): void {
  for (let i = 0; i < out.length; i++) out[i] = haganVol(forward[i], strike[i], years, vol[i], shape);
}
