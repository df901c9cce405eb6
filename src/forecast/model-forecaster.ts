import type { LayersModel } from '../engine/tensorflow/layers-model/layers-model.ts';
import {
  createLayersModelObjective,
  initialModelWeights,
} from '../engine/tensorflow/layers-model/layers-model-objective.ts';
import type { Bars } from '../market/bars.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { savedCount, savedGrid } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { checkNetworkTraining, fitNetworks, type NetworkTrainingOptions } from './lstm.ts';
import { networkModel, networkProblem, savedFit } from './lstm-model.ts';
import { DEFAULT_GRID_DAYS } from './term-structure.ts';

export interface ModelForecasterOptions extends NetworkTrainingOptions {
  /** Tells the forecasters of one comparison apart. */
  readonly name: string;
  /**
   * Makes a network, once for each of the ensemble: it maps `[rows, window, 8]`, the features of each day of the window,
   * to `[rows, horizons]`. The weights it is born with are where training starts: for the same bits again its
   * initialisers need seeds, which may depend on the member.
   */
  readonly create: (member: number) => LayersModel;
}

/**
 * The LSTM forecaster (`createLstmForecaster`) with a network of the user's own in the LSTM's place, a `tf.LayersModel`
 * of any architecture, trained by TensorFlow.js's automatic gradient.
 *
 * Throws what `createLstmForecaster` and `createLayersModelObjective` throw.
 *
 * @example
 * await useFastestTensorFlow();
 * const forecaster = createModelForecaster({
 *   name: 'convolution',
 *   create: (member) => tf.sequential({ layers: [
 *     tf.layers.conv1d({ inputShape: [22, 8], filters: 8, kernelSize: 5, activation: 'relu',
 *       kernelInitializer: tf.initializers.glorotUniform({ seed: member }) }),
 *     tf.layers.globalAveragePooling1d({}),
 *     tf.layers.dense({ units: 4, kernelInitializer: 'zeros' }),
 *   ] }),
 *   window: 22, epochs: 10, batch: 128, learningRate: 0.005, ensemble: 1,
 * });
 */
export function createModelForecaster(options: ModelForecasterOptions): VolatilityForecaster {
  checkNetworkTraining(options);
  const { name, create, window, gridDays = DEFAULT_GRID_DAYS } = options;
  const problem = networkProblem({ gridDays, window }, []);

  function fit(history: Bars, call: SeededCallOptions): VolatilityModel {
    const members = Array.from({ length: options.ensemble }, (_, member) => {
      const model = create(member);
      return {
        objective: createLayersModelObjective(model, problem),
        first: () => initialModelWeights(model, problem),
      };
    });
    const fitted = fitNetworks(history, options, call, name, (member) => members[member]);
    return networkModel(
      name,
      fitted,
      members.map(({ objective }) => objective),
      {},
    );
  }

  return { name, fit };
}

/**
 * Restores a model that `createModelForecaster` fitted, from its `toJSON()` and the networks that `create` makes. Throws
 * an InputError on values that are missing or damaged.
 */
export function loadModelForecast(
  json: VolatilityModelJSON,
  create: ModelForecasterOptions['create'],
): VolatilityModel {
  const problem = networkProblem({ gridDays: savedGrid(json), window: savedCount(json, 'window') }, []);
  const first = createLayersModelObjective(create(0), problem);
  const fit = savedFit(json, first.size);
  const objectives = fit.networks.map((_, member) =>
    member === 0 ? first : createLayersModelObjective(create(member), problem),
  );
  return networkModel(json.forecaster, fit, objectives, {});
}
