/** Contracts: terms, payoffs along paths, prices and greeks, implied volatility. @module */
export { type DayCount, dayCounts, tradingYears, yearFraction } from '../math/day-count.ts';
export * from './asian.ts';
export * from './bachelier.ts';
export * from './barrier.ts';
export * from './bartlett-slope.ts';
export { blackPrice } from './black-formula.ts';
export * from './black-scholes.ts';
export { checkContract } from './check-contract.ts';
export { checkQuotedLevel, type QuotedPaths } from './check-quoted-level.ts';
export type * from './contract.ts';
export { contractScale } from './contract-scale.ts';
export type * from './contract-terms.ts';
export { createContract } from './create-contract.ts';
export { describeContract } from './describe-contract.ts';
export * from './digital.ts';
export { europeanPayoff } from './european.ts';
export * from './forward-start.ts';
export * from './generalised-black-scholes.ts';
export * from './greeks.ts';
export * from './hagan.ts';
export { hestonDigitalGreeks } from './heston-digital.ts';
export type * from './heston-parameters.ts';
export {
  type HestonGreeks,
  hestonGreeks,
  hestonImpliedVols,
  hestonPrice,
  hestonPrices,
} from './heston-price.ts';
export { hestonSquaredReturns, type ReturnIntervals } from './heston-squared-returns.ts';
export * from './heston-variance-swap.ts';
export { impliedNormalVol, impliedNormalVolForward, impliedNormalVols } from './implied-normal-vol.ts';
export { impliedVol, impliedVolForward, impliedVols } from './implied-vol.ts';
export * from './lookback.ts';
export { type MertonJumps, mertonDigitalPrice, mertonPrice } from './merton-price.ts';
export * from './monte-carlo.ts';
export * from './monte-carlo-greeks.ts';
export * from './normal-asian.ts';
export * from './payoffs-of.ts';
export { type ContractPrice, type PricingRequest, priceContract } from './price-contract.ts';
export { type PricingMethod, pricingMethod } from './pricing-method.ts';
export { referenceLevel } from './reference-level.ts';
export { combinationPieces } from './running/combinations.ts';
export { contractKeys, contractTermsSchema, contractTypes } from './schema/contract-schema.ts';
export { parseContractTerms } from './schema/parse-contract-terms.ts';
export { parseUnderlying, underlyingSchema } from './schema/underlying-schema.ts';
export { sumGreeks } from './sum-greeks.ts';
export * from './underlying.ts';
export * from './variance-swap.ts';
