import { csvChunks, csvField, csvNumber } from '../csv-text.ts';
import { finiteOrNull } from '../results-json.ts';
import { measureForecasts, toVolAnnual } from './forecast-results.ts';
import type { ForecastRun } from './forecast-run.ts';

/** The text of forecast.json: the figures of `measureForecasts`. A figure that does not exist is null. */
export function renderForecastJson(run: ForecastRun): string {
  return `${JSON.stringify(measureForecasts(run), finiteOrNull, 2)}\n`;
}

/**
 * The text of forecast.csv in chunks: from the first forecast on, a row for each day and horizon with the volatility that
 * followed (`realised`; nothing where the days are not over), the bounds of the interval of the forecast chosen (`low`, `high`) and a column for
 * each forecaster; annualised, decimals. All but `realised` was known at the close of the date.
 */
export function forecastCsv({ table, intervals }: ForecastRun): Generator<string> {
  const { dates, horizonDays, realised, forecasts } = table;
  const columns = Object.values(forecasts);
  const first = dates.findIndex((_, row) => columns.some((byHorizon) => byHorizon.some((column) => column[row] > 0)));
  const header = ['date', 'horizonDays', 'realised', 'low', 'high', ...Object.keys(forecasts).map(csvField)];
  const days = first < 0 ? 0 : dates.length - first;
  return csvChunks(header.join(), days * horizonDays.length, (index) => {
    const row = first + Math.floor(index / horizonDays.length);
    const h = index % horizonDays.length;
    const variances = [realised[h], ...intervals.bounds[h], ...columns.map((byHorizon) => byHorizon[h])];
    const cells = variances.map((column) => csvNumber(toVolAnnual(column[row])));
    return `${[dates[row], horizonDays[h], ...cells].join()}\n`;
  });
}

/**
 * The text of comparison.csv in chunks: a row for each forecaster at each horizon, over all days scored (`span` all), by year and
 * by regime; the tests stand in the rows of all days.
 */
export function comparisonCsv({ comparison, against }: ForecastRun): Generator<string> {
  const scores = ['rows', 'qlike', 'qlikeError', 'mse', 'rmseVolPoints', 'bias', 'rSquared'] as const;
  const tests = against.flatMap((name) => ['t', 'p'].map((what) => csvField(`${what} against ${name}`)));
  const header = ['horizonDays', 'span', 'forecaster', ...scores, 'mzIntercept', 'mzSlope', 'mcsP', ...tests];
  const lines = comparison.flatMap(({ horizonDays, forecasts, years, groups }) => {
    const rowsOf = (span: string, list: (typeof years)[number]['forecasts']) =>
      list.map((score) => [
        horizonDays,
        span,
        csvField(score.forecaster),
        ...scores.map((key) => csvNumber(score[key])),
      ]);
    const whole = rowsOf('all', forecasts).map((cells, k) => {
      const { mincerZarnowitz, confidence, dieboldMariano } = forecasts[k];
      const regression = [mincerZarnowitz?.intercept ?? Number.NaN, mincerZarnowitz?.slope ?? Number.NaN];
      const tested = against.flatMap((name) => {
        const test = dieboldMariano[name]?.qlike;
        return [test?.statistic ?? Number.NaN, test?.pValue ?? Number.NaN];
      });
      return [...cells, ...[...regression, confidence.qlike, ...tested].map(csvNumber)];
    });
    const padded = (rows: readonly (readonly unknown[])[]) =>
      rows.map((cells) => [...cells, ...Array.from({ length: 3 + tests.length }, () => '')]);
    return [
      ...whole,
      ...padded(years.flatMap(({ label, forecasts: own }) => rowsOf(`${label}`, own))),
      ...padded(groups.flatMap(({ label, forecasts: own }) => rowsOf(`regime ${label}`, own))),
    ];
  });
  return csvChunks(header.join(), lines.length, (row) => `${lines[row].join()}\n`);
}
