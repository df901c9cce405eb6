import { createBoostedTreesForecaster } from '../forecast/boosted-trees.ts';
import { createCombinationForecaster } from '../forecast/combination.ts';
import { createEwmaForecaster } from '../forecast/ewma.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from '../forecast/forecaster.ts';
import { createGjrForecaster } from '../forecast/gjr.ts';
import { createHarForecaster } from '../forecast/har.ts';
import { createHarLeverageForecaster } from '../forecast/har-leverage.ts';
import { firstKnown, fitSeries, seriesMeasure } from '../forecast/liquidity.ts';
import { createLogHarForecaster } from '../forecast/log-har.ts';
import { createLstmForecaster } from '../forecast/lstm.ts';
import { createRandomWalkForecaster } from '../forecast/random-walk.ts';
import { DEFAULT_GRID_DAYS } from '../forecast/term-structure.ts';
import { type Bars, logReturns, sliceBars } from '../market/bars.ts';
import { computeFeatures } from '../market/features/registry.ts';
import { type FeatureMatrix, sliceFeatures } from '../market/features.ts';
import type { RegimeDetector, RegimeModelJSON } from '../regimes/detector.ts';
import { createHmmDetector } from '../regimes/hmm/hmm-detector.ts';
import { createKMeansDetector } from '../regimes/kmeans/kmeans.ts';
import type { LongCallOptions, Progress, SeededCallOptions } from '../support/long-call.ts';
import type { BacktestConfig } from './config.ts';

/** All that a fit of detectors and forecasters is given: the rows of its training past and nothing after. */
export interface FitSignalsTask {
  readonly bars: Bars;
  /** First row fitted; rows before it only fill the windows of features. */
  readonly trainFrom: number;
  readonly config: BacktestConfig;
  /** Half-spreads of the same rows, where a policy reads their forecast. */
  readonly halfSpreadBps?: Float64Array | undefined;
}

export interface FittedSignals {
  readonly detectors: readonly RegimeModelJSON[];
  readonly forecasters: readonly VolatilityModelJSON[];
  /** The model of half-spreads, where a policy reads their forecast. */
  readonly halfSpread?: VolatilityModelJSON | undefined;
}

/** Half-spreads known before they are forecast; with fewer, none is forecast until the next refit. */
const fewestSpreads = 128;

/** Longest horizon at which those that learn much join the combination. */
const shortDays = 5;

/** Roughly the share of a fit's time that the detectors take. */
const detectorShare = 0.25;

/** Fits every detector and forecaster of the configuration on one training past. A job of the worker pool. */
export function fitSignals(
  { bars, trainFrom, config, halfSpreadBps }: FitSignalsTask,
  { signal, onProgress }: LongCallOptions = {},
): FittedSignals {
  const rows = bars.dates.length;
  const features = sliceFeatures(detectorFeatures(bars, config), trainFrom, rows);
  const returns = logReturns(bars).slice(trainFrom);
  const past = sliceBars(bars, trainFrom, rows);
  const { seed } = config;
  const progress = (share: number) => onProgress?.({ label: 'signals', done: Math.round(100 * share), total: 100 });
  const detectors = createDetectors(config).map((detector) =>
    detector.fit(features, { seed, signal, returns }).toJSON(),
  );
  progress(detectorShare);
  // The network's own progress starts again with each member of its ensemble; `runJobs` lets no share fall.
  const watch = ({ done, total }: Progress) => progress(detectorShare + (1 - detectorShare) * (done / total));
  const models = fitForecasters(past, config, { seed, signal, onProgress: watch });
  const forecasters = models.map((model) => model.toJSON());
  const spreads = halfSpreadBps?.slice(trainFrom);
  if (spreads === undefined || firstKnown(spreads) + fewestSpreads > spreads.length) return { detectors, forecasters };
  const { model } = fitSeries(spreads, createSpreadForecaster(config), { seed, signal });
  return { detectors, forecasters, halfSpread: model.toJSON() };
}

/** The detectors of the main job. */
function createDetectors({ regimes }: BacktestConfig): readonly RegimeDetector[] {
  const { states, restarts } = regimes;
  return [
    createKMeansDetector({ states, restarts, features: regimes.kmeansFeatures }),
    createHmmDetector({ states, restarts, features: regimes.hmmFeatures }),
  ];
}

/**
 * Fits the forecasters of the main job. Those that fit each horizon on its own also fit a tenor beyond the usual ones. The
 * combination is of what else is fitted here, in the form that `npm run bench -- forecast` chooses (docs/forecasting.md): plain
 * members at all horizons, those that learn more up to a week.
 */
function fitForecasters(
  past: Bars,
  { forecast, contract }: BacktestConfig,
  options: SeededCallOptions,
): readonly VolatilityModel[] {
  const longest = Math.max(...DEFAULT_GRID_DAYS);
  const gridDays = contract.tenorDays > longest ? [...DEFAULT_GRID_DAYS, contract.tenorDays] : DEFAULT_GRID_DAYS;
  const fit = (forecaster: VolatilityForecaster) => forecaster.fit(past, options);
  const ewma = fit(createEwmaForecaster({ lambda: forecast.ewmaLambda }));
  const har = fit(createHarForecaster({ gridDays }));
  const gjr = fit(createGjrForecaster());
  const lstm = fit(createLstmForecaster({ ...forecast.lstm, gridDays }));
  const combination = fit(
    createCombinationForecaster({
      members: [asFitted(gjr), asFitted(har), createHarLeverageForecaster({ gridDays })],
      shortHorizons: {
        days: shortDays,
        members: [
          asFitted(lstm),
          createBoostedTreesForecaster({ gridDays: gridDays.filter((days) => days <= shortDays) }),
        ],
      },
      gridDays,
    }),
  );
  return [ewma, har, gjr, lstm, combination];
}

/** A forecaster whose model there is already. */
function asFitted(model: VolatilityModel): VolatilityForecaster {
  return { name: model.forecaster, fit: () => model };
}

/** What half-spreads are forecast by. */
function createSpreadForecaster({ forecast }: BacktestConfig): VolatilityForecaster {
  switch (forecast.halfSpread) {
    case 'ewma':
      return createEwmaForecaster({ lambda: forecast.ewmaLambda, ...seriesMeasure });
    case 'random-walk':
      return createRandomWalkForecaster(seriesMeasure);
    case 'log-har':
      return createLogHarForecaster(seriesMeasure);
  }
}

/** The features of a bar history that the detectors read. Throws an InputError on an unknown name. */
export function detectorFeatures(bars: Bars, { regimes }: BacktestConfig): FeatureMatrix {
  return computeFeatures(bars, [...new Set([...regimes.hmmFeatures, ...regimes.kmeansFeatures])]);
}
