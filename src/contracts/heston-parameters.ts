/**
 * Heston's (1993) market: dS/S = (r − q) dt + √v dW, dv = κ (θ − v) dt + σ √v dB, dW dB = ρ dt. Any volatility of
 * variance is allowed: Feller's condition 2κθ >= σ² need not hold.
 */
export interface HestonParameters {
  /** v₀, annualised variance now; 0 is allowed. */
  readonly initialVariance: number;
  /** κ, a year: the half-life of a deviation is ln 2 / κ years. */
  readonly meanReversionAnnual: number;
  /** θ, annualised variance in the long run. */
  readonly longRunVariance: number;
  /** σ, volatility of the variance. */
  readonly volOfVol: number;
  /** ρ, correlation of price and variance, in [−1, 1]. */
  readonly correlation: number;
}

/** Jumps of Merton (1976): at each, log S moves by a normal variable; the drift is compensated. */
export interface JumpParameters {
  /** Mean number of jumps a year. */
  readonly jumpsPerYear: number;
  /** Mean of a jump of log S. */
  readonly jumpMean: number;
  /** Standard deviation of a jump of log S. */
  readonly jumpSd: number;
}

/** Heston's market with Merton's jumps (Bates 1996). */
export interface BatesParameters extends HestonParameters, JumpParameters {}

/** What the pricing functions take: Heston's parameters, or those of Bates. */
export type HestonOrBates = HestonParameters & Partial<JumpParameters>;

/** Throws a RangeError that names the first parameter out of range. */
export function checkHestonParameters(parameters: HestonOrBates): void {
  const { initialVariance, meanReversionAnnual, longRunVariance, volOfVol, correlation } = parameters;
  const { jumpsPerYear = 0, jumpMean = 0, jumpSd = 0 } = parameters;
  requireWithin('initialVariance', initialVariance, 0, 100);
  requireWithin('meanReversionAnnual', meanReversionAnnual, 1e-8, 1e4);
  requireWithin('longRunVariance', longRunVariance, 0, 100);
  requireWithin('volOfVol', volOfVol, 1e-8, 100);
  requireWithin('correlation', correlation, -1, 1);
  requireWithin('jumpsPerYear', jumpsPerYear, 0, 1e4);
  requireWithin('jumpMean', jumpMean, -5, 5);
  requireWithin('jumpSd', jumpSd, 0, 5);
  if (!(initialVariance > 0 || longRunVariance > 0)) {
    throw new RangeError('initialVariance and longRunVariance are 0: expected one of them above 0');
  }
}

/** E[e^J] − 1 of one jump J of log S: what the drift gives back for each. */
export function jumpCompensator({ jumpMean = 0, jumpSd = 0 }: Partial<JumpParameters>): number {
  return Math.expm1(jumpMean + 0.5 * jumpSd * jumpSd);
}

function requireWithin(name: string, value: number, low: number, high: number): void {
  if (!(value >= low && value <= high)) {
    throw new RangeError(`${name} is ${value}: expected a number in [${low}, ${high}]`);
  }
}
