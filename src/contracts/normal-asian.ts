import { bachelierDelta, bachelierGamma, bachelierPrice, bachelierVega } from './bachelier.ts';
import type { OptionType } from './european.ts';
import type { Sensitivities } from './greeks.ts';

/*
 * Options on the arithmetic average of n fixings in the normal model, of which some may be past and the others are evenly
 * spaced until expiry. The forward of expiry moves by σ dW, so that a fixing at t is e^{−b(τ−t)} (F + σ W_t), b = r − q,
 * and the average is normal:
 *   mean (sum + Σ S e^{b t_i}) / n,   variance σ²/n² Σ_k (t_k − t_{k−1}) (Σ_{i >= k} e^{−b(τ − t_i)})²
 * The option is Bachelier's on it: exact. Arguments as in asian.ts, `vol` in money per √year; nothing is checked.
 */

/**
 * Price of an option on the arithmetic average, in money.
 *
 * @param sum sum of the fixings done, 0 without any
 * @example
 * normalAsianPrice('put', -2, 5, 0.25, 0.02, 0.02, 40, 0, 0, 63); // 8.9289…
 */
export function normalAsianPrice(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  sum: number,
  fixingsDone: number,
  fixingsToCome: number,
): number {
  const law = averageLaw(years, rate - dividendYield, fixingsDone, fixingsToCome);
  const mean = sum / (fixingsDone + fixingsToCome) + law.units * spot;
  return Math.exp(-rate * years) * bachelierPrice(optionType, mean, strike, law.years, 0, 0, vol);
}

/** Price and changes of an option on the arithmetic average, the fixings done unmoved. */
export function normalAsianSensitivities(
  optionType: OptionType,
  spot: number,
  strike: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  sum: number,
  fixingsDone: number,
  fixingsToCome: number,
): Sensitivities {
  const law = averageLaw(years, rate - dividendYield, fixingsDone, fixingsToCome);
  const mean = sum / (fixingsDone + fixingsToCome) + law.units * spot;
  const discount = Math.exp(-rate * years);
  return {
    price: discount * bachelierPrice(optionType, mean, strike, law.years, 0, 0, vol),
    delta: discount * law.units * bachelierDelta(optionType, mean, strike, law.years, 0, 0, vol),
    gamma: discount * law.units * law.units * bachelierGamma(mean, strike, law.years, 0, 0, vol),
    vega: discount * bachelierVega(mean, strike, law.years, 0, 0, vol),
  };
}

interface NormalAverage {
  /** Units of the underlying that the fixings to come stand for. */
  readonly units: number;
  /** Years of a price's movement that have the variance of the average. */
  readonly years: number;
}

function averageLaw(years: number, carry: number, fixingsDone: number, fixingsToCome: number): NormalAverage {
  const fixings = fixingsDone + fixingsToCome;
  const interval = years / fixingsToCome;
  const step = Math.exp(-carry * interval);
  const grown = Math.exp(carry * years);
  // From the last fixing back: its weight is 1, that of each one before less by e^{−bΔ}.
  let weight = 1;
  let weights = 0;
  let squares = 0;
  for (let i = 0; i < fixingsToCome; i++) {
    weights += weight;
    squares += weights * weights;
    weight *= step;
  }
  return { units: (grown * weights) / fixings, years: (interval * squares) / (fixings * fixings) };
}
