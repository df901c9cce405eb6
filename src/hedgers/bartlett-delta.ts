import { z } from 'zod';
import { bartlettSlope } from '../contracts/bartlett-slope.ts';
import type { SabrShape } from '../contracts/hagan.ts';
import { requirePositive } from '../support/require.ts';
import { type BandOptions, requireBand } from './band-options.ts';
import type { Hedger, HedgerJSON } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeAround } from './trade-around.ts';

/** What of SABR does not move. */
export interface BartlettShape {
  /** β, in [0, 1]; 1, lognormal, unless given. */
  readonly beta?: number | undefined;
  /** ρ, of price and volatility, in (−1, 1). */
  readonly correlation: number;
  /** ν, volatility of volatility, a decimal a year, above 0. */
  readonly volOfVol: number;
}

export interface BartlettOptions extends BandOptions {
  readonly sabr: BartlettShape;
  /**
   * Signal that holds the volatility of returns at hand, α S^(β − 1), a decimal a year, or its square. `instantaneousVol`
   * unless given: what the market `sabr` draws.
   */
  readonly signal?: string | undefined;
  /** What the signal holds: 'vol' unless given. */
  readonly quantity?: 'vol' | 'variance' | undefined;
  /** 'bartlett' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Bartlett's delta under SABR: the contract's delta at implied volatility, plus vega times what implied volatility is to be
 * expected to move by when the spot does (`bartlettSlope`; Bartlett 2006, Hagan and Lesniewski 2017). The spot counts as
 * the forward, as in the quotes of the market `sabr`, and volatility is that of the contract's `strike`.
 *
 * Where the signal is not a positive number the correction is left out: the practitioner's delta remains.
 *
 * @throws RangeError when a parameter is out of range; from `hedge`, under Bachelier's model, whose volatilities are no SABR
 *   volatilities of returns
 * @example
 * const market = createSabr({ volAnnual: 0.2, correlation: -0.4, volOfVol: 0.6 });
 * const hedger = createBartlettDeltaHedger({ sabr: { correlation: -0.4, volOfVol: 0.6 } });
 */
export function createBartlettDeltaHedger(options: BartlettOptions): Hedger {
  const { sabr, halfWidth = 0, to = 'edge', name = 'bartlett' } = options;
  const { signal = 'instantaneousVol', quantity = 'vol' } = options;
  const { beta = 1, correlation, volOfVol } = sabr;
  if (!(beta >= 0 && beta <= 1)) throw new RangeError(`sabr.beta is ${beta}: expected a number in [0, 1]`);
  if (!(Math.abs(correlation) < 1)) {
    throw new RangeError(`sabr.correlation is ${correlation}: expected a number between -1 and 1, neither of them`);
  }
  requirePositive('sabr.volOfVol', volOfVol);
  requireBand({ halfWidth, to });
  const shape = { beta, correlation, volOfVol };
  return {
    name,
    kind: 'delta',
    signals: [signal],
    hedge(view, target) {
      const { contract, paths, impliedVol, yearsToExpiry, underlying, strike } = view;
      if (underlying.model !== 'black-scholes') {
        throw new RangeError(
          `policy '${name}' hedges under the model '${underlying.model}': expected 'black-scholes', in which SABR's volatility counts`,
        );
      }
      const [spot] = view.prices;
      const [column] = target;
      const state = view.signals[signal];
      const vega = new Float64Array(paths);
      contract.delta(column, impliedVol);
      contract.vega(vega, impliedVol);
      for (let path = 0; path < paths; path++) {
        const vol = quantity === 'vol' ? state[path] : Math.sqrt(state[path]);
        column[path] += correction(vega[path], spot[path], strike[path], yearsToExpiry, vol, shape);
      }
      tradeAround(view, column, halfWidth, to);
    },
    toJSON: () => ({
      kind: 'delta',
      policy: 'bartlett',
      name,
      sabr: shape,
      ...(signal !== 'instantaneousVol' && { signal }),
      ...(quantity !== 'vol' && { quantity }),
      ...(halfWidth !== 0 && { halfWidth }),
      ...(to !== 'edge' && { to }),
    }),
  };
}

function correction(vega: number, spot: number, strike: number, years: number, vol: number, shape: SabrShape): number {
  if (vega === 0 || !(vol > 0 && vol < Number.POSITIVE_INFINITY)) return 0;
  return vega * bartlettSlope(spot, strike, years, vol * spot ** (1 - shape.beta), shape);
}

const savedParts = z.object({
  name: savedFields.name,
  sabr: z.object({
    beta: z.number().min(0).max(1),
    correlation: z.number().gt(-1).lt(1),
    volOfVol: z.number().positive(),
  }),
  signal: z.string().min(1).optional(),
  quantity: z.enum(['vol', 'variance']).optional(),
  halfWidth: savedFields.halfWidth.optional(),
  to: savedFields.to,
});

/** Restores a Bartlett delta from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadBartlettDeltaHedger(json: HedgerJSON): Hedger {
  return createBartlettDeltaHedger(parsePolicy(json, savedParts));
}
