import type { ContractTerms } from '../../contracts/contract-terms.ts';
import { differenceGreeks, type GreekSteps, type Greeks, type PricingPoint } from '../../contracts/greeks.ts';
import type { PricingMethod } from '../../contracts/pricing-method.ts';
import type { Underlying } from '../../contracts/underlying.ts';
import type { MarketJSON } from '../market.ts';

/** Where a contract is priced. */
export interface FormulaRequest {
  readonly underlying: Underlying;
  /** Price of the underlying, in money. */
  readonly spot: number;
  /** Years to expiry. */
  readonly years: number;
  /** Observations to expiry, at even intervals. */
  readonly fixings: number;
  /** Money per unit of level. */
  readonly scale: number;
}

/** Price and greeks, and how they come about. Vega, vanna and volga are by the market's `startingVol`. */
export interface FormulaPrice extends Greeks, PricingMethod {}

/** Price and greeks of a contract under a market, given by its saved parameters. */
export type Formula<Terms extends ContractTerms = ContractTerms> = (
  terms: Terms,
  parameters: MarketJSON,
  request: FormulaRequest,
) => FormulaPrice;

/**
 * Greeks by differences of a formula. On futures the yield moves with the rate.
 *
 * @param vol the market's `startingVol`
 */
export function greeksOf(
  price: (at: PricingPoint, yieldAnnual: number) => number,
  vol: number,
  { underlying, spot, years }: FormulaRequest,
  steps: Partial<GreekSteps> = {},
): Greeks {
  const { kind, rateAnnual, yieldAnnual } = underlying;
  return differenceGreeks(
    (at) => price(at, kind === 'futures' ? at.rate : yieldAnnual),
    { spot, vol, years, rate: rateAnnual },
    steps,
  );
}

/** Rho where the rate discounts and does nothing else: on futures. */
export function withFuturesRho<T extends Greeks>(greeks: T, { underlying, years }: FormulaRequest): T {
  return underlying.kind === 'futures' ? { ...greeks, rho: -years * greeks.price } : greeks;
}
