/*
 * European options by Fourier-cosine series: Fang and Oosterlee, "A novel pricing method for European options based on
 * Fourier-cosine series expansions" (2008). The density of X = ln(S_T / F) on [a, b] is
 *   f(y) = Σ' A_k cos(w_k (y − a)),   w_k = kπ/(b − a),   A_k = 2/(b − a) Re(φ(w_k) e^{−i w_k a}),
 * the first term halved. A put is integrated term by term up to its own strike, so that one series serves all strikes;
 * a call follows by parity, since its own integral would carry the factor e^b.
 */

/** A distribution of X = ln(S_T / F) as a cosine series on [low, high]. */
export interface CosineSeries {
  readonly low: number;
  readonly high: number;
  /** A_k, the first one halved. */
  readonly coefficients: Float64Array;
}

/** Sums of a series up to a log moneyness κ = ln(K / F). */
export interface CosineSums {
  /** P(X < κ). */
  probability: number;
  /** E[e^X; X < κ]. */
  share: number;
  /** Density of X at κ. */
  density: number;
}

/**
 * An interval outside which a distribution has at most a probability of `tolerance` on each side, from Chernoff's bound
 * P(X < a) <= E[e^{−pX}] e^{pa}, minimised over p > 0, and its mirror image. Unlike multiples of the standard deviation it
 * holds for heavy tails too. Far to the left it is taken at half of the distance, which serves puts as well.
 *
 * @param logMoment ln E[e^{pX}]; Infinity where there is none
 */
export function momentRange(logMoment: (p: number) => number, tolerance: number): { low: number; high: number } {
  const goal = Math.log(tolerance);
  const low = nearestBound((p) => (goal - logMoment(-p)) / p);
  const high = -nearestBound((p) => (goal - logMoment(p)) / p);
  return { low: Math.max(low, Math.min(0.5 * low, -wide), -widest), high: Math.min(high, widest) };
}

/**
 * Cosines mirror at the ends of the interval what lies beyond. Mirrored below −30, it is in the money of every put as it was
 * before and next to nothing of E[e^X; X < κ], unless it comes back as far as the strike: half of the distance will do.
 * Tails so heavy that they want more than e^−2000 times the forward are cut there.
 */
const wide = 30;
const widest = 2000;

/** Largest value over p > 0 of a function with one peak: a scan by doubling, then golden sections. */
function nearestBound(bound: (p: number) => number): number {
  const at = (logP: number) => {
    const value = bound(Math.exp(logP));
    return Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
  };
  let peak = -6;
  let best = at(peak);
  for (let next = peak + 1; next < 30; next++) {
    const value = at(next);
    if (!(value > best)) break;
    best = value;
    peak = next;
  }
  let left = peak - 1;
  let right = peak + 1;
  const golden = 0.6180339887498949;
  for (let i = 0; i < 12; i++) {
    const inner = right - golden * (right - left);
    const outer = left + golden * (right - left);
    const innerValue = at(inner);
    const outerValue = at(outer);
    best = Math.max(best, innerValue, outerValue);
    if (innerValue >= outerValue) right = outer;
    else left = inner;
  }
  return best;
}

/** Angles are renewed after so many steps of the rotation, which adds one rounding a step. */
const renewal = 64;

/** The sums of a series at a log moneyness; of another function's series too, such as a derivative of the density. */
export function cosineSums(
  { low, high }: Pick<CosineSeries, 'low' | 'high'>,
  coefficients: Float64Array,
  logMoneyness: number,
  out: CosineSums = { probability: 0, share: 0, density: 0 },
): CosineSums {
  const at = Math.min(Math.max(logMoneyness, low), high);
  const length = at - low;
  const spacing = Math.PI / (high - low);
  const lowest = Math.exp(low);
  const top = Math.exp(at);
  const turnCos = Math.cos(spacing * length);
  const turnSin = Math.sin(spacing * length);
  let probability = coefficients[0] * length;
  let share = coefficients[0] * (top - lowest);
  let density = coefficients[0];
  let cos = turnCos;
  let sin = turnSin;
  for (let k = 1; k < coefficients.length; k++) {
    const w = k * spacing;
    if (k % renewal === 0) {
      cos = Math.cos(w * length);
      sin = Math.sin(w * length);
    }
    const a = coefficients[k];
    probability += (a * sin) / w;
    share += (a * (top * (cos + w * sin) - lowest)) / (1 + w * w);
    density += a * cos;
    const next = cos * turnCos - sin * turnSin;
    sin = sin * turnCos + cos * turnSin;
    cos = next;
  }
  out.probability = probability;
  out.share = share;
  out.density = density;
  return out;
}

/**
 * A series made ready for prices at many strikes: a put over discount and forward is
 * e^κ (A₀ (κ − a − 1)/2 + Σ …) + constant.
 */
export interface CosinePuts {
  readonly low: number;
  readonly high: number;
  /** A₀/2. */
  readonly first: number;
  /** A_k / (w_k (1 + w_k²)), the factor of sin(w_k (κ − a)); 0 at k = 0. */
  readonly sine: Float64Array;
  /** A_k / (1 + w_k²), that of −cos(w_k (κ − a)); 0 at k = 0. */
  readonly cosine: Float64Array;
  /** e^a times the sum of `first` and `cosine`. */
  readonly constant: number;
}

/** The terms of P(X < κ) and E[e^X; X < κ] put together. */
export function cosinePuts({ low, high, coefficients }: CosineSeries): CosinePuts {
  const spacing = Math.PI / (high - low);
  const sine = new Float64Array(coefficients.length);
  const cosine = new Float64Array(coefficients.length);
  let sum = coefficients[0];
  for (let k = 1; k < coefficients.length; k++) {
    const w = k * spacing;
    cosine[k] = coefficients[k] / (1 + w * w);
    sine[k] = cosine[k] / w;
    sum += cosine[k];
  }
  return { low, high, first: coefficients[0], sine, cosine, constant: Math.exp(low) * sum };
}

/**
 * Price of the option that is out of the money – a put for κ <= 0, a call above – over discount and forward, within its
 * bounds [0, min(1, e^κ)].
 */
export function cosineOtmPrice(puts: CosinePuts, logMoneyness: number): number {
  const { low, high, first, sine, cosine, constant } = puts;
  if (logMoneyness <= low || logMoneyness >= high) return 0;
  const length = logMoneyness - low;
  const turn = (Math.PI / (high - low)) * length;
  const turnCos = Math.cos(turn);
  const turnSin = Math.sin(turn);
  let sum = first * (length - 1);
  for (let from = 1; from < sine.length; from += renewal) {
    const to = Math.min(from + renewal, sine.length);
    let cos = Math.cos(from * turn);
    let sin = Math.sin(from * turn);
    for (let k = from; k < to; k++) {
      sum += sine[k] * sin - cosine[k] * cos;
      const next = cos * turnCos - sin * turnSin;
      sin = sin * turnCos + cos * turnSin;
      cos = next;
    }
  }
  const strike = Math.exp(logMoneyness);
  const put = strike * sum + constant;
  const price = logMoneyness <= 0 ? put : put - Math.expm1(logMoneyness);
  return Math.min(Math.max(price, 0), 1, strike);
}
