import { z } from 'zod';
import { requireNonNegative, requirePositive } from '../support/require.ts';
import { type BandOptions, requireBand } from './band-options.ts';
import type { HedgeInstrument, Hedger, HedgerJSON, HedgeView } from './hedger.ts';
import { parsePolicy, savedFields } from './saved-policy.ts';
import { tradeInBand } from './trade-to-band.ts';

export interface TwoInstrumentOptions extends BandOptions {
  /** Which of the paths' hedge instruments beside the underlying is held; the first, 0, unless given. */
  readonly instrument?: number | undefined;
  /** Half-width of the band around the holding of the instrument, in its units per option; 0, no band, unless given. */
  readonly instrumentHalfWidth?: number | undefined;
  /**
   * Most units of the instrument per option, long or short; 10 unless given. Where its greek is next to nothing, near expiry
   * or far from its strike, neutralising would take any number of them. A variance swap's unit is its notional: choose one
   * whose vega is near the contract's.
   */
  readonly maxUnits?: number | undefined;
  /** 'delta-gamma' or 'delta-vega' unless given: names tell the policies of one comparison apart. */
  readonly name?: string | undefined;
}

/**
 * Holds a second instrument until the position's gamma is nothing, and of the underlying what leaves no delta:
 *   n = −p Γ / Γ₁, held within [−maxUnits, maxUnits],   underlying: −p δ − n δ₁,
 * p the position, Γ and δ the contract's greeks at implied volatility, Γ₁ and δ₁ the instrument's at its own (Hull, Options,
 * Futures, and Other Derivatives, "Making a portfolio gamma neutral"). Each holding has a band of its own; delta is neutralised
 * given the units that are held of the instrument, not those aimed at.
 *
 * Paths need an instrument with gamma, an option: `addInstruments`. Where the instrument has none, none of it is held.
 *
 * @throws RangeError on options out of range; from `hedge`, where the paths have no such instrument or no greeks of it
 * @example
 * const paths = addInstruments(drawn, [{ kind: 'option', option: 'call', moneyness: 1, extraDays: 21 }], underlying, source);
 * runHedger(createDeltaGammaHedger({ instrumentHalfWidth: 0.1, halfWidth: 0.05 }), paths, terms);
 */
export function createDeltaGammaHedger(options: TwoInstrumentOptions = {}): Hedger {
  return createTwoInstrumentHedger('gamma', options);
}

/**
 * The same with vega in gamma's place: n = −p ν / ν₁. Right where the volatilities of both move alike, as they do between
 * neighbouring expiries; a variance swap serves, too, by its vega (`HedgeInstrument`).
 *
 * @throws RangeError as `createDeltaGammaHedger`
 */
export function createDeltaVegaHedger(options: TwoInstrumentOptions = {}): Hedger {
  return createTwoInstrumentHedger('vega', options);
}

function createTwoInstrumentHedger(greek: 'gamma' | 'vega', options: TwoInstrumentOptions): Hedger {
  const { instrument = 0, halfWidth = 0, instrumentHalfWidth = 0, maxUnits = 10, to = 'edge' } = options;
  const policy = `delta-${greek}`;
  const { name = policy } = options;
  if (!(Number.isInteger(instrument) && instrument >= 0)) {
    throw new RangeError(`instrument is ${instrument}: expected a whole number of 0 or more`);
  }
  requireBand({ halfWidth, to });
  requireNonNegative('instrumentHalfWidth', instrumentHalfWidth);
  requirePositive('maxUnits', maxUnits);
  return {
    name,
    kind: 'delta',
    signals: [],
    hedge(view, target) {
      const { contract, position, paths, impliedVol, holdings } = view;
      const second = findInstrument(name, view, instrument);
      const [underlying, units] = [target[0], target[instrument + 1]];
      const held = [holdings[0], holdings[instrument + 1]];
      const [own, other] = [new Float64Array(paths), new Float64Array(paths)];
      contract[greek](own, impliedVol);
      second[greek](other);
      for (let path = 0; path < paths; path++) {
        const wanted = -position * cappedRatio(own[path], other[path], maxUnits);
        units[path] = tradeInBand(held[1][path], wanted, instrumentHalfWidth, to);
      }
      contract.delta(own, impliedVol);
      second.delta(other);
      for (let path = 0; path < paths; path++) {
        const wanted = -position * own[path] - units[path] * other[path];
        underlying[path] = tradeInBand(held[0][path], wanted, halfWidth, to);
      }
    },
    toJSON: () => ({
      kind: 'delta',
      policy,
      name,
      instrument,
      halfWidth,
      instrumentHalfWidth,
      maxUnits,
      ...(to !== 'edge' && { to }),
    }),
  };
}

function findInstrument(name: string, { instruments }: HedgeView, index: number): HedgeInstrument {
  const found = instruments[index];
  if (found !== undefined) return found;
  throw new RangeError(
    `policy '${name}' trades hedge instrument ${index} beside the underlying, and the paths have ${instruments.length}: add one with addInstruments`,
  );
}

/** own / other within [−most, most]; 0 where `other` is 0 or the ratio is no number. */
function cappedRatio(own: number, other: number, most: number): number {
  const ratio = own / other;
  if (other === 0 || Number.isNaN(ratio)) return 0;
  return Math.min(Math.max(ratio, -most), most);
}

const savedParts = z.object({
  name: savedFields.name,
  instrument: z.int().nonnegative(),
  halfWidth: savedFields.halfWidth,
  instrumentHalfWidth: z.number().nonnegative(),
  maxUnits: z.number().positive(),
  to: savedFields.to,
});

/** Restores a delta-gamma hedge from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadDeltaGammaHedger(json: HedgerJSON): Hedger {
  return createDeltaGammaHedger(parsePolicy(json, savedParts));
}

/** Restores a delta-vega hedge from its `toJSON`. Throws an InputError on data that it cannot have written. */
export function loadDeltaVegaHedger(json: HedgerJSON): Hedger {
  return createDeltaVegaHedger(parsePolicy(json, savedParts));
}
