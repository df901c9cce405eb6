import type { BatesParameters } from '../contracts/heston-parameters.ts';
import { createBates } from './bates.ts';
import {
  type HestonCalibrationOptions,
  hestonCoordinates,
  hestonFrom,
  hestonNames,
  highestHeston,
  lowestHeston,
  startingPoints,
} from './calibrate-heston.ts';
import { fitImpliedVols } from './fit-implied-vols.ts';
import { boundWarnings, expiryWarnings } from './fit-warnings.ts';
import { glanceAt, hestonQuoteVols, skipWorthless } from './heston-quotes.ts';
import { checkImpliedVolQuotes, type ImpliedVolQuote, type VolFit, volFit } from './implied-vol-quotes.ts';
import type { Market } from './market.ts';

export interface BatesCalibration {
  readonly market: Market;
  readonly parameters: BatesParameters;
  readonly fit: VolFit;
}

/**
 * Bates's market calibrated to implied volatilities: as `calibrateHeston`, with the logarithms of jumps a year and of
 * their standard deviation and with their mean as further coordinates. What jumps do shows at short expiries and far
 * strikes; without such quotes their number and size are loose.
 *
 * Bounds: 0.01 to 20 jumps a year, mean −0.8 to 0.5, standard deviation 0.005 to 0.8; the others as there.
 *
 * @throws InputError on quotes that contradict each other, are too few (10, of 2 expiries, one with 5 strikes) or are
 * missed by more than `limitVolPoints`; RangeError on a bad clock
 * @example
 * const { market, parameters, fit } = calibrateBates(quotes);
 */
export function calibrateBates(
  given: readonly ImpliedVolQuote[],
  { limitVolPoints = 2, ...clock }: HestonCalibrationOptions = {},
): BatesCalibration {
  const { quotes, warnings } = skipWorthless(given);
  checkImpliedVolQuotes(quotes, { model: 'Bates', quotes: 10, expiries: 2, strikes: 5 });
  const counted = quotes.filter(({ weight = 1 }) => weight > 0);
  const { side } = glanceAt(counted);
  // Half of the short variance from jumps, rare and large or frequent and small, and Heston's own starting points.
  const starts = startingPoints(counted).flatMap((heston) =>
    [0.3, 3].map((jumpsPerYear) => {
      const size = Math.sqrt((0.25 * heston.initialVariance) / jumpsPerYear);
      const initialVariance = 0.5 * heston.initialVariance;
      return { ...heston, initialVariance, jumpsPerYear, jumpMean: side * size, jumpSd: size };
    }),
  );
  const lowest = toCoordinates({ ...lowestHeston, jumpsPerYear: 0.01, jumpMean: -0.8, jumpSd: 0.005 });
  const highest = toCoordinates({ ...highestHeston, jumpsPerYear: 20, jumpMean: 0.5, jumpSd: 0.8 });
  const values = fitImpliedVols(counted, {
    starts: starts.map(toCoordinates),
    lowest,
    highest,
    damping: 100,
    vols: (at) => hestonQuoteVols(fromCoordinates(at), counted),
  });
  const parameters = fromCoordinates(values);
  return {
    market: createBates({ ...parameters, ...clock }),
    parameters,
    fit: volFit('Bates', quotes, hestonQuoteVols(parameters, quotes), limitVolPoints, [
      ...warnings,
      ...boundWarnings({ names: [...hestonNames, 'jumpsPerYear', 'jumpMean', 'jumpSd'], values, lowest, highest }),
      ...expiryWarnings(quotes),
    ]),
  };
}

/** The mean jump counts in tenths, as much as a unit of the logarithms. */
function toCoordinates(parameters: BatesParameters): number[] {
  const { jumpsPerYear, jumpMean, jumpSd } = parameters;
  return [...hestonCoordinates(parameters), Math.log(jumpsPerYear), 10 * jumpMean, Math.log(jumpSd)];
}

function fromCoordinates(coordinates: readonly number[]): BatesParameters {
  const [jumps, mean, sd] = coordinates.slice(5);
  return { ...hestonFrom(coordinates), jumpsPerYear: Math.exp(jumps), jumpMean: 0.1 * mean, jumpSd: Math.exp(sd) };
}
