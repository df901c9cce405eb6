import { createObjective } from '../engine/create-objective.ts';
import {
  type ForecasterLoss,
  type ForecasterProblem,
  forecasterNetwork,
} from '../engine/forecaster/forecaster-problem.ts';
import { networkSize } from '../engine/network/network-layout.ts';
import type { LayerShape } from '../engine/network/network-shape.ts';
import { savedCount, savedDropout, savedGrid, savedLoss } from './forecast-input.ts';
import type { VolatilityModel, VolatilityModelJSON } from './forecaster.ts';
import { networkInputNames } from './network-inputs.ts';
import { type NetworkFit, networkModel, networkProblem } from './network-model.ts';
import { savedFit, savedSources } from './saved-network.ts';

/** The network of a forecaster. */
export interface LstmNetwork {
  /** Horizons in trading days, increasing, one output each. */
  readonly gridDays: readonly number[];
  /** Days the network reads. */
  readonly window: number;
  /** Of each layer. */
  readonly units: number;
  /** LSTM layers one above another; 1 by default. */
  readonly layers?: number | undefined;
  /** Share of each layer's outputs that training leaves out at random; 0 by default. */
  readonly dropout?: number | undefined;
  /** What training minimises; 'qlike' by default. */
  readonly loss?: ForecasterLoss | undefined;
  /** Numbers a day that it reads. */
  readonly inputs: number;
}

/** The problem of LSTM networks. Throws a RangeError for bad sizes or rates. */
export function lstmProblem({
  units,
  layers = 1,
  dropout = 0,
  loss = 'qlike',
  ...fit
}: LstmNetwork): ForecasterProblem {
  const stack = Array.from({ length: layers }, (): LayerShape[] => [
    { kind: 'lstm', units },
    ...(dropout > 0 ? [{ kind: 'dropout', rate: dropout } as const] : []),
  ]);
  return { ...networkProblem(fit, stack.flat()), loss };
}

/** The model of LSTM networks. */
export function lstmModel(fit: NetworkFit, network: LstmNetwork): VolatilityModel {
  const { units, layers = 1, dropout = 0, loss = 'qlike' } = network;
  const objective = createObjective(lstmProblem(network));
  const objectives = fit.networks.map(() => objective);
  return networkModel('lstm', fit, objectives, { units, layers, dropout, loss });
}

/** The fit and the networks that a saved model holds. Throws an InputError on values that are missing or damaged. */
export function savedLstm(
  json: VolatilityModelJSON,
  load: (json: VolatilityModelJSON) => VolatilityModel,
): { fit: NetworkFit; network: Required<LstmNetwork> } {
  const sources = savedSources(json, load);
  const network = {
    gridDays: savedGrid(json),
    window: savedCount(json, 'window'),
    units: savedCount(json, 'units'),
    layers: savedCount(json, 'layers'),
    dropout: savedDropout(json, 'dropout'),
    loss: savedLoss(json),
    inputs: networkInputNames(sources).length,
  };
  return { fit: savedFit(json, sources, networkSize(forecasterNetwork(lstmProblem(network)))), network };
}

/** Restores a model saved by `toJSON`. */
export function restoreLstmModel(
  json: VolatilityModelJSON,
  load: (json: VolatilityModelJSON) => VolatilityModel,
): VolatilityModel {
  const { fit, network } = savedLstm(json, load);
  return lstmModel(fit, network);
}
