import { normalCdf } from '../../math/normal.ts';
import { ALPHA, BETA, DEGREES, GAMMA, type GarchTerms, OMEGA, SKEW } from './garch-terms.ts';
import { CONSTANTS, SLOPES, shockLaws } from './shock-law.ts';

type Recursion = Pick<GarchTerms, 'model' | 'law'>;

/**
 * Share of a deviation from the long-run variance, for 'egarch' of its logarithm, that is left a day later: α + κ γ + β with
 * κ = E[z² [z < 0]], ½ unless the law is skewed; β for 'egarch'.
 */
export function persistenceOf(terms: Recursion, parameters: Float64Array): number {
  if (terms.model === 'egarch') return parameters[BETA];
  const gamma = parameters[GAMMA];
  return parameters[ALPHA] + (gamma === 0 ? 0 : gamma * fallShare(terms, parameters)) + parameters[BETA];
}

/**
 * Expected variance of day k ahead given that of the next day, k = 1..days. Of 'garch' and 'gjr' E h_{k+1} = ω + p E h_k, p the
 * persistence: it runs to ω/(1 − p), and where p is 1 or more it grows with the horizon. Of 'egarch', from independent shocks,
 *   E h_k = exp(ω Σ_{j<k−1} β^j + β^{k−1} ln h_1) Π_{j<k−1} E exp(β^j (α (|z| − √(2/π)) + γ z)),
 * whose expectations are those of a normal shock, in closed form (Nelson 1991), under every law: under Student-t they do not exist.
 */
export function varianceAhead(
  terms: Recursion,
  parameters: Float64Array,
  days: number,
): (next: number) => Float64Array {
  const { scale, power } = factorsAhead(terms, parameters, days);
  if (terms.model === 'egarch') {
    return (next) => scale.map((factor, k) => factor * next ** power[k]);
  }
  return (next) => scale.map((level, k) => level + power[k] * next);
}

/** Mean of `varianceAhead` over the days. */
export function meanVarianceAhead(terms: Recursion, parameters: Float64Array, days: number): (next: number) => number {
  const { scale, power } = factorsAhead(terms, parameters, days);
  if (terms.model === 'egarch') {
    return (next) => {
      const log = Math.log(next);
      let sum = 0;
      for (let k = 0; k < days; k++) sum += scale[k] * Math.exp(power[k] * log);
      return sum / days;
    };
  }
  const level = scale.reduce((sum, value) => sum + value, 0) / days;
  const weight = power.reduce((sum, value) => sum + value, 0) / days;
  return (next) => level + weight * next;
}

/** E h_k = scale + power × h_1 of 'garch' and 'gjr', scale × h_1^power of 'egarch'. */
function factorsAhead(terms: Recursion, parameters: Float64Array, days: number) {
  const scale = new Float64Array(days);
  const power = new Float64Array(days).fill(1);
  const omega = parameters[OMEGA];
  if (terms.model === 'egarch') {
    const beta = parameters[BETA];
    let logScale = 0;
    for (let k = 1; k < days; k++) {
      logScale += power[k - 1] * omega + logMoment(power[k - 1], parameters);
      power[k] = beta * power[k - 1];
      scale[k] = logScale;
    }
    return { scale: scale.map(Math.exp), power };
  }
  const persistence = persistenceOf(terms, parameters);
  for (let k = 1; k < days; k++) {
    scale[k] = omega + persistence * scale[k - 1];
    power[k] = persistence * power[k - 1];
  }
  return { scale, power };
}

/** ln E exp(s (α (|z| − √(2/π)) + γ z)) of a standard normal z. */
function logMoment(s: number, parameters: Float64Array): number {
  const up = s * (parameters[GAMMA] + parameters[ALPHA]);
  const down = s * (parameters[GAMMA] - parameters[ALPHA]);
  const moment = Math.exp((up * up) / 2) * normalCdf(up) + Math.exp((down * down) / 2) * normalCdf(-down);
  return Math.log(moment) - s * parameters[ALPHA] * Math.sqrt(2 / Math.PI);
}

/** Step and reach of the quadrature over ln |z| = (π/2) sinh x. */
const STEP = 1 / 32;
const REACH = 4;

/** E[z² [z < 0]], by the double exponential rule (Takahasi and Mori 1974) where it is not ½. */
function fallShare({ law }: Recursion, parameters: Float64Array): number {
  if (law !== 'skewed-t' || parameters[SKEW] === 0) return 0.5;
  const constants = new Float64Array(CONSTANTS);
  const slopes = new Float64Array(SLOPES);
  shockLaws[law].prepare(parameters[DEGREES], parameters[SKEW], constants);
  let falls = 0;
  let rises = 0;
  for (let x = -REACH; x <= REACH; x += STEP) {
    const z = Math.exp((Math.PI / 2) * Math.sinh(x));
    const weight = z ** 3 * Math.cosh(x);
    falls += weight * Math.exp(shockLaws[law].score(-z, constants, slopes));
    rises += weight * Math.exp(shockLaws[law].score(z, constants, slopes));
  }
  // Together they are the variance, 1: what the rule cuts off the tails is cut off both.
  return falls / (falls + rises);
}
