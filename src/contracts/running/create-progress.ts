import type { Valuation } from '../contract.ts';
import type { Moment } from './moment.ts';

/** How far a running contract has come. */
export interface Progress {
  /** Keeps the prices of writing or of the next fixing; says which step they are of. */
  observe(spot: Float64Array): number;
  /** The fixings to come; throws before writing was observed. */
  moment(at: Valuation): Moment;
  /** Prices of expiry; throws before they were observed. */
  lastPrices(): Float64Array;
}

/** Keeps count of a contract's fixings. Throws a RangeError when it is asked out of turn. */
export function createProgress(paths: number, fixings: number): Progress {
  const last = new Float64Array(paths);
  let step = -1;
  return {
    observe(spot) {
      if (spot.length !== paths) {
        throw new RangeError(`spot has ${spot.length} values: expected one for each of the ${paths} paths`);
      }
      if (step === fixings) throw new RangeError(`all ${fixings} fixings were observed: run the contract anew`);
      last.set(spot);
      step++;
      return step;
    },
    moment({ underlying, years }) {
      if (step < 0) throw new RangeError('nothing was observed yet: observe the prices of writing first');
      return { underlying, years, fixingsLeft: fixings - step };
    },
    lastPrices() {
      if (step < fixings) {
        throw new RangeError(
          `${Math.max(step, 0)} of ${fixings} fixings were observed: the payoff is known after the last`,
        );
      }
      return last;
    },
  };
}
