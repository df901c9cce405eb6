import { z } from 'zod';
import { type BandOptions, requireBand } from './band-options.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeAround } from './trade-around.ts';

/** Coefficients of the minimum-variance delta: volatility moves by (a + b δ + c δ²) / √τ per unit of the spot's return. */
export interface MinimumVarianceCoefficients {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

export interface MinimumVarianceOptions extends BandOptions {
  readonly coefficients: MinimumVarianceCoefficients;
  /** 'minimum-variance' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * The minimum-variance delta of Hull and White, "Optimal delta hedging for options" (2017, Journal of Banking and Finance
 * 82, 180–190): implied volatility falls when the spot rises, so delta is corrected by what vega makes of that,
 *   δ_MV = δ + vega / (S √τ) (a + b δ + c δ²),
 * with δ and vega (per 1.00 of volatility) the contract's at implied volatility, and coefficients that
 * `fitMinimumVarianceCoefficients` fits to the past. Under Bachelier's model vega is per unit of money and the term is
 * vega / √τ: moves of volatility and of the price are both in money there.
 *
 * @throws RangeError when a coefficient is not finite or the band makes no sense
 * @example
 * createMinimumVarianceDeltaHedger({ coefficients: { a: -0.2, b: 0.3, c: -0.4 }, halfWidth: 0.05 });
 */
export function createMinimumVarianceDeltaHedger({
  coefficients,
  halfWidth = 0,
  to = 'edge',
  name = 'minimum-variance',
}: MinimumVarianceOptions): Hedger {
  const { a, b, c } = coefficients;
  for (const [key, value] of Object.entries({ a, b, c })) {
    if (!Number.isFinite(value)) throw new RangeError(`coefficients.${key} is ${value}: expected a finite number`);
  }
  requireBand({ halfWidth, to });
  return {
    name,
    kind: 'delta',
    signals: [],
    hedge(view, target) {
      const { contract, paths, impliedVol, yearsToExpiry, underlying } = view;
      const [spot] = view.prices;
      const [column] = target;
      const vega = new Float64Array(paths);
      contract.delta(column, impliedVol);
      contract.vega(vega, impliedVol);
      const root = Math.sqrt(yearsToExpiry);
      for (let path = 0; path < paths; path++) {
        const delta = column[path];
        const exposure = volExposure(vega[path], spot[path], root, underlying.model);
        column[path] = delta + exposure * (a + delta * (b + c * delta));
      }
      tradeAround(view, column, halfWidth, to);
    },
    toJSON: () => ({
      kind: 'delta',
      policy: 'minimum-variance',
      name,
      coefficients: { a, b, c },
      ...(halfWidth !== 0 && { halfWidth }),
      ...(to !== 'edge' && { to }),
    }),
  };
}

export interface SpotVolOptions extends BandOptions {
  /** k, 0 or more where volatility falls as the spot rises. */
  readonly correction: number;
  /** 'spot-vol' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * The correction of delta by one coefficient: δ − k φ(d1) of a European option (times its dividend growth), for
 * vega / (S √τ) is φ(d1). The minimum-variance delta with a = −k, b = c = 0; k is meant to be tuned on the past.
 *
 * @throws RangeError when `correction` is not finite or the band makes no sense
 * @example
 * createSpotVolDeltaHedger({ correction: 0.1, halfWidth: 0.05 });
 */
export function createSpotVolDeltaHedger({ correction, name = 'spot-vol', ...band }: SpotVolOptions): Hedger {
  if (!Number.isFinite(correction)) throw new RangeError(`correction is ${correction}: expected a finite number`);
  return createMinimumVarianceDeltaHedger({ coefficients: { a: -correction, b: 0, c: 0 }, name, ...band });
}

/** vega / (S √τ), or vega / √τ where volatility is in money. */
export function volExposure(
  vega: number,
  spot: number,
  rootYears: number,
  model: 'black-scholes' | 'bachelier',
): number {
  return vega === 0 ? 0 : vega / (model === 'bachelier' ? rootYears : spot * rootYears);
}

const savedParts = z.object({
  name: savedFields.name,
  coefficients: z.object({ a: z.number(), b: z.number(), c: z.number() }),
  halfWidth: savedFields.halfWidth.optional(),
  to: savedFields.to,
});

/** Restores a minimum-variance delta from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadMinimumVarianceDeltaHedger(json: HedgerJSON): Hedger {
  return createMinimumVarianceDeltaHedger(parsePolicy(json, savedParts));
}
