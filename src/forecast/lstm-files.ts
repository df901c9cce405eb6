import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { forecasterNetwork } from '../engine/forecaster/forecaster-problem.ts';
import { loadModel } from '../engine/tensorflow/model-files/load-model.ts';
import type { JsonValue, ModelSidecar, TrainingManifest } from '../engine/tensorflow/model-files/model-sidecar.ts';
import { saveModel } from '../engine/tensorflow/model-files/save-model.ts';
import { InputError } from '../support/input-error.ts';
import type { VolatilityModel } from './forecaster.ts';
import { loadVolatilityModel } from './load-volatility-model.ts';
import { lstmModel, lstmProblem, savedLstm } from './lstm-model.ts';
import { networkInputNames } from './network-inputs.ts';

/** What of a forecaster's training is written beside its networks. */
export interface LstmFilesOptions {
  readonly training?: TrainingManifest | undefined;
}

/**
 * Saves a model of `createLstmForecaster` in TensorFlow.js's layers-model format: each network of the ensemble in a folder
 * of its own, `network-1`, `network-2`, …, which `tf.loadLayersModel` reads: windows of standardised features in, for each
 * horizon the logarithm of a factor on the linear part's variance out. The sidecars hold the features' names and scaler,
 * the linear part and all else that the forecast takes.
 *
 * Each folder is replaced as a whole. Where the process dies between two of them, `readLstmModel` refuses the mixture.
 * Folders of a larger ensemble that was there before stay, and are not read.
 *
 * @throws InputError for a model of another forecaster, and where a folder cannot be written
 * @example
 * await saveLstmModel('models/volatility', model);
 * const same = await readLstmModel('models/volatility');
 */
export async function saveLstmModel(
  folder: string,
  model: VolatilityModel,
  { training }: LstmFilesOptions = {},
): Promise<void> {
  if (model.forecaster !== 'lstm') {
    throw new InputError(`the model is of the forecaster '${model.forecaster}': expected one of createLstmForecaster`);
  }
  const json = model.toJSON();
  const { fit, network } = savedLstm(json, loadVolatilityModel);
  const problem = lstmProblem(network);
  const { scaler, networks } = fit;
  // What is left is plain data: the networks and the scaler have places of their own.
  const { forecaster: _, featureMeans: _means, featureSds: _sds, weights: _weights, ...rest } = json;
  const parameters = rest as Readonly<Record<string, JsonValue>>;
  const ensemble = fingerprint(parameters, scaler, networks);
  for (const [k, weights] of networks.entries()) {
    await saveModel(join(folder, memberName(k)), {
      network: forecasterNetwork(problem),
      weights,
      sidecar: {
        problem,
        inputs: networkInputNames(fit),
        scaler,
        training,
        extra: { lstm: { network: k + 1, networks: networks.length, ensemble, fit: parameters } },
      },
    });
  }
}

/**
 * Restores a model from its folder, to the bit. Throws an InputError for folders that `saveLstmModel` did not write, for
 * damaged ones, and for networks that were not saved together.
 */
export async function readLstmModel(folder: string): Promise<VolatilityModel> {
  const first = await readMember(folder, 0);
  const members = [first];
  while (members.length < first.networks) members.push(await readMember(folder, members.length));
  const networks = members.map(({ weights }) => weights);
  const ensemble = fingerprint(first.fit, first.scaler, networks);
  for (const [k, member] of members.entries()) {
    if (member.network === k + 1 && member.ensemble === ensemble) continue;
    const message = `was not saved together with the other networks, or was changed since: save the model again`;
    throw new InputError(message, { file: join(folder, memberName(k)) });
  }
  const { fit, network } = savedLstm(
    {
      forecaster: 'lstm',
      ...first.fit,
      featureMeans: first.scaler.means,
      featureSds: first.scaler.sds,
      weights: networks.map((weights) => [...weights]),
    },
    loadVolatilityModel,
  );
  for (const [k, { problem }] of members.entries()) {
    if (!isDeepStrictEqual(problem, lstmProblem(network))) throw notAnLstm(folder, k);
  }
  return lstmModel(fit, network);
}

type SavedScaler = NonNullable<ModelSidecar['scaler']>;

const savedExtra = z.object({
  lstm: z.object({
    network: z.int().min(1),
    networks: z.int().min(1),
    ensemble: z.string(),
    fit: z.record(z.string(), z.json()),
  }),
});

async function readMember(folder: string, k: number) {
  const { weights, sidecar } = await loadModel(join(folder, memberName(k)));
  const extra = savedExtra.safeParse(sidecar?.extra);
  if (!extra.success || sidecar?.scaler === undefined) throw notAnLstm(folder, k);
  return { weights, problem: sidecar.problem, scaler: sidecar.scaler, ...extra.data.lstm };
}

function memberName(k: number): string {
  return `network-${k + 1}`;
}

/** Of all that the forecasts depend on. */
function fingerprint(fit: object, scaler: SavedScaler, networks: readonly Float32Array[]): string {
  const text = JSON.stringify([fit, scaler.means, scaler.sds, networks.map((weights) => [...weights])]);
  return createHash('sha256').update(text).digest('hex');
}

function notAnLstm(folder: string, k: number): InputError {
  const file = join(folder, memberName(k));
  return new InputError('the network is none of an LSTM forecaster: expected a folder written by saveLstmModel', {
    file,
  });
}
