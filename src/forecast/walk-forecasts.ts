import { type Bars, sliceBars } from '../market/bars.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import type { VolatilityForecaster, VolatilityModel } from './forecaster.ts';
import { planRefits, type RefitScheduleOptions } from './plan-refits.ts';
import { checkHorizons } from './term-structure.ts';
import { useModel } from './use-model.ts';

export interface WalkForecastsOptions extends SeededCallOptions, RefitScheduleOptions {
  /** Horizons forecast, in trading days. */
  readonly horizonDays: readonly number[];
  /** Whether each refit is handed the model of the one before (`ForecasterFitOptions.previous`); false by default. */
  readonly warmStart?: boolean | undefined;
}

/** A model of the walk and the row at whose close it was fitted. */
export interface ForecastRefit {
  readonly row: number;
  readonly model: VolatilityModel;
}

/** What a forecaster would have said day by day. */
export interface WalkedForecasts {
  readonly horizonDays: readonly number[];
  /** Per horizon, row t: annualised volatility by a model fitted on rows 0..t or fewer; NaN before the first fit. */
  readonly volAnnual: readonly Float64Array[];
  readonly refits: readonly ForecastRefit[];
}

/**
 * Walks a forecaster forward through history: fitted on the first rows, refitted every so many on all rows so far or on a
 * rolling window, each model used from the row at whose close it was fitted until the next. A fit is handed a copy of the
 * rows up to its own and nothing after, so row t of what is returned depends on rows 0..t alone.
 *
 * @throws InputError when there are fewer rows than the first fit takes, or than the forecaster needs
 * @example
 * const { volAnnual } = walkForecasts(createHarForecaster(), bars, { horizonDays: [1, 5, 22], seed: 7 });
 */
export function walkForecasts(
  forecaster: VolatilityForecaster,
  history: Bars,
  { horizonDays, warmStart = false, seed, signal, onProgress, ...schedule }: WalkForecastsOptions,
): WalkedForecasts {
  checkHorizons(horizonDays);
  const rows = history.close.length;
  const planned = planRefits(rows, schedule);
  const volAnnual = emptyForecasts(rows, horizonDays);
  const refits: ForecastRefit[] = [];
  planned.forEach((refit, index) => {
    signal?.throwIfAborted();
    const report = (share: number) =>
      onProgress?.({
        label: `${forecaster.name}: refit ${index + 1} of ${planned.length}`,
        done: Math.round(100 * (index + share)),
        total: 100 * planned.length,
      });
    const model = forecaster.fit(sliceBars(history, refit.from, refit.row + 1), {
      seed,
      signal,
      previous: warmStart ? refits.at(-1)?.model : undefined,
      onProgress: ({ done, total }) => report(total > 0 ? done / total : 0),
    });
    refits.push({ row: refit.row, model });
    useModel(model, history, refit, horizonDays).forEach((column, h) => {
      volAnnual[h].set(column, refit.row);
    });
    report(1);
  });
  return { horizonDays: [...horizonDays], volAnnual, refits };
}

/** Per horizon a column without any forecast. */
export function emptyForecasts(rows: number, horizonDays: readonly number[]): Float64Array[] {
  return horizonDays.map(() => new Float64Array(rows).fill(Number.NaN));
}
