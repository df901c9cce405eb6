import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { regimeName } from '../regime-names.ts';
import type { ForecastRun } from './forecast-run.ts';

/** Volatility over the days to come, as known at the last close. Annualised, decimals; NaN where there is no interval yet. */
export interface LatestForecast {
  readonly horizonDays: number;
  readonly volAnnual: number;
  readonly low: number;
  readonly high: number;
  /** Volatility of as many days that ended at the last close. */
  readonly realisedVolAnnual: number;
  /** Shares of the outcomes scored that lay within the interval, below it and above; null without any. */
  readonly coverage: {
    readonly share: number;
    readonly below: number;
    readonly above: number;
    readonly rows: number;
  } | null;
  /** By forecaster. */
  readonly all: Readonly<Record<string, number>>;
}

/** All figures of a comparison; docs/forecast-command.md describes forecast.json, which they are. */
export interface ForecastResults extends Omit<ForecastRun, 'table' | 'intervals' | 'from'> {
  readonly schema: 1;
  readonly latest: { readonly date: string; readonly level: number; readonly horizons: readonly LatestForecast[] };
  readonly regimeNames: readonly string[];
}

/** The figures of a run. */
export function measureForecasts(run: ForecastRun): ForecastResults {
  const { table, intervals, from: _, ...rest } = run;
  const { states } = run.regimes ?? { states: 0 };
  return {
    schema: 1,
    ...rest,
    latest: {
      date: table.dates[table.dates.length - 1],
      level: intervals.level,
      horizons: table.horizonDays.map((_, h) => latestAt(run, h)),
    },
    regimeNames: Array.from({ length: states }, (_, regime) => regimeName(regime, states)),
  };
}

function latestAt({ table, intervals, chosen }: ForecastRun, h: number): LatestForecast {
  const { dates, horizonDays, forecasts, realised } = table;
  const last = dates.length - 1;
  const [low, high] = intervals.bounds[h];
  const scores = intervals.scores[h];
  return {
    horizonDays: horizonDays[h],
    volAnnual: toVolAnnual(forecasts[chosen.forecaster][h][last]),
    low: toVolAnnual(low[last]),
    high: toVolAnnual(high[last]),
    realisedVolAnnual: toVolAnnual(realised[h][last - horizonDays[h]]),
    coverage: scores && {
      share: scores[1].coverage - scores[0].coverage,
      below: scores[0].coverage,
      above: 1 - scores[1].coverage,
      rows: scores[0].rows,
    },
    all: Object.fromEntries(Object.entries(forecasts).map(([name, columns]) => [name, toVolAnnual(columns[h][last])])),
  };
}

/** Annualised volatility of a daily variance, a decimal. */
export function toVolAnnual(varianceDaily: number): number {
  return Math.sqrt(tradingDaysPerYear * varianceDaily);
}
