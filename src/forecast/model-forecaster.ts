import type { LayersModel } from '../engine/tensorflow/layers-model/layers-model.ts';
import {
  createLayersModelObjective,
  type ForecasterModelProblem,
} from '../engine/tensorflow/layers-model/layers-model-objective.ts';
import { copyModel } from '../engine/tensorflow/layers-model/model-weights.ts';
import { InputError } from '../support/input-error.ts';
import { checkNetworkTraining, fitNetworks, type NetworkMember, type NetworkTrainingOptions } from './fit-networks.ts';
import { savedCount, savedGrid, savedTable } from './forecast-input.ts';
import type { VolatilityForecaster, VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { loadVolatilityModel } from './load-volatility-model.ts';
import { networkFeatureNames } from './lstm-features.ts';
import { networkInputNames } from './network-inputs.ts';
import { type NetworkFit, networkModel, networkProblem } from './network-model.ts';
import { savedFit, savedSources } from './saved-network.ts';
import { DEFAULT_GRID_DAYS } from './term-structure.ts';

/** `sort` in what the models of these forecasters save. */
const SORT = 'model';

export interface ModelForecasterOptions extends NetworkTrainingOptions {
  /** Tells the forecasters of one comparison apart. */
  readonly name: string;
  /**
   * Makes a network, once for each of the ensemble, when the forecaster is first fitted: it maps `[rows, window, inputs]`,
   * the features of each day of the window (`networkFeatureNames`, then the probabilities of all regimes but the first and
   * further columns where asked for), to `[rows, horizons]`. The weights it is born with
   * are where each fit starts: for the same bits again its initialisers need seeds, which may depend on the member.
   */
  readonly create: (member: number) => LayersModel;
}

/**
 * The LSTM forecaster (`createLstmForecaster`) with a network of the user's own in the LSTM's place, a `tf.LayersModel`
 * of any architecture, trained by TensorFlow.js's automatic gradient. Its fits share the networks that `create` made and
 * have weights of their own. `modelForecastLoader` restores what they save.
 *
 * Throws what `createLstmForecaster` and `createLayersModelObjective` throw.
 *
 * @example
 * await useFastestTensorFlow();
 * const forecaster = createModelForecaster({
 *   name: 'convolution',
 *   create: (member) => tf.sequential({ layers: [
 *     tf.layers.conv1d({ inputShape: [22, networkFeatureNames.length], filters: 8, kernelSize: 5, activation: 'relu',
 *       kernelInitializer: tf.initializers.glorotUniform({ seed: member + 1 }) }),
 *     tf.layers.globalAveragePooling1d({}),
 *     tf.layers.dense({ units: 4, kernelInitializer: 'zeros' }),
 *   ] }),
 *   window: 22, epochs: 10, batch: 128, learningRate: 0.005, ensemble: 1,
 * });
 */
export function createModelForecaster(options: ModelForecasterOptions): VolatilityForecaster {
  checkNetworkTraining(options);
  const { name, create, window, gridDays = DEFAULT_GRID_DAYS } = options;
  const inputs = networkFeatureNames.length + (options.exogenous?.length ?? 0) + (options.regimes?.states ?? 1) - 1;
  const problem = networkProblem({ gridDays, window, inputs }, []);
  const members: ModelMember[] = [];

  function memberAt(member: number): ModelMember {
    members[member] ??= memberOf(create(member), problem);
    return members[member];
  }

  return {
    name,
    fit: (history, call) =>
      modelForecast(name, fitNetworks(history, options, call, name, { open: memberAt }), memberAt),
  };
}

/**
 * A loader for `loadVolatilityModel`, of models that `createModelForecaster` fitted, with the networks that `create`
 * makes: one for each of the ensemble, shared by all that it loads. Weights that were not trained are restored too.
 * It throws an InputError on values that are missing or damaged.
 *
 * @example
 * loadVolatilityModel(json, { model: modelForecastLoader((member) => tf.sequential({ layers: […] })) });
 */
export function modelForecastLoader(
  create: ModelForecasterOptions['create'],
): (json: VolatilityModelJSON) => VolatilityModel {
  const models: LayersModel[] = [];

  function modelAt(member: number): LayersModel {
    models[member] ??= create(member);
    return models[member];
  }

  return (json) => {
    if (json?.sort !== SORT) {
      throw new InputError(
        `saved forecaster '${json?.forecaster}': sort is ${JSON.stringify(json?.sort)}, expected '${SORT}': save the model again`,
      );
    }
    const sources = savedSources(json, loadVolatilityModel);
    const problem = networkProblem(
      { gridDays: savedGrid(json), window: savedCount(json, 'window'), inputs: networkInputNames(sources).length },
      [],
    );
    const { trained, fixed } = copyModel(modelAt(0));
    const fit = savedFit(json, sources, trained.length);
    const fixedWeights = savedTable(json, 'fixedWeights', fit.networks.length, fixed.length);
    const members = fixedWeights.map((values, member) => memberOf(modelAt(member), problem, Float32Array.from(values)));
    return modelForecast(json.forecaster, fit, (member) => members[member]);
  };
}

/** Restores one model as `modelForecastLoader` does. */
export function loadModelForecast(
  json: VolatilityModelJSON,
  create: ModelForecasterOptions['create'],
): VolatilityModel {
  return modelForecastLoader(create)(json);
}

interface ModelMember extends NetworkMember {
  /** Weights that training does not step. */
  readonly fixed: Float32Array;
}

function memberOf(model: LayersModel, problem: ForecasterModelProblem, given?: Float32Array): ModelMember {
  const copy = copyModel(model, { fixed: given });
  const objective = copy.use(() => createLayersModelObjective(model, problem));
  return { objective, first: () => copy.trained, fixed: copy.fixed };
}

function modelForecast(name: string, fit: NetworkFit, memberAt: (member: number) => ModelMember): VolatilityModel {
  const members = fit.networks.map((_, member) => memberAt(member));
  const model = networkModel(
    name,
    fit,
    members.map(({ objective }) => objective),
    {},
  );
  return {
    ...model,
    toJSON: () => ({ ...model.toJSON(), sort: SORT, fixedWeights: members.map(({ fixed }) => [...fixed]) }),
  };
}
