import { normalCdf } from '../../math/normal.ts';

/** What the network reads of one state of the market and the option; the holding is not among it. */
export const bandInputNames = [
  'standardised log-moneyness',
  'time left',
  'call delta',
  'gamma',
  'log implied vol',
] as const;

/** Figures of the training market by which inputs are scaled. They travel with the weights. */
export interface BandInputScales {
  /** Years to expiry at writing. */
  readonly yearsAtWriting: number;
  /** Mean and standard deviation of log implied volatility. */
  readonly logVolMean: number;
  readonly logVolSd: number;
}

/** One step's states, one per path. */
export interface BandStates {
  readonly paths: number;
  readonly optionType: 'call' | 'put';
  readonly spot: Float64Array;
  readonly strike: Float64Array;
  readonly impliedVol: Float64Array;
  readonly yearsToExpiry: number;
  readonly rateAnnual: number;
}

/** Moneyness beyond this many standard deviations says no more: the delta is 0 or 1. */
const widestMoneyness = 6;

/**
 * Writes the network's inputs, [input][path], and the option's Black–Scholes delta at implied volatility of one step's
 * states.
 *
 * With s = σ√τ and d1 = (log(S/K) + rτ)/s + s/2 the inputs are log-moneyness (log(S/K) + rτ)/s, cut at ±6; time left
 * 2√(τ/T) − 1; call delta 2 N(d1) − 1; gamma 2 exp(−d1²/2) − 1, the shape of S Γ s; and log σ, standardised.
 */
export function writeBandInputs(
  states: BandStates,
  scales: BandInputScales,
  inputs: Float32Array,
  delta: Float64Array,
): void {
  const { paths, spot, strike, impliedVol, yearsToExpiry, rateAnnual } = states;
  const root = Math.sqrt(Math.max(0, yearsToExpiry));
  const time = 2 * Math.sqrt(Math.max(0, yearsToExpiry) / scales.yearsAtWriting) - 1;
  const carry = rateAnnual * yearsToExpiry;
  const volScale = scales.logVolSd > 1e-6 ? 1 / scales.logVolSd : 0;
  const shift = states.optionType === 'call' ? 0 : 1;
  for (let path = 0; path < paths; path++) {
    const vol = impliedVol[path];
    const deviation = Math.max(1e-9, vol * root);
    const moneyness = (Math.log(spot[path] / strike[path]) + carry) / deviation;
    const d1 = moneyness + deviation / 2;
    const callDelta = normalCdf(d1);
    inputs[path] = Math.min(widestMoneyness, Math.max(-widestMoneyness, moneyness));
    inputs[paths + path] = time;
    inputs[2 * paths + path] = 2 * callDelta - 1;
    inputs[3 * paths + path] = 2 * Math.exp(-0.5 * d1 * d1) - 1;
    inputs[4 * paths + path] = volScale === 0 ? 0 : (Math.log(vol) - scales.logVolMean) * volScale;
    delta[path] = callDelta - shift;
  }
}

/** Scales of a training sample of implied volatilities. */
export function fitBandInputScales(impliedVol: Float64Array, yearsAtWriting: number): BandInputScales {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < impliedVol.length; i++) {
    const value = Math.log(impliedVol[i]);
    sum += value;
    squares += value * value;
  }
  const logVolMean = sum / impliedVol.length;
  const variance = Math.max(0, squares / impliedVol.length - logVolMean * logVolMean);
  return { yearsAtWriting, logVolMean, logVolSd: Math.sqrt(variance) };
}
