import { blackPrice } from './black-formula.ts';

/*
 * Variance swaps: they pay notional × (Σ ln²(S_i / S_{i−1}) / years − strikeVol²) at expiry, from the fixings of their
 * life; variances are annualised decimals (0.04 for a volatility of 20 %).
 */

/**
 * Expected sum of squared log returns over fixings to come at even intervals, in the Black–Scholes model:
 * σ² τ + ((r − q − σ²/2) τ)² / n. Under continuous observation (the default) σ² τ alone.
 *
 * @example
 * expectedSquaredReturns(1, 0.05, 0, 0.2); // 0.04
 */
export function expectedSquaredReturns(
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const drift = (rate - dividendYield - 0.5 * vol * vol) * years;
  return vol * vol * years + (drift * drift) / fixingsToCome;
}

/** Change of `expectedSquaredReturns` per 1.00 of volatility. */
export function expectedSquaredReturnsVega(
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const drift = (rate - dividendYield - 0.5 * vol * vol) * years;
  return 2 * vol * years * (1 - drift / fixingsToCome);
}

/**
 * Value, in money, of a swap on its way: what has been realised, and what is expected.
 *
 * @param notional money per 1.00 of variance
 * @param accruedSquares sum of the squared log returns of the fixings done
 * @param expectedSquares expected sum of those to come: `expectedSquaredReturns`, or fair variance × `years`
 * @param totalYears life of the swap from writing, by which the sum is annualised
 * @param years what is left of it
 * @example
 * varianceSwapValue(1000, 0.2, 0.03, 0.02, 1, 0.5, 0.04); // 9.80…: 1000 × (0.05 − 0.04) discounted
 */
export function varianceSwapValue(
  notional: number,
  strikeVol: number,
  accruedSquares: number,
  expectedSquares: number,
  totalYears: number,
  years: number,
  rate: number,
): number {
  const variance = (accruedSquares + expectedSquares) / totalYears;
  return notional * Math.exp(-rate * years) * (variance - strikeVol * strikeVol);
}

/** Change of `varianceSwapValue`, in money, per 1.00 of volatility in the Black–Scholes model. */
export function varianceSwapVega(
  notional: number,
  totalYears: number,
  years: number,
  rate: number,
  dividendYield: number,
  vol: number,
  fixingsToCome: number = Number.POSITIVE_INFINITY,
): number {
  const squares = expectedSquaredReturnsVega(years, rate, dividendYield, vol, fixingsToCome);
  return (notional * Math.exp(-rate * years) * squares) / totalYears;
}

/**
 * Fair variance a year of a continuously observed swap, from the prices of all options on its expiry (Demeterfi, Derman,
 * Kamal and Zou 1999; Carr and Madan 1998), which holds for any price process without jumps:
 *   σ²_fair τ = 2 e^{rτ} [∫₀^F P(K)/K² dK + ∫_F^∞ C(K)/K² dK]
 * with Black–Scholes prices at the implied volatility of each strike. Simpson's rule on ln K, outwards from the forward
 * until nothing is added.
 *
 * @param impliedVol annualised decimal of a strike in money; smooth on either side of the forward
 * @throws RangeError when the integrals do not end: volatilities that grow too fast in the wings have no fair variance
 * @example
 * replicatedVariance(100, 0.25, () => 0.2); // 0.04
 */
export function replicatedVariance(forward: number, years: number, impliedVol: (strike: number) => number): number {
  const width = impliedVol(forward) * Math.sqrt(years);
  if (!(width > 0 && Number.isFinite(width))) {
    throw new RangeError(`the deviation at the forward is ${width}: expected years and implied volatility above 0`);
  }
  let total = 0;
  for (const side of [1, -1] as const) {
    const optionType = side === 1 ? 'call' : 'put';
    // Price of the option out of the money over K², dK = K dx: undiscounted, per unit of forward.
    const density = (x: number): number => {
      const relative = Math.exp(x);
      return blackPrice(optionType, 1, relative, impliedVol(forward * relative) * Math.sqrt(years), 1) / relative;
    };
    total += integrateOutwards(density, side * width);
  }
  return (2 * total) / years;
}

/** One option of a strip: money. */
export interface StripOption {
  readonly strike: number;
  readonly price: number;
}

/**
 * Fair variance a year from the prices of a finite strip (Demeterfi, Derman, Kamal and Zou 1999, appendix A): puts below
 * and calls above a boundary near the forward, weighted so that between their strikes the strip pays straight lines
 * through the log contract's payoff 2/τ [(S − S*)/S* − ln(S/S*)]. It overstates the variance between strikes and leaves
 * out what lies beyond the last ones.
 *
 * @param puts strikes falling from the boundary, which is the first
 * @param calls strikes rising from the boundary, which is the first
 * @throws RangeError on an empty strip, or strikes out of order
 */
export function stripVariance(
  forward: number,
  years: number,
  rate: number,
  puts: readonly StripOption[],
  calls: readonly StripOption[],
): number {
  const boundary = puts[0]?.strike;
  if (boundary === undefined || calls[0]?.strike !== boundary) {
    throw new RangeError(
      `the strip starts with a put at ${boundary} and a call at ${calls[0]?.strike}: expected both at the boundary`,
    );
  }
  const logPayoff = (price: number): number => (2 / years) * (price / boundary - 1 - Math.log(price / boundary));
  const cost = stripCost(puts, -1, logPayoff) + stripCost(calls, 1, logPayoff);
  const ratio = forward / boundary;
  return (2 / years) * (Math.log(ratio) - (ratio - 1)) + Math.exp(rate * years) * cost;
}

/** The last strike's option is weighted by the slope that reaches it, and has none beyond: it only marks the end. */
function stripCost(options: readonly StripOption[], side: 1 | -1, payoff: (price: number) => number): number {
  let cost = 0;
  let held = 0;
  for (let i = 0; i + 1 < options.length; i++) {
    const { strike, price } = options[i];
    const next = options[i + 1].strike;
    if (!(side * (next - strike) > 0 && next > 0)) {
      const order = side === 1 ? 'rising' : 'falling';
      throw new RangeError(`strike ${next} follows ${strike}: expected ${order} strikes above 0 from the boundary`);
    }
    const weight = (payoff(next) - payoff(strike)) / Math.abs(next - strike) - held;
    held += weight;
    cost += weight * price;
  }
  return cost;
}

const intervalsPerPanel = 64;
const mostPanels = 200;

/** Integral from 0 outwards, panel by panel of the width given, until a panel adds less than 1e-15 of it. */
function integrateOutwards(density: (x: number) => number, width: number): number {
  const h = width / intervalsPerPanel;
  let total = 0;
  for (let panel = 0; panel < mostPanels; panel++) {
    const from = panel * width;
    let sum = density(from) + density(from + width);
    for (let i = 1; i < intervalsPerPanel; i++) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * h);
    const added = (Math.abs(h) * sum) / 3;
    total += added;
    if (added <= 1e-15 * total) return total;
  }
  throw new RangeError(
    `the variance strip does not end within ${mostPanels} deviations: implied volatilities grow too fast`,
  );
}
