import { type Bars, sliceBars } from '../market/bars.ts';
import type { VolatilityModel } from './forecaster.ts';
import type { PlannedRefit } from './plan-refits.ts';

/**
 * What a model says from its fit row on until the next refit, per horizon. It reads the history from the first row that it was
 * fitted on, or from as many rows earlier as its warm-up takes.
 */
export function useModel(
  model: VolatilityModel,
  history: Bars,
  { from, row, until }: PlannedRefit,
  horizonDays: readonly number[],
): Float64Array[] {
  const start = Math.max(0, Math.min(from, row - model.warmup));
  return model.forecast(sliceBars(history, start, until), horizonDays).map((column) => column.slice(row - start));
}
