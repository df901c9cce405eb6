/**
 * How far, in logarithms of the price, a random walk is expected to overshoot a level that it passes between fixings:
 * β σ √(τ / fixings), β = −ζ(½) / √(2π) (Broadie, Glasserman and Kou 1997, "A continuity correction for discrete barrier
 * options"). 0 under continuous observation.
 *
 * @param fixingsToCome fixings in `years`, at even intervals; Infinity when observation is continuous
 */
export function continuityShift(vol: number, years: number, fixingsToCome: number): number {
  return overshoot * vol * Math.sqrt(years / fixingsToCome);
}

const overshoot = 0.5825971579390107;
