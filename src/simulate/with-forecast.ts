import { z } from 'zod';
import type { VolatilityModel, VolatilityModelJSON } from '../forecast/forecaster.ts';
import { loadVolatilityModel, type VolatilityModelLoaders } from '../forecast/load-volatility-model.ts';
import { parseSaved } from '../support/saved-data.ts';
import { closeOnlyBars, countedDates } from './close-only-bars.ts';
import {
  createPaths,
  defineMarket,
  type Market,
  type MarketJSON,
  type PathColumns,
  type SimulationRequest,
  spotAtWriting,
} from './market.ts';

/** Markets whose quotes depend on the strike, so that their prices may not be scaled after drawing. */
const quotedByStrike: ReadonlySet<string> = new Set(['merton', 'heston', 'bates', 'sabr', 'rough-bergomi']);

export interface WithForecastOptions {
  /** Days drawn before writing, for the forecaster to look back on; 63 by default, above the model's own `warmup`. */
  readonly warmUpDays?: number;
}

/** Paths drawn at a time: what bounds the memory taken by their days before writing. Even, for antithetic pairs. */
const batchPaths = 256;

const signal = 'forecastVol';

/**
 * A market with the signal `forecastVol`: what a fitted forecaster says, at each step, of the volatility over the
 * remaining days (of the coming day at expiry). It is run on the drawn daily closes by its own causal code, over
 * `warmUpDays` before writing and the days since.
 *
 * Drawn paths have closes but no ranges. Fit the model on `closeOnlyBars(bars.close)` and it meets here what it was fitted
 * on; a model fitted on real ranges would be off by the ratio of the two.
 *
 * The market is drawn `warmUpDays` longer and in steps of a day, and prices are scaled to the common spot at writing. So
 * writing happens in the middle of a path: at the variance that the market has reached by then.
 *
 * Markets that quote by strike (merton, heston, bates, sabr and rough-bergomi) keep their own paths instead, with their
 * state at writing, their quotes and signals. Their days before writing are another draw laid backwards in time, which ends
 * in that state: squared returns, all that volatility forecasts look at, then have the law of the past where the variance is
 * reversible (Heston's in its long run) and come near it elsewhere. Markets of your own must quote alike at all strikes.
 *
 * On top of drawing come one
 * call of the forecaster a path, with one horizon for each step: for EWMA, 63 + 30 days and 30 horizons, about 0.1 ms.
 *
 * @throws RangeError on the Bachelier market, whose prices do not scale, on a market that has forecasts already, and on a
 *   warm-up that leaves the first steps without a forecast
 * @example
 * const forecaster = createEwmaForecaster({ lambda: 0.94 }).fit(closeOnlyBars(bars.close), { seed: 7 });
 * const market = withForecast(createGjrGarch(parameters), forecaster);
 */
export function withForecast(market: Market, model: VolatilityModel, options: WithForecastOptions = {}): Market {
  const { warmUpDays = 63 } = options;
  if (!(Number.isInteger(warmUpDays) && warmUpDays >= model.warmup)) {
    throw new RangeError(
      `warmUpDays is ${warmUpDays}: expected a whole number of ${model.warmup} or more, the days before the first forecast of '${model.forecaster}'`,
    );
  }
  if (market.name.startsWith('bachelier')) {
    throw new RangeError(
      "the market is 'bachelier': expected one whose prices scale, for forecasts are of log returns; put the forecast out of the policy's signals",
    );
  }
  if (market.signals.includes(signal)) {
    throw new RangeError(`the market '${market.name}' has the signal '${signal}' already: expected one without it`);
  }

  function draw(request: SimulationRequest, into: PathColumns): void {
    for (let first = 0; first < request.paths; first += batchPaths) {
      const paths = Math.min(batchPaths, request.paths - first);
      const firstPath = (request.firstPath ?? 0) + first;
      drawBatch({ ...request, paths, firstPath }, { ...into, offset: into.offset + first });
    }
  }

  function drawBatch(request: SimulationRequest, into: PathColumns): void {
    const { paths, steps, daysPerStep = 1 } = request;
    const days = warmUpDays + steps * daysPerStep;
    const { before, drawn, firstDay } = drawDays(request, into);
    const horizons = Array.from({ length: steps + 1 }, (_, step) => Math.max(1, (steps - step) * daysPerStep));
    const close = new Float64Array(days + 1);
    const dates = countedDates(days + 1);
    const copied = Object.keys(drawn.signals).map((name) => [drawn.signals[name], into.signals[name]]);
    copied.push([drawn.impliedVol, into.impliedVol]);
    const forecastColumn: Float64Array | undefined = into.signals[signal];
    for (let path = 0; path < paths; path++) {
      for (let day = 0; day < firstDay; day++) close[day] = before[(firstDay - day) * paths + path];
      for (let day = firstDay; day <= days; day++) close[day] = drawn.spot[(day - firstDay) * paths + path];
      const forecasts = model.forecast(closeOnlyBars(close, dates), horizons);
      const scale = spotAtWriting / close[warmUpDays];
      for (let step = 0, day = warmUpDays, at = into.offset + path; step <= steps; step++) {
        into.spot[at] = step === 0 ? spotAtWriting : scale * close[day];
        if (forecastColumn !== undefined) forecastColumn[at] = forecasts[step][day];
        for (const [from, to] of copied) to[at] = from[(day - firstDay) * paths + path];
        at += into.stride;
        day += daysPerStep;
      }
    }
  }

  /** Daily paths from `firstDay` of the warm-up on and, where that is not its first, closes before it, latest first. */
  function drawDays(request: SimulationRequest, into: PathColumns) {
    const { paths, steps, daysPerStep = 1, stream } = request;
    const firstDay = quotedByStrike.has(market.name) ? warmUpDays : 0;
    const signals = market.signals.filter((name) => into.signals[name] !== undefined);
    const draw = (changes: Partial<SimulationRequest>) => {
      const inner = { ...request, daysPerStep: 1, ...changes };
      const drawn = createPaths(inner, market);
      market.draw(inner, { ...drawn, stride: paths, offset: 0 });
      return drawn;
    };
    const drawn = draw({ steps: warmUpDays - firstDay + steps * daysPerStep, signals });
    if (firstDay === 0) return { before: new Float64Array(0), drawn, firstDay };
    const past = {
      steps: firstDay,
      signals: [],
      stream: [...stream, 'before writing'],
      quote: 'instantaneous',
    } as const;
    return { before: draw(past).spot, drawn, firstDay };
  }

  return defineMarket({
    name: market.name,
    daysPerYear: market.daysPerYear,
    signals: [...market.signals, signal],
    mirrors: market.mirrors,
    draw,
    toJSON: () => ({ market: 'with-forecast', inner: market.toJSON(), model: model.toJSON(), warmUpDays }),
  });
}

const savedParts = z.object({
  inner: z.looseObject({ market: z.string() }),
  model: z.looseObject({ forecaster: z.string() }),
  warmUpDays: z.number().int().nonnegative(),
});

/**
 * Restores a market from `withForecast(…).toJSON()`. Throws an InputError on data that it cannot have written.
 *
 * @param loadInner `loadMarket`, for the market within
 * @param loaders for forecasters of the caller's own
 */
export function loadWithForecast(
  json: MarketJSON,
  loadInner: (json: MarketJSON) => Market,
  loaders: VolatilityModelLoaders = {},
): Market {
  const { inner, model, warmUpDays } = parseSaved("saved market 'with-forecast'", savedParts, json);
  const restored = loadVolatilityModel(model as VolatilityModelJSON, loaders);
  return withForecast(loadInner(inner), restored, { warmUpDays });
}
