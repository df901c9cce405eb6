import { bootstrapBlockLength } from '../../math/block-length.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { type DieboldMarianoResult, dieboldMariano } from '../diebold-mariano.ts';
import type { ForecastTable } from '../forecast-table.ts';
import { squaredError } from '../losses.ts';
import { type BootstrapIndices, drawBootstrapIndices } from './bootstrap-indices.ts';
import { type ComparedRows, comparedRows, type RowLimit } from './compared-rows.ts';
import { type MincerZarnowitzResult, mincerZarnowitz } from './mincer-zarnowitz.ts';
import { modelConfidenceSet } from './model-confidence-set.ts';
import { causalMeanOf, type ForecastScore, PERCENT_SQUARED, qlikeOrNone, scoreForecast } from './score-forecast.ts';
import { type SuperiorPredictiveAbility, superiorPredictiveAbility } from './superior-predictive-ability.ts';

export interface CompareForecastsOptions extends SeededCallOptions {
  /** Forecasters that the others are tested against. */
  readonly against: readonly string[];
  /** First row, or the first date, that counts; the first of the table unless given. */
  readonly from?: RowLimit | undefined;
  /** Row, or date, from which on nothing counts; the end of the table unless given. */
  readonly to?: RowLimit | undefined;
  /** Resamples behind confidence sets and superior predictive ability; 1000 unless given. */
  readonly replications?: number | undefined;
  /** Mean length of their blocks, in rows; `HorizonComparison.meanBlock` says what is taken otherwise. */
  readonly meanBlock?: number | undefined;
  /** A label per row of the table, such as the regime; rows with a label below 0 belong to no group. */
  readonly groups?: Int32Array | undefined;
}

/** A figure by each of the two losses. */
export interface ByLoss<Figure> {
  readonly qlike: Figure;
  readonly mse: Figure;
}

export interface ComparedForecast extends ForecastScore {
  /** Null where the forecast never changes. */
  readonly mincerZarnowitz: MincerZarnowitzResult | null;
  /** By forecaster tested against; negative statistics: this one is better. Its own is left out. */
  readonly dieboldMariano: Readonly<Record<string, ByLoss<DieboldMarianoResult>>>;
  /** P-value in the model confidence set (range statistic). */
  readonly confidence: ByLoss<number>;
}

/** Scores over the rows of one label. */
export interface GroupScores {
  readonly label: number;
  readonly rows: number;
  readonly forecasts: readonly ForecastScore[];
}

export interface HorizonComparison {
  readonly horizonDays: number;
  /** Rows where every forecast and the realised variance are known. */
  readonly rows: number;
  /** Of those, rows with a realised variance of 0: they count for all but QLIKE, which is infinite there. */
  readonly zeroRows: number;
  readonly firstDate: string;
  readonly lastDate: string;
  /** Mean block of the bootstrap, in rows: the longest that the losses ask for (`bootstrapBlockLength`), the horizon at least. */
  readonly meanBlock: number;
  readonly forecasts: readonly ComparedForecast[];
  /** By forecaster tested against: whether any other is better than it. */
  readonly superiorAbility: Readonly<Record<string, ByLoss<SuperiorPredictiveAbility>>>;
  readonly years: readonly GroupScores[];
  readonly groups: readonly GroupScores[];
}

/**
 * Compares the forecasters of a table, horizon by horizon, all on the same rows: losses, bias, R² out of sample, the
 * regressions of Mincer and Zarnowitz, the tests of Diebold and Mariano, of Hansen, and the model confidence set.
 *
 * @throws RangeError on a name that the table lacks, a forecast that is not above 0, or fewer than max(20, 2 × horizon) rows
 * @example
 * const [day] = compareForecasts(table, { against: ['har'], from: '2006-01-03', seed: 7 });
 * day.forecasts.map(({ forecaster, qlike }) => `${forecaster} ${qlike}`);
 */
export function compareForecasts(table: ForecastTable, options: CompareForecastsOptions): readonly HorizonComparison[] {
  const { against, groups, signal, onProgress } = options;
  const names = Object.keys(table.forecasts);
  for (const name of against) {
    if (names.includes(name)) continue;
    throw new RangeError(`against holds '${name}': expected forecasters of the table, ${names.join(', ')}`);
  }
  if (groups !== undefined && groups.length !== table.dates.length) {
    throw new RangeError(`groups has ${groups.length} rows: expected ${table.dates.length}, as the table has`);
  }
  const years = Int32Array.from(table.dates, (date) => Number(date.slice(0, 4)));
  const causalMean = causalMeanOf(table);
  return table.horizonDays.map((horizonDays, place) => {
    signal?.throwIfAborted();
    onProgress?.({ label: `comparing ${horizonDays} days ahead`, done: place, total: table.horizonDays.length });
    const compared = comparedRows(table, place, options);
    const { rows, realised } = compared;
    const scoreAll = (chosen: Int32Array) =>
      names.map((name) => scoreForecast(name, gather(table, place, name, causalMean, chosen)));
    const byLabel = (labels: Int32Array): GroupScores[] =>
      [...new Set(Array.from(rows, (row) => labels[row]))]
        .filter((label) => label >= 0)
        .sort((a, b) => a - b)
        .map((label) => {
          const chosen = rows.filter((row) => labels[row] === label);
          return { label, rows: chosen.length, forecasts: scoreAll(chosen) };
        });
    const tests = testAll(compared, names, horizonDays, options);
    return {
      horizonDays,
      rows: rows.length,
      zeroRows: realised.filter((y) => y === 0).length,
      firstDate: table.dates[rows[0]],
      lastDate: table.dates[rows[rows.length - 1]],
      meanBlock: tests.meanBlock,
      forecasts: scoreAll(rows).map((score, k) => ({
        ...score,
        mincerZarnowitz: regressed(realised, compared.forecasts[k], horizonDays),
        dieboldMariano: tests.dieboldMariano[k],
        confidence: tests.confidence[k],
      })),
      superiorAbility: tests.superiorAbility,
      years: byLabel(years),
      groups: groups === undefined ? [] : byLabel(groups),
    };
  });
}

function gather(table: ForecastTable, place: number, name: string, causalMean: Float64Array, rows: Int32Array) {
  const pick = (column: Float64Array) => Float64Array.from(rows, (row) => column[row]);
  return {
    horizonDays: table.horizonDays[place],
    realised: pick(table.realised[place]),
    forecast: pick(table.forecasts[name][place]),
    causalMean: pick(causalMean),
  };
}

function regressed(realised: Float64Array, forecast: Float64Array, horizon: number): MincerZarnowitzResult | null {
  return forecast.every((value) => value === forecast[0]) ? null : mincerZarnowitz(realised, forecast, { horizon });
}

/** The tests that read losses: of two forecasts, of all, and of all against one. */
function testAll(
  { realised, forecasts }: ComparedRows,
  names: readonly string[],
  horizonDays: number,
  { against, seed, replications, meanBlock: givenBlock }: CompareForecastsOptions,
) {
  const isPositive = (_: unknown, i: number) => realised[i] > 0;
  const losses: ByLoss<Float64Array[]> = {
    qlike: forecasts.map((forecast) => realised.map((y, i) => qlikeOrNone(y, forecast[i])).filter(isPositive)),
    mse: forecasts.map((forecast) => realised.map((y, i) => PERCENT_SQUARED * squaredError(y, forecast[i]))),
  };
  const meanBlock = givenBlock ?? Math.max(horizonDays, longestBlock(losses.qlike));
  const draw = (rows: number): BootstrapIndices => drawBootstrapIndices(rows, { replications, meanBlock, seed });
  const [rows, positiveRows] = [losses.mse[0].length, losses.qlike[0].length];
  const forMse = draw(rows);
  const indices: ByLoss<BootstrapIndices> = { qlike: positiveRows === rows ? forMse : draw(positiveRows), mse: forMse };
  const byLoss = <Figure>(figure: (losses: readonly Float64Array[], indices: BootstrapIndices) => Figure) => ({
    qlike: figure(losses.qlike, indices.qlike),
    mse: figure(losses.mse, indices.mse),
  });
  const sets = byLoss((columns, indices) => modelConfidenceSet(columns, { indices }).pValues);
  return {
    meanBlock,
    confidence: names.map((_, k) => ({ qlike: sets.qlike[k], mse: sets.mse[k] })),
    dieboldMariano: names.map((name, k) =>
      Object.fromEntries(
        against
          .filter((other) => other !== name)
          .map((other) => {
            const j = names.indexOf(other);
            return [other, byLoss((columns) => dieboldMariano(columns[k], columns[j], { horizon: horizonDays }))];
          }),
      ),
    ),
    superiorAbility: Object.fromEntries(
      against.map((name) => {
        const benchmark = names.indexOf(name);
        return [
          name,
          byLoss((columns, indices) => {
            const others = columns.filter((_, k) => k !== benchmark);
            const { best, ...test } = superiorPredictiveAbility(columns[benchmark], others, { indices, meanBlock });
            // Numbered as the forecasts are, the benchmark among them.
            return { ...test, best: best < benchmark ? best : best + 1 };
          }),
        ];
      }),
    ),
  };
}

/** The longest block that any forecast's losses, less the mean of all, ask for. */
function longestBlock(losses: readonly Float64Array[]): number {
  const middle = losses[0].map((_, t) => losses.reduce((sum, column) => sum + column[t], 0) / losses.length);
  return Math.max(...losses.map((column) => bootstrapBlockLength(column.map((loss, t) => loss - middle[t]))));
}
