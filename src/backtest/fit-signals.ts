import { createEwmaForecaster } from '../forecast/ewma.ts';
import type { VolatilityForecaster, VolatilityModelJSON } from '../forecast/forecaster.ts';
import { createHarForecaster } from '../forecast/har.ts';
import { createLstmForecaster } from '../forecast/lstm.ts';
import { type Bars, logReturns } from '../market/bars.ts';
import { type FeatureMatrix, selectFeatures } from '../market/features.ts';
import { computeFeatures } from '../market/features/registry.ts';
import type { RegimeDetector, RegimeModelJSON } from '../regimes/detector.ts';
import { createHmmDetector } from '../regimes/hmm-detector.ts';
import { createKMeansDetector } from '../regimes/kmeans.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import type { BacktestConfig } from './config.ts';

/** All that a fit of detectors and forecasters is given: the rows of its training past and nothing after. */
export interface FitSignalsTask {
  readonly bars: Bars;
  readonly config: BacktestConfig;
}

export interface FittedSignals {
  readonly detectors: readonly RegimeModelJSON[];
  readonly forecasters: readonly VolatilityModelJSON[];
}

/** Fits every detector and forecaster of the configuration on one training past. A job of the worker pool. */
export function fitSignals({ bars, config }: FitSignalsTask, { signal, onProgress }: LongCallOptions = {}): FittedSignals {
  const features = computeFeatures(bars, featureNames(config));
  const returns = logReturns(bars);
  const options = { seed: config.seed, signal, onProgress };
  return {
    detectors: createDetectors(config).map((detector) =>
      detector.fit(selectFeatures(features, detector.features), { ...options, returns }).toJSON(),
    ),
    forecasters: createForecasters(config).map((forecaster) => forecaster.fit(bars, options).toJSON()),
  };
}

/** The detectors of the main job. */
export function createDetectors({ regimes }: BacktestConfig): readonly RegimeDetector[] {
  const { states, restarts } = regimes;
  return [
    createKMeansDetector({ states, restarts, features: regimes.kmeansFeatures }),
    createHmmDetector({ states, restarts, features: regimes.hmmFeatures }),
  ];
}

/** The forecasters of the main job. */
export function createForecasters({ forecast }: BacktestConfig): readonly VolatilityForecaster[] {
  return [
    createEwmaForecaster({ lambda: forecast.ewmaLambda }),
    createHarForecaster(),
    createLstmForecaster(forecast.lstm),
  ];
}

/** Features that any detector of the configuration reads, each once. */
export function featureNames({ regimes }: BacktestConfig): readonly string[] {
  return [...new Set([...regimes.hmmFeatures, ...regimes.kmeansFeatures])];
}

/** The features of a bar history that the detectors read. Throws an InputError on an unknown name. */
export function detectorFeatures(bars: Bars, config: BacktestConfig): FeatureMatrix {
  return computeFeatures(bars, featureNames(config));
}
