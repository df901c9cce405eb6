import { z } from 'zod';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { checkSavedLengths, parseSaved } from '../support/saved-data.ts';
import { checkMeanBlockDays, drawnDay, drawResampled, type ResampledMoves } from './draw-resampled.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';

/** Rows of state beside `drawnDay`. */
const logSpot = 1;
const logVol = 2;
const vol = 3;
const scratch = 4;

/** What a filtered history has learned; every list is plain data. */
export interface FilteredHistoryParameters {
  /** log implied volatility: x' = intercept + slope x + u. */
  readonly intercept: number;
  readonly slope: number;
  /** Bounds of simulated log implied volatility. */
  readonly lowest: number;
  readonly highest: number;
  /** Observed log implied volatilities: where paths start from. */
  readonly logVols: Float64Array;
  /** One day's pairs, in the order of history: return over implied daily volatility, centred, and u of the same day. */
  readonly returns: Float64Array;
  readonly shocks: Float64Array;
  /** Mean length in days of the blocks in which pairs are drawn. */
  readonly meanBlockDays: number;
}

/**
 * Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper 1999) around implied volatility: each day a
 * pair (z, u) of history is drawn; the price moves by σ √(1/252) z and the logarithm of σ by its autoregression with
 * shock u. Pairs keep the dependence between returns and volatility; they are drawn in blocks of geometric length
 * (stationary bootstrap, Politis and Romano 1994), which keep what dependence over days the filter has left.
 *
 * A day drawn by itself has no drift: z is centred and each move is compensated by its cumulants up to the fourth, so
 * that the mean of S'/S over all pairs is 1. A policy trained here is paid for hedging, not for a view on the market.
 * Within a block the next pair follows from the last one, and the volatility it meets from the shocks before it, so the
 * mean move over several days keeps a trace of history's dependence: with blocks of 10 days on the bundled S&P 500 bars
 * it lies between −0.02 % and +0.04 % over 21 days. Single days (`meanBlockDays` 1) have none. Each path starts at a log
 * implied volatility drawn from those observed.
 *
 * Mirrored pairs never happened, so a request for antithetic paths gets plain ones.
 *
 * @throws RangeError on lists of pairs that are empty or differ in length, and on a mean block below 1 day
 */
export function createFilteredHistory(parameters: FilteredHistoryParameters): Market {
  const { intercept, slope, lowest, highest, logVols, returns, shocks, meanBlockDays } = parameters;
  const days = returns.length;
  if (days === 0 || logVols.length === 0) throw new RangeError('returns or logVols is empty: expected one day or more');
  if (shocks.length !== days)
    throw new RangeError(`shocks has ${shocks.length} values: expected ${days}, as returns has`);
  checkMeanBlockDays(meanBlockDays);
  const scaledReturns = returns.map((value) => value * Math.sqrt(1 / tradingDaysPerYear));
  // Kernels read both of a day at once.
  const pairs = Float64Array.from({ length: 2 * days }, (_, i) =>
    i % 2 === 0 ? scaledReturns[i / 2] : intercept + shocks[(i - 1) / 2],
  );
  const numbers = Float64Array.of(...cumulantFactors(scaledReturns), slope, lowest, highest);

  function draw(request: SimulationRequest, into: PathColumns): void {
    const moves: ResampledMoves = {
      stateRows: 5,
      tables: [pairs, logVols, numbers],
      begin({ kernels, state, tables, count }, uniforms) {
        kernels.fillRow(state(logSpot), 0, count);
        kernels.pickRow(uniforms, state(scratch), logVols.length, count);
        kernels.gatherRow(state(scratch), state(logVol), tables[1], count);
        kernels.expRow(state(logVol), state(vol), 1, count);
      },
      advance({ kernels, state, tables, count }) {
        const [history, , factors] = tables;
        kernels.filteredRow(state(logSpot), state(logVol), state(vol), state(drawnDay), history, factors, count);
      },
      observe(block, step) {
        const { kernels, state, count } = block;
        block.write(into.impliedVol, step, state(vol));
        kernels.expRow(state(logSpot), state(scratch), spotAtWriting, count);
        block.write(into.spot, step, state(scratch));
      },
    };
    drawResampled({ days, meanBlockDays }, moves, request, into);
  }

  function toJSON(): MarketJSON {
    return {
      ...parameters,
      market: 'filtered-history',
      logVols: Array.from(logVols),
      returns: Array.from(returns),
      shocks: Array.from(shocks),
    };
  }

  return defineMarket({
    name: 'filtered-history',
    daysPerYear: tradingDaysPerYear,
    signals: [],
    draw,
    toJSON,
  });
}

const number = z.number();
const column = z
  .array(number)
  .min(1)
  .transform((values) => Float64Array.from(values));
const savedParts = z.object({
  intercept: number,
  slope: number,
  lowest: number,
  highest: number,
  logVols: column,
  returns: column,
  shocks: column,
  meanBlockDays: number.min(1),
});

/** Restores a market from `createFilteredHistory(…).toJSON()`. Throws an InputError on data it cannot have written. */
export function loadFilteredHistory(json: MarketJSON): Market {
  const saved = "saved market 'filtered-history'";
  const parameters = parseSaved(saved, savedParts, json);
  checkSavedLengths(saved, { shocks: parameters.shocks }, parameters.returns.length);
  return createFilteredHistory(parameters);
}

/** [a, b, c] of log E[exp(s z)] = s² (a + b s + c s²), to the fourth order in s, for centred z. */
function cumulantFactors(centred: Float64Array): readonly [number, number, number] {
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let i = 0; i < centred.length; i++) {
    const square = centred[i] * centred[i];
    second += square;
    third += square * centred[i];
    fourth += square * square;
  }
  const variance = second / centred.length;
  return [variance / 2, third / centred.length / 6, (fourth / centred.length - 3 * variance * variance) / 24];
}
