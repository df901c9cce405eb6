import type { ForecastTable } from '../forecast/forecast-table.ts';
import { volatilityAtHorizons } from '../forecast/term-structure.ts';
import { createForecastAdjustedHedger } from '../hedgers/forecast-adjusted.ts';
import { mean, standardDeviation } from '../math/moments.ts';
import type { Criterion } from '../risk/criterion.ts';
import { meanSd } from '../risk/mean-sd.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { runHedger } from './backtester.ts';
import { comparePolicies } from './compare-policies.ts';
import { episodePaths, writingRows } from './episodes.ts';
import { europeanTerms, type HedgingTerms } from './hedging-terms.ts';
import { pnlPercent } from './ledger.ts';
import type { Interval } from './results.ts';
import type { SignalTable } from './signal-table.ts';

/** What forecasts are worth to a hedge is measured on these columns, one value per row each. */
export interface ForecastValueData {
  readonly close: Float64Array;
  /** Annualised implied volatility, at which the contract is written. */
  readonly impliedVol: Float64Array;
  /** By forecaster, by days to expiry: column n − 1 is the annualised volatility forecast over the coming n days. */
  readonly forecastVol: Readonly<Record<string, readonly Float64Array[]>>;
}

export interface ForecastValueOptions extends SeededCallOptions {
  /** A short at-the-money call on a share, 10 basis points a trade, no rates, unless given. */
  readonly terms?: HedgingTerms | undefined;
  /** Trading days from writing to expiry; 21 unless given. */
  readonly tenorDays?: number | undefined;
  /** A contract is written every so many rows; every row unless given. */
  readonly everyDays?: number | undefined;
  /** Weights of the forecast against implied volatility; 1 and 0.5 unless given. */
  readonly weights?: readonly number[] | undefined;
  /** Half-width of the band around delta; 0.06 unless given. The same for all: forecasts differ, and nothing else. */
  readonly halfWidth?: number | undefined;
  /** On P&L in percent of spot; mean + 1.5 sd of the loss unless given. */
  readonly criterion?: Criterion | undefined;
  /** What differences are taken against: a forecaster, at the same weight (for 'implied', itself), or 'implied', the default. */
  readonly reference?: string | undefined;
  /** Rows [from, to) at which contracts are written; all unless given. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Resamples of the bootstrap, 500 unless given, and the mean length of its blocks, 63 trading days. */
  readonly draws?: number | undefined;
  readonly blockDays?: number | undefined;
}

/** What a forecast reached as the volatility that a hedge is run at. P&L and costs are in percent of spot at writing. */
export interface ForecastValue {
  readonly forecaster: string;
  readonly weight: number;
  /** The criterion; lower is better. */
  readonly objective: Interval;
  /** The criterion less that of the reference, paired: below 0 the forecast is worth more. */
  readonly versusReference: Interval;
  readonly mean: number;
  readonly sd: number;
  readonly cost: number;
  /** Mean number of trades an episode. */
  readonly trades: number;
}

export interface ForecastValues {
  /** Contracts hedged, the same for all. */
  readonly episodes: number;
  /** One per weight and forecaster; first 'implied', the band at implied volatility alone (weight 0). */
  readonly values: readonly ForecastValue[];
}

/** The name under which the band at implied volatility stands. */
const IMPLIED = 'implied';

/**
 * The economic value of volatility forecasts: each drives the same forecast-adjusted delta band (`createForecastAdjustedHedger`)
 * over the same rolling contracts, and the criterion of its P&L after costs is compared. Episodes are those on whose every day
 * before expiry all forecasts and the implied volatility are known. Standard errors are those of the stationary
 * bootstrap over blocks of neighbouring episodes, which overlap.
 *
 * @throws RangeError on columns that do not fit, an unknown reference, or where no episode has all forecasts
 * @example
 * const forecastVol = { garch: volToExpiry(table, 'garch', 21), har: volToExpiry(table, 'har', 21) };
 * const { values } = forecastValue({ close, impliedVol, forecastVol }, { reference: 'har', seed: 7 });
 */
export function forecastValue(data: ForecastValueData, options: ForecastValueOptions): ForecastValues {
  const {
    terms = europeanTerms({ optionType: 'call', position: -1, costBps: 10, rateAnnual: 0 }),
    tenorDays = 21,
    everyDays = 1,
    weights = [1, 0.5],
    halfWidth = 0.06,
    criterion = meanSd(1.5),
    reference = IMPLIED,
    from = 0,
    to = data.close.length,
    draws = 500,
    blockDays = 63,
    seed,
    signal,
    onProgress,
  } = options;
  requireCount('tenorDays', tenorDays);
  requireCount('everyDays', everyDays);
  const names = Object.keys(data.forecastVol);
  checkData(data, tenorDays);
  if (reference !== IMPLIED && !names.includes(reference)) {
    throw new RangeError(`reference is '${reference}': expected '${IMPLIED}' or one of ${names.join(', ')}`);
  }
  const isKnown = knownRows(data, tenorDays);
  const writing = writingRows(Math.max(0, from), Math.min(to, data.close.length - tenorDays), everyDays).filter((row) =>
    isKnown.subarray(row, row + tenorDays).every((known) => known === 1),
  );
  if (writing.length === 0) {
    throw new RangeError(`no contract of ${tenorDays} days has all forecasts on every day: expected at least one`);
  }

  const runs = [
    { forecaster: IMPLIED, weight: 0 },
    ...weights.flatMap((weight) => names.map((forecaster) => ({ forecaster, weight }))),
  ];
  const outcomes = runs.map(({ forecaster, weight }, done) => {
    signal?.throwIfAborted();
    onProgress?.({ label: `hedging at ${forecaster}`, done, total: runs.length });
    const table = tableOf(data, data.forecastVol[forecaster] ?? data.forecastVol[names[0]]);
    const paths = episodePaths(table, writing, { ...terms, tenorDays });
    const ledger = runHedger(createForecastAdjustedHedger({ weight, halfWidth }), paths, terms);
    const costs = ledger.costs.map((cost, path) => (100 * cost) / Math.abs(paths.spot[path]));
    return { pnl: pnlPercent(ledger, paths.spot), cost: mean(costs), trades: mean(ledger.trades) };
  });
  const pnl = outcomes.map((outcome) => outcome.pnl);
  const compared = comparePolicies(pnl, criterion, { draws, meanBlock: blockDays / everyDays, seed, signal });
  return {
    episodes: writing.length,
    values: runs.map(({ forecaster, weight }, run) => {
      const against = reference === IMPLIED || weight === 0 ? 0 : 1 + weights.indexOf(weight) * names.length;
      const place = against === 0 ? 0 : against + names.indexOf(reference);
      return {
        forecaster,
        weight,
        objective: compared.objective[run],
        versusReference: compared.versus(place)[run],
        mean: mean(pnl[run]),
        sd: standardDeviation(pnl[run]),
        cost: outcomes[run].cost,
        trades: outcomes[run].trades,
      };
    }),
  };
}

/**
 * The forecasts of one forecaster of a table by days to expiry, 1 to `tenorDays`, as annualised volatilities: between the horizons of
 * the table total variance is linear, outside them volatility is level.
 *
 * @throws RangeError on a name that the table lacks
 */
export function volToExpiry(table: ForecastTable, forecaster: string, tenorDays: number): readonly Float64Array[] {
  const { horizonDays, forecasts } = table;
  if (!Object.hasOwn(forecasts, forecaster)) {
    throw new RangeError(
      `the table has no forecaster '${forecaster}': expected one of ${Object.keys(forecasts).join(', ')}`,
    );
  }
  const order = horizonDays.map((_, i) => i).sort((a, b) => horizonDays[a] - horizonDays[b]);
  return volatilityAtHorizons(
    order.map((i) => horizonDays[i]),
    order.map((i) => forecasts[forecaster][i]),
    Array.from({ length: tenorDays }, (_, n) => n + 1),
  );
}

function checkData({ close, impliedVol, forecastVol }: ForecastValueData, tenorDays: number): void {
  const rows = close.length;
  const check = (name: string, column: Float64Array) => {
    if (column.length !== rows)
      throw new RangeError(`${name} has ${column.length} rows: expected ${rows}, as close has`);
  };
  check('impliedVol', impliedVol);
  const columns = Object.entries(forecastVol);
  if (columns.length === 0) throw new RangeError('forecastVol is empty: expected at least one forecaster');
  for (const [name, byDays] of columns) {
    if (byDays.length < tenorDays) {
      throw new RangeError(
        `forecastVol.${name} has ${byDays.length} columns: expected one for each of ${tenorDays} days`,
      );
    }
    byDays.forEach((column, n) => {
      check(`forecastVol.${name}[${n}]`, column);
    });
  }
}

/** 1 where implied volatility and every forecast to expiry are known. */
function knownRows({ impliedVol, forecastVol }: ForecastValueData, tenorDays: number): Uint8Array {
  const columns = Object.values(forecastVol).flatMap((byDays) => byDays.slice(0, tenorDays));
  return Uint8Array.from(impliedVol, (vol, row) => (vol > 0 && columns.every((column) => column[row] > 0) ? 1 : 0));
}

function tableOf({ close, impliedVol }: ForecastValueData, forecastVol: readonly Float64Array[]): SignalTable {
  return { rows: close.length, close, impliedVol, forecastVol, regimes: {} };
}
