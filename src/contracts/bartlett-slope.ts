import { haganVol, type SabrShape } from './hagan.ts';
import { haganRatio, haganRatioSlope } from './hagan-ratio.ts';

/**
 * Average move of a SABR implied volatility per unit of money that the forward moves: along the smile at an unmoved α, and
 * with the α that is to be expected of the move,
 *   dσ/dF = ∂σ/∂F + ∂σ/∂α · ρ ν / (F + s)^β,
 * for E[dα | dF] = ρ ν dF / (F + s)^β. Bartlett, "Hedging under SABR model" (2006, Wilmott); Hagan and Lesniewski, "Bartlett's
 * delta in the SABR model" (2017), who show that it hardly depends on β. σ is Hagan et al.'s (`haganVol`), differentiated
 * term by term; 0 where the formula is held at 0.
 *
 * @param vol α, in money^(1 − β) per √year
 * @returns an annualised decimal per unit of money
 * @example
 * bartlettSlope(100, 100, 20 / 250, 0.2, { beta: 1, correlation: -0.4, volOfVol: 0.6 }); // −0.00119…
 */
export function bartlettSlope(forward: number, strike: number, years: number, vol: number, shape: SabrShape): number {
  const { beta, correlation, volOfVol, shift = 0 } = shape;
  const [f, k] = [forward + shift, strike + shift];
  const away = 1 - beta;
  const logMoneyness = Math.log(f / k);
  const level = vol / (f * k) ** (0.5 * away);
  const square = away * away * logMoneyness * logMoneyness;
  const denominator = 1 + square * (1 / 24 + square / 1920);
  const levelTerm = (away * away * level) / 24;
  const mixedTerm = 0.25 * correlation * beta * volOfVol;
  const volTerm = volOfVol * volOfVol * (1 / 12 - 0.125 * correlation * correlation);
  const slow = level * (levelTerm + mixedTerm) + volTerm;
  const z = (volOfVol / level) * logMoneyness;
  const ratio = haganRatio(z, correlation);
  const implied = (level / denominator) * ratio * (1 + slow * years);
  if (!(implied > 0)) return 0;
  // Logarithmic derivatives: of σ by ln(level), and by ln(F) at an unmoved level.
  const steepness = haganRatioSlope(z, correlation) / ratio;
  const byLevel = 1 - steepness * z + (level * (2 * levelTerm + mixedTerm) * years) / (1 + slow * years);
  const denominatorSlope = away * away * logMoneyness * (1 / 12 + square / 480);
  const byForward = steepness * (volOfVol / level) - denominatorSlope / denominator;
  const levelByForward = -0.5 * away + (correlation * volOfVol * f ** away) / vol;
  return (implied * (byLevel * levelByForward + byForward)) / f;
}

/**
 * `bartlettSlope` by the forward difference of Cao, Chen, Hull and Poulos, "Deep hedging of derivatives using reinforcement
 * learning" (2021): forward up by `move`, α by move · ρ ν / (F + s)^β, through `haganVol`.
 *
 * @param move money, 0.001 in the paper, at prices near 100
 */
export function bartlettDifference(
  forward: number,
  strike: number,
  years: number,
  vol: number,
  shape: SabrShape,
  move = 0.001,
): number {
  const { beta, correlation, volOfVol, shift = 0 } = shape;
  const expected = (move * correlation * volOfVol) / (forward + shift) ** beta;
  const moved = haganVol(forward + move, strike, years, vol + expected, shape);
  return (moved - haganVol(forward, strike, years, vol, shape)) / move;
}
