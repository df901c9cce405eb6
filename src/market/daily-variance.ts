import { InputError } from '../support/input-error.ts';
import { type Bars, columnOf, logReturns } from './bars.ts';
import { garmanKlassVariance, parkinsonVariance, rogersSatchellVariance } from './range-variance.ts';

/** How a day's variance is measured from its bar, or the name of a column that holds it. */
export type VarianceMeasure = (typeof barMeasures)[number] | `column:${string}`;

/** Measures that bars alone give. The ranges are widened to the previous close (`range-variance.ts`). */
export const barMeasures = ['squared-return', 'parkinson', 'garman-klass', 'rogers-satchell'] as const;

const columnPrefix = 'column:';

/**
 * Variance of each day, in squared log units, by one measure: the squared log return of the closes, an estimate from
 * the day's range, or a column of the history such as realised variance from five-minute returns (`column:rv`).
 * Row 0 has no previous close and holds NaN, but for columns. Row t reads rows t − 1 and t alone.
 *
 * @throws RangeError on a name that is no measure; InputError when the history has no column of that name, or the column a value below 0
 * @example
 * dailyVariance(bars, 'parkinson');
 */
export function dailyVariance(bars: Bars, measure: VarianceMeasure): Float64Array {
  switch (measure) {
    case 'squared-return':
      return logReturns(bars).map((value) => value * value);
    case 'parkinson':
      return parkinsonVariance(bars);
    case 'garman-klass':
      return garmanKlassVariance(bars);
    case 'rogers-satchell':
      return rogersSatchellVariance(bars);
  }
  if (!isVarianceMeasure(measure)) {
    throw new RangeError(`measure is '${measure}': expected ${barMeasures.join(', ')} or column:NAME`);
  }
  const name = measure.slice(columnPrefix.length);
  const column = columnOf(bars, name);
  const bad = column.findIndex((value) => value < 0);
  if (bad >= 0) {
    throw new InputError(`column '${name}' is ${column[bad]} on ${bars.dates[bad]}: expected variances of 0 or more`);
  }
  return column.slice();
}

/** Whether a text names a measure. */
export function isVarianceMeasure(text: string): text is VarianceMeasure {
  return (
    (barMeasures as readonly string[]).includes(text) ||
    (text.startsWith(columnPrefix) && text.length > columnPrefix.length)
  );
}
