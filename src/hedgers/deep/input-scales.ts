import { z } from 'zod';
import type { Underlying } from '../../contracts/underlying.ts';
import type { Paths } from '../../market/paths.ts';
import { mean, standardDeviation } from '../../math/moments.ts';
import { pricedInstrument, scaledColumns } from './input-names.ts';
import { type ColumnScale, type PolicyInputScales, relativePrices } from './policy-inputs.ts';
import { scaleFreeVols } from './state-inputs.ts';

/** A standard deviation below this share of the mean is rounding: the column is constant. */
const constantBelow = 1e-12;

/**
 * Scales of a policy's inputs, measured on training paths: of implied volatility its logarithm, at all steps; of prices and
 * signals the values as they are, at the steps that are decided at, those not known left out.
 *
 * @param columns names of inputs as `resolveInputs` gives them
 */
export function fitInputScales(drawn: Paths, underlying: Underlying, columns: readonly string[]): PolicyInputScales {
  const { paths, steps, spot, strike, signals, instruments = [], yearsToExpiry } = drawn;
  const valuesOf = (name: string) => {
    const instrument = pricedInstrument(name);
    if (instrument === undefined) return signals[name];
    return relativePrices(instrument === 0 ? spot : instruments[instrument - 1].price, strike);
  };
  const scaled = scaledColumns(columns);
  return {
    yearsAtWriting: yearsToExpiry[0],
    ...logVolScale(scaleFreeVols({ ...drawn, underlying })),
    ...(scaled.length > 0 && {
      columns: Object.fromEntries(scaled.map((name) => [name, columnScale(valuesOf(name).subarray(0, steps * paths))])),
    }),
  };
}

function logVolScale(impliedVol: Float64Array): Pick<PolicyInputScales, 'logVolMean' | 'logVolSd'> {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < impliedVol.length; i++) {
    const value = Math.log(impliedVol[i]);
    sum += value;
    squares += value * value;
  }
  const logVolMean = sum / impliedVol.length;
  const variance = Math.max(0, squares / impliedVol.length - logVolMean * logVolMean);
  return { logVolMean, logVolSd: Math.sqrt(variance) };
}

function columnScale(values: Float64Array): ColumnScale {
  const known = values.filter(Number.isFinite);
  if (known.length === 0) return { mean: 0, sd: 0 };
  const center = mean(known);
  const sd = standardDeviation(known);
  return { mean: center, sd: sd > constantBelow * Math.abs(center) ? sd : 0 };
}

/** Throws a RangeError where a column that is to be standardised has no scale. */
export function requireScales(columns: readonly string[], scales: PolicyInputScales): void {
  for (const name of scaledColumns(columns)) {
    if (scales.columns?.[name] !== undefined) continue;
    throw new RangeError(
      `scales.columns lacks '${name}': expected the mean and sd of each price and signal that is read`,
    );
  }
}

/** A copy of scales, as data to be saved. */
export function copyScales({ columns, ...scales }: PolicyInputScales) {
  if (columns === undefined) return scales;
  const copies = Object.entries(columns).map(([name, { mean, sd }]) => [name, { mean, sd }] as const);
  return { ...scales, columns: Object.fromEntries(copies) };
}

/** Scales as saved data holds them. */
export const savedScales = z.object({
  yearsAtWriting: z.number().positive(),
  logVolMean: z.number(),
  logVolSd: z.number().nonnegative(),
  columns: z.record(z.string(), z.object({ mean: z.number(), sd: z.number().nonnegative() })).optional(),
});
