import { bachelierGreeks } from './bachelier.ts';
import { checkContract } from './check-contract.ts';
import type { ContractTerms } from './contract-terms.ts';
import { createContract } from './create-contract.ts';
import { generalisedBlackScholesGreeks } from './generalised-black-scholes.ts';
import type { Greeks, Sensitivities } from './greeks.ts';
import { type PricingMethod, pricingMethod } from './pricing-method.ts';
import type { Underlying } from './underlying.ts';

export interface PricingRequest {
  readonly underlying: Underlying;
  /** Price of the underlying, in money. */
  readonly spot: number;
  /** Annualised volatility: a decimal, or money per √year under 'bachelier'. */
  readonly vol: number;
  /** Years to expiry, above 0. */
  readonly years: number;
  /** Fixings from writing to expiry, at even intervals: one for each of 252 days a year by default. */
  readonly fixings?: number;
  /** Money per unit of level; 1 by default, so that strikes are in money. */
  readonly scale?: number;
}

/** Price and greeks of a contract as it is written. */
export interface ContractPrice extends Greeks, PricingMethod {
  readonly fixings: number;
}

/**
 * Prices one contract at writing by its closed form or its stated approximation. European greeks are closed forms; those
 * of other contracts are closed forms or differences, each to five digits or more away from kinks. `theta` is that of the
 * days before the next fixing, the dates of all fixings unmoved. `rho` moves the rate at an unmoved yield, on futures both.
 *
 * @throws RangeError on values out of range and impossible combinations, with what is possible
 * @example
 * priceContract({ type: 'digital', option: 'put', strike: 80, pays: 'cash', cash: 10 }, {
 *   underlying: { kind: 'futures', model: 'black-scholes', rateAnnual: 0.06, yieldAnnual: 0.06 },
 *   spot: 100, vol: 0.35, years: 0.75,
 * }).price; // 2.6710…
 */
export function priceContract(terms: ContractTerms, request: PricingRequest): ContractPrice {
  const { underlying, spot, vol, years, scale = 1 } = request;
  const fixings = request.fixings ?? Math.max(Math.round(252 * years), terms.type === 'forward-start' ? 2 : 1);
  checkRequest(request);
  checkContract(terms, underlying, spot / scale);
  const method = pricingMethod(terms, underlying);
  if (terms.type === 'call' || terms.type === 'put') {
    const greeks = underlying.model === 'bachelier' ? bachelierGreeks : generalisedBlackScholesGreeks;
    const { rateAnnual, yieldAnnual } = underlying;
    const european = greeks(terms.type, spot, terms.strike * scale, years, rateAnnual, yieldAnnual, vol);
    return { ...european, ...futuresRho(underlying, european, years), ...method, fixings };
  }
  const running = createContract(terms).run(Float64Array.of(scale), fixings, years);
  const spots = Float64Array.of(spot);
  running.observe(spots);
  const out = new Float64Array(1);
  const figure = (
    name: 'value' | 'delta' | 'gamma' | 'vega',
    at: Partial<Pick<PricingRequest, 'underlying' | 'vol'>> = {},
  ): number => {
    const point = { ...request, ...at };
    running[name](out, { underlying: point.underlying, spot: spots, vol: Float64Array.of(point.vol), years });
    return out[0];
  };
  const volStep = 1e-2 * vol;
  const sensitivities = {
    price: figure('value'),
    delta: figure('delta'),
    gamma: figure('gamma'),
    vega: figure('vega'),
  };
  return {
    ...sensitivities,
    theta: thetaOf(sensitivities, request),
    rho: slope((move) => figure('value', { underlying: atRate(underlying, move) }), 1e-4),
    vanna: slope((move) => figure('delta', { vol: vol + move }), volStep),
    volga: slope((move) => figure('vega', { vol: vol + move }), volStep),
    ...method,
    fixings,
  };
}

/**
 * Change per year that passes, from the equation that values solve between fixings in the price alone (Black and Scholes
 * 1973): θ = r V − (r − q) S Δ − ½ v Γ, where the price's variance v a year is (σ S)², and (σ e^{−(r−q)τ})² under Bachelier,
 * whose forward moves by σ. To shorten the years instead would move the dates of the fixings.
 */
function thetaOf({ price, delta, gamma }: Sensitivities, { underlying, spot, vol, years }: PricingRequest): number {
  const { model, rateAnnual, yieldAnnual } = underlying;
  const carry = rateAnnual - yieldAnnual;
  const move = vol * (model === 'bachelier' ? Math.exp(-carry * years) : spot);
  return rateAnnual * price - carry * spot * delta - 0.5 * move * move * gamma;
}

/** First derivative at 0 from five points, exact to the fourth order of the step. */
function slope(at: (move: number) => number, step: number): number {
  return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
}

function atRate(underlying: Underlying, move: number): Underlying {
  const { kind, rateAnnual, yieldAnnual } = underlying;
  const yieldMove = kind === 'futures' ? move : 0;
  return { ...underlying, rateAnnual: rateAnnual + move, yieldAnnual: yieldAnnual + yieldMove };
}

/** On futures the forward does not move with the rate: only the discount does. */
function futuresRho({ kind }: Underlying, { price, rho }: Greeks, years: number): { rho: number } {
  return { rho: kind === 'futures' ? -years * price : rho };
}

function checkRequest({ underlying, spot, vol, years, fixings, scale }: PricingRequest): void {
  if (!(Number.isFinite(spot) && (spot > 0 || underlying.model === 'bachelier'))) {
    throw new RangeError(`spot is ${spot}: expected a price above 0; model 'bachelier' takes any finite one`);
  }
  for (const [name, value] of Object.entries({ vol, years, scale: scale ?? 1, fixings: fixings ?? 1 })) {
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) {
      throw new RangeError(`${name} is ${value}: expected a finite number above 0`);
    }
  }
}
