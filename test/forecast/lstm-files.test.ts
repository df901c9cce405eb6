import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { createObjective } from '../../src/engine/create-objective.ts';
import type { LayerShape } from '../../src/engine/network/network-shape.ts';
import { loadModel } from '../../src/engine/tensorflow/model-files/load-model.ts';
import { saveModel } from '../../src/engine/tensorflow/model-files/save-model.ts';
import { createHarForecaster } from '../../src/forecast/har.ts';
import { loadVolatilityModel } from '../../src/forecast/load-volatility-model.ts';
import { createLstmForecaster, type LstmOptions } from '../../src/forecast/lstm.ts';
import { networkFeatureNames } from '../../src/forecast/lstm-features.ts';
import { readLstmModel, saveLstmModel } from '../../src/forecast/lstm-files.ts';
import { lstmProblem, savedLstm } from '../../src/forecast/lstm-model.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { InputError } from '../../src/support/input-error.ts';
import { loadingFrom } from '../engine/tensorflow/folder-io.ts';
import { rejection, temporaryFiles } from '../market/temp-files.ts';
import { swingingBars } from './simulated-bars.ts';

tf.env().set('PROD', true);
await tf.setBackend('cpu');

const files = temporaryFiles();
let count = 0;
const freshFolder = () => join(files.folder, `volatility ${count++}`);

const small: LstmOptions = { window: 8, units: 4, epochs: 3, batch: 64, learningRate: 0.01, ensemble: 3 };
const history = swingingBars(420, 5);
const fit = (options: Partial<LstmOptions> = {}, seed = 1) =>
  createLstmForecaster({ ...small, ...options }).fit(history, { seed });
const model = fit();
const other = fit({}, 2);
const networks = ['network-1', 'network-2', 'network-3'];
const horizons = [1, 7, 21, 40];

async function savedFolder(of = model): Promise<string> {
  const folder = freshFolder();
  await saveLstmModel(folder, of);
  return folder;
}

describe('saveLstmModel', () => {
  it.each([
    ['an ensemble', model],
    ['two layers with dropout and another grid', fit({ layers: 2, dropout: 0.2, ensemble: 1, gridDays: [3, 30] })],
    ['a market that stands still', createLstmForecaster(small).fit(standing(), { seed: 1 })],
  ])('is read back to the bit: %s', async (_, saved) => {
    const folder = await savedFolder(saved);
    const read = await readLstmModel(folder);
    expect(read.forecast(history, horizons)).toEqual(saved.forecast(history, horizons));
    expect(read.toJSON()).toEqual(saved.toJSON());
    expect(read).toMatchObject({ forecaster: 'lstm', warmup: saved.warmup });
    const again = await savedFolder(read);
    for (const file of ['model.json', 'weights.bin', 'regime-hedge.json']) {
      const [first, second] = [folder, again].map((at) => readFile(join(at, 'network-1', file)));
      expect(await second).toEqual(await first);
    }
  });

  it('writes a folder a network, each with what the forecast takes', async () => {
    const folder = await savedFolder();
    expect((await readdir(folder)).sort()).toEqual(networks);
    const json = model.toJSON() as unknown as { featureMeans: number[]; featureSds: number[]; weights: number[][] };
    for (const [k, name] of networks.entries()) {
      const { weights, form, sidecar } = await loadModel(join(folder, name));
      expect([...weights]).toEqual(json.weights[k]);
      expect(form).toEqual({ kind: 'window', steps: 8 });
      expect(sidecar).toMatchObject({
        problem: { kind: 'forecaster', window: 8, horizons: 4, inputs: networkFeatureNames.length },
        inputs: networkFeatureNames,
        scaler: { means: json.featureMeans, sds: json.featureSds },
        extra: { lstm: { network: k + 1, networks: 3 } },
      });
    }
  });

  it('writes layers models that TensorFlow.js computes the same outputs with', async () => {
    const saved = fit({ layers: 2, ensemble: 2, dropout: 0.3 });
    const folder = await savedFolder(saved);
    const { fit: parts, network } = savedLstm(saved.toJSON(), loadVolatilityModel);
    const objective = createObjective(lstmProblem(network));
    const stream = createRandomStream(5, 'features');
    const days = 60;
    const features = Float32Array.from({ length: networkFeatureNames.length * days }, () => 1.5 * stream.normal());
    const rows = Int32Array.from({ length: days - 7 }, (_, k) => 7 + k);
    for (const [k, weights] of parts.networks.entries()) {
      const ours = objective.results(weights, { days, features, rows });
      const theirs = await tf.loadLayersModel(loadingFrom(join(folder, networks[k])));
      const windows = [...rows].map((row) =>
        Array.from({ length: 8 }, (_, t) =>
          Array.from({ length: networkFeatureNames.length }, (_, i) => features[i * days + row - 7 + t]),
        ),
      );
      const outputs = tf.tidy(() => tf.transpose(theirs.predict(tf.tensor3d(windows)) as tf.Tensor2D).dataSync());
      expect(outputs).toHaveLength(4 * rows.length);
      expect(Math.max(...ours.map(Math.abs))).toBeGreaterThan(0.01);
      expect(Math.max(...ours.map((value, n) => Math.abs(value - outputs[n])))).toBeLessThan(1e-5);
    }
  });

  it('replaces an ensemble, also by a smaller one', async () => {
    const folder = await savedFolder();
    await saveLstmModel(folder, other);
    expect((await readLstmModel(folder)).toJSON()).toEqual(other.toJSON());
    const smaller = fit({ ensemble: 1 }, 3);
    await saveLstmModel(folder, smaller);
    expect((await readLstmModel(folder)).toJSON()).toEqual(smaller.toJSON());
  });

  it('refuses a model of another forecaster', async () => {
    const folder = freshFolder();
    const error = await rejection(saveLstmModel(folder, createHarForecaster().fit(history, { seed: 1 })));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toBe("the model is of the forecaster 'har': expected one of createLstmForecaster");
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });
});

describe('readLstmModel', () => {
  const refuses = async (folder: string, network: string, message: string) => {
    const error = await rejection(readLstmModel(folder));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(join(folder, network));
    expect(error.message).toContain(message);
  };
  const mixture = 'was not saved together with the other networks, or was changed since: save the model again';

  it('refuses a folder that is missing, and one of which a network is', async () => {
    await refuses(freshFolder(), 'network-1', 'is missing');
    for (const name of networks) {
      const folder = await savedFolder();
      await rm(join(folder, name), { recursive: true });
      await refuses(folder, name, 'is missing');
    }
  });

  it.each(networks)('refuses an ensemble with %s of another fit', async (name) => {
    const folder = await savedFolder();
    await cp(join(await savedFolder(other), name), join(folder, name), { recursive: true });
    await refuses(folder, '', mixture);
  });

  it('refuses an ensemble with a network twice, in another order, or of another size', async () => {
    const twice = await savedFolder();
    await cp(join(twice, 'network-2'), join(twice, 'network-3'), { recursive: true });
    await refuses(twice, 'network-', mixture);
    const swapped = await savedFolder();
    const source = await savedFolder();
    await cp(join(source, 'network-1'), join(swapped, 'network-2'), { recursive: true });
    await cp(join(source, 'network-2'), join(swapped, 'network-1'), { recursive: true });
    await refuses(swapped, 'network-', mixture);
    const shorter = await savedFolder();
    const pair = await savedFolder(fit({ ensemble: 2 }));
    await cp(join(pair, 'network-1'), join(shorter, 'network-1'), { recursive: true });
    await refuses(shorter, 'network-', mixture);
    const wider = await savedFolder();
    await cp(join(await savedFolder(fit({ units: 5 })), 'network-3'), join(wider, 'network-3'), { recursive: true });
    await refuses(wider, 'network-', mixture);
  });

  it.each([
    ['a level', /"level": \[\s+/, '"level": [1'],
    ['a bound', /"low": \[\s+0/, '"low": [1'],
    ['a mean of the scaler', /"means": \[\s+-?\d/, '"means": [3'],
    ['its place', '"network": 1', '"network": 2'],
  ])('refuses a network whose sidecar had %s changed', async (_, found, put) => {
    const folder = await savedFolder(fit({ ensemble: 1 }));
    const file = join(folder, 'network-1', 'regime-hedge.json');
    const text = await readFile(file, 'utf8');
    const changed = text.replace(found, put);
    expect(changed).not.toBe(text);
    await writeFile(file, changed);
    await refuses(folder, 'network-1', mixture);
  });

  it('refuses networks of another kind', async () => {
    const folder = await savedFolder(fit({ ensemble: 1 }));
    const at = join(folder, 'network-1');
    const { network, weights, sidecar } = await loadModel(at);
    const kind = 'the network is none of an LSTM forecaster: expected a folder written by saveLstmModel';
    await saveModel(at, { network, weights });
    await refuses(folder, 'network-1', kind);
    await saveModel(at, { network, weights, sidecar: { ...sidecar, scaler: undefined } });
    await refuses(folder, 'network-1', kind);
    await saveModel(at, { network, weights, sidecar: { ...sidecar, extra: { lstm: { network: 1, networks: 0 } } } });
    await refuses(folder, 'network-1', kind);
    await saveModel(at, { network, weights, sidecar: { ...sidecar, problem: undefined } });
    await refuses(folder, 'network-1', kind);
    // As many weights and the same fit, but a layer more than the fit says.
    const layers: readonly LayerShape[] = [...network.layers, { kind: 'dropout', rate: 0.1 }];
    const problem = { ...sidecar!.problem!, layers };
    await saveModel(at, { network: { ...network, layers }, weights, sidecar: { ...sidecar, problem } });
    await refuses(folder, 'network-1', kind);
  });

  it('refuses damaged files', async () => {
    const folder = await savedFolder();
    await writeFile(join(folder, 'network-2', 'weights.bin'), new Uint8Array(8));
    await refuses(folder, 'network-2', 'weights.bin is damaged');
  });
});

/** A history without any movement, whose features are constant. */
function standing() {
  const flat = new Float64Array(420).fill(100);
  return { ...history, open: flat, high: flat, low: flat, close: flat };
}
