import { z } from 'zod';
import { tradingDaysPerYear } from '../market/trading-days.ts';
import { mean } from '../math/moments.ts';
import { InputError } from '../support/input-error.ts';
import { checkSavedLengths, parseSaved } from '../support/saved-data.ts';
import { createBlockLengths } from './block-lengths.ts';
import { requireMovement } from './daily-returns.ts';
import { drawInTiles } from './draw-in-tiles.ts';
import {
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';
import { openPathStreams } from './open-path-stream.ts';

/** Fewer usable days than this say too little about the tails. */
const minimumDays = 250;

/** Simulated log volatility may leave the observed range by this share of it. */
const widening = 0.1;

/** An autoregression as slow as a random walk would never come back from the edges. */
const largestSlope = 0.999;

export interface FilteredHistoryData {
  /** Daily closes of the training past, oldest first. */
  readonly close: Float64Array;
  /** Annualised implied volatility at each close, a decimal; NaN where unknown. */
  readonly impliedVol: Float64Array;
  /** Mean length of the blocks drawn, in days; 10 by default, 1 for single days. */
  readonly meanBlockDays?: number;
}

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
  const dayRoot = Math.sqrt(1 / tradingDaysPerYear);
  const compensator = cumulantFunction(returns);
  const drawBlock = createBlockLengths(meanBlockDays);

  function draw(request: SimulationRequest, { stride, offset, spot, impliedVol }: PathColumns): void {
    const { paths, steps, daysPerStep = 1, firstPath = 0 } = request;
    const open = openPathStreams('filtered-history', request);
    for (let path = 0; path < paths; path++) {
      const stream = open(firstPath + path);
      let logVol = logVols[stream.integer(logVols.length)];
      let vol = Math.exp(logVol);
      let logSpot = 0;
      let day = 0;
      let left = 0;
      let at = offset + path;
      spot[at] = spotAtWriting;
      impliedVol[at] = vol;
      for (let step = 1; step <= steps; step++) {
        for (let sub = 0; sub < daysPerStep; sub++) {
          if (left === 0) {
            day = stream.integer(days);
            left = drawBlock(stream);
          }
          const dailyVol = vol * dayRoot;
          logSpot += dailyVol * returns[day] - compensator(dailyVol);
          logVol = Math.min(highest, Math.max(lowest, intercept + slope * logVol + shocks[day]));
          vol = Math.exp(logVol);
          left--;
          day = day + 1 === days ? 0 : day + 1;
        }
        at += stride;
        spot[at] = spotAtWriting * Math.exp(logSpot);
        impliedVol[at] = vol;
      }
    }
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
    draw: drawInTiles(draw),
    toJSON,
  });
}

/**
 * Fits a filtered history to a training past. Days on which a close or an implied volatility is missing, at their
 * start or at their end, are skipped.
 *
 * z = log(S'/S) / (σ √(1/252)), centred; log σ' = a + b log σ + u by least squares, b at most 0.999.
 *
 * @throws InputError with fewer than 250 usable days, and on closes that never move, or always by as much
 * @throws RangeError when the columns differ in length
 * @example
 * const impliedVol = modelledImpliedVol(bars, { lambda: 0.94, premium: 1.1 });
 * const market = fitFilteredHistory({ close: bars.close, impliedVol });
 * const paths = market.simulate({ paths: 1000, steps: 21, seed: 7, stream: ['example'] });
 */
export function fitFilteredHistory({ close, impliedVol, meanBlockDays = 10 }: FilteredHistoryData): Market {
  if (close.length !== impliedVol.length) {
    throw new RangeError(`impliedVol has ${impliedVol.length} rows: expected ${close.length}, as close has`);
  }
  const from: number[] = [];
  const to: number[] = [];
  const moves: number[] = [];
  const returns: number[] = [];
  for (let t = 0; t + 1 < close.length; t++) {
    const ratio = close[t + 1] / close[t];
    if (!(ratio > 0 && ratio < Infinity && impliedVol[t] > 0 && impliedVol[t + 1] > 0)) continue;
    from.push(Math.log(impliedVol[t]));
    to.push(Math.log(impliedVol[t + 1]));
    moves.push(Math.log(ratio));
    returns.push(Math.log(ratio) / (impliedVol[t] * Math.sqrt(1 / tradingDaysPerYear)));
  }
  if (from.length < minimumDays) {
    throw new InputError(
      `only ${from.length} days have a close and an implied volatility at both ends: expected at least ${minimumDays} to fit a market to; give a longer history or a later first fit`,
    );
  }
  requireMovement(Float64Array.from(moves), close, 'a filtered history');
  const { intercept, slope } = fitAutoregression(from, to);
  const lowest = to.reduce((low, value) => Math.min(low, value), from[0]);
  const highest = to.reduce((high, value) => Math.max(high, value), from[0]);
  const margin = widening * (highest - lowest);
  return createFilteredHistory({
    intercept,
    slope,
    lowest: lowest - margin,
    highest: highest + margin,
    logVols: Float64Array.from(from),
    returns: centre(returns),
    shocks: centre(to.map((next, i) => next - intercept - slope * from[i])),
    meanBlockDays,
  });
}

function fitAutoregression(from: readonly number[], to: readonly number[]) {
  const meanFrom = mean(from);
  const meanTo = mean(to);
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < from.length; i++) {
    covariance += (from[i] - meanFrom) * (to[i] - meanTo);
    variance += (from[i] - meanFrom) ** 2;
  }
  // A flat volatility has no autoregression to speak of: it stays where it is.
  const slope = variance > 1e-12 ? Math.min(largestSlope, covariance / variance) : 0;
  return { intercept: meanTo - slope * meanFrom, slope };
}

function centre(values: readonly number[]): Float64Array {
  const center = mean(values);
  return Float64Array.from(values, (value) => value - center);
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

/** s ↦ log E[exp(s z)] of centred z to the fourth order in s, which is a daily volatility: small. */
function cumulantFunction(centred: Float64Array): (scale: number) => number {
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
  const quadratic = variance / 2;
  const cubic = third / centred.length / 6;
  const quartic = (fourth / centred.length - 3 * variance * variance) / 24;
  return (scale) => scale * scale * (quadratic + scale * (cubic + scale * quartic));
}
