import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createForwardNetwork } from '../../../src/engine/network/forward-network.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { denseLayers } from '../../../src/engine/network/network-shape.ts';
import { loadModel } from '../../../src/engine/tensorflow/model-files/load-model.ts';
import { saveModel } from '../../../src/engine/tensorflow/model-files/save-model.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { readDeepHedger, saveDeepHedger } from '../../../src/hedgers/deep/deep-hedger-files.ts';
import { deepNetworkShape } from '../../../src/hedgers/deep/policy-form.ts';
import { preparePolicyTraining } from '../../../src/hedgers/deep/policy-training.ts';
import { stateInputNames } from '../../../src/hedgers/deep/state-inputs.ts';
import { createDeltaBandHedger } from '../../../src/hedgers/delta-band.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { makeViews, runViews } from '../../contracts/make-view.ts';
import { loadingFrom } from '../../engine/tensorflow/folder-io.ts';
import { rejection, temporaryFiles } from '../../market/temp-files.ts';

const files = temporaryFiles();
const hidden = [8, 6];
const shape = deepNetworkShape({ hidden: hidden });
const weights = initialWeights(shape, createRandomStream(3, 'files')).map((weight, k) => weight + 0.2 * Math.sin(k));
const scales = { yearsAtWriting: 21 / 252, logVolMean: Math.log(0.2), logVolSd: 1 / 3 };
const hedger = createDeepHedger({ hidden, weights, scales, position: 1, name: 'a trained one' });
/** What such a hedger is trained on. */
const { problem } = preparePolicyTraining(
  {
    market: createGbm({ volAnnual: 0.2 }),
    contract: { terms: { type: 'put', strike: 1 }, position: 1, steps: 4 },
    underlying: plainUnderlying(0),
    frictions: [{ kind: 'proportional', costBps: 20 }],
    criterion: meanSd(1),
    steps: 2,
    paths: 64,
    learningRate: 0.01,
    seed: 1,
  },
  shape.layers,
);

let count = 0;
const freshFolder = () => join(files.folder, `models ${count++}`, 'deep');

beforeAll(() => {
  tf.env().set('PROD', true);
});

describe('saveDeepHedger', () => {
  it('is read back to the bit', async () => {
    const folder = freshFolder();
    await saveDeepHedger(folder, hedger);
    const read = await readDeepHedger(folder);
    expect(read.toJSON()).toEqual(hedger.toJSON());
    for (const position of [1, -1] as const) {
      const views = makeViews({ position, paths: 200 });
      const holdings = runViews(hedger, views);
      expect(new Set(holdings.flatMap((column) => [...column])).size).toBeGreaterThan(1000);
      expect(runViews(read, views)).toEqual(holdings);
    }
  });

  it('writes a layers model that TensorFlow.js computes the same outputs with', async () => {
    const folder = freshFolder();
    await saveDeepHedger(folder, hedger);
    const model = await tf.loadLayersModel(loadingFrom(folder));
    const rows = 100;
    const stream = createRandomStream(4, 'inputs');
    const inputs = Float32Array.from({ length: shape.inputs * rows }, () => 2 * stream.normal());
    const ours = createForwardNetwork(shape, weights)(inputs, rows);
    const theirs = tf.tidy(() => {
      const columns = tf.tensor2d(inputs, [shape.inputs, rows]);
      return tf.transpose(model.predict(tf.transpose(columns)) as tf.Tensor2D).dataSync();
    });
    expect(theirs).toHaveLength(2 * rows);
    expect(Math.max(...ours)).toBeGreaterThan(0.5);
    expect(Math.max(...ours.map((value, k) => Math.abs(value - theirs[k])))).toBeLessThan(1e-5);
  });

  it('names the inputs, and keeps what the hedger was trained on and how', async () => {
    const folder = freshFolder();
    const training = { seed: 1, steps: 2, losses: [3, 2.5], validation: null, libraryVersion: '1.2.3' };
    await saveDeepHedger(folder, hedger, { problem, training });
    const { sidecar } = await loadModel(folder);
    expect(sidecar).toMatchObject({ problem, training, inputs: [...stateInputNames] });
    expect((await readDeepHedger(folder)).toJSON()).toEqual(hedger.toJSON());
  });

  it('replaces another hedger as a whole', async () => {
    const folder = freshFolder();
    await saveDeepHedger(folder, hedger);
    const other = createDeepHedger({ hidden: [], weights: weights.slice(0, 12), scales, position: -1 });
    await saveDeepHedger(folder, other);
    expect((await readDeepHedger(folder)).toJSON()).toEqual(other.toJSON());
    expect((await readdir(folder)).sort()).toEqual(['model.json', 'regime-hedge.json', 'weights.bin']);
  });

  it('refuses a hedger of another kind and a problem of another network, and writes nothing', async () => {
    const folder = freshFolder();
    const band = await rejection(saveDeepHedger(folder, createDeltaBandHedger({ halfWidth: 0.1, name: 'narrow' })));
    expect(band).toBeInstanceOf(InputError);
    expect(band.message).toContain('saved policy \'narrow\' is of the sort "delta-band": expected one network');
    const narrower = { ...problem, layers: denseLayers([8], 'silu') };
    const misfit = await rejection(saveDeepHedger(folder, hedger, { problem: narrower }));
    expect(misfit.message).toContain('expected 5 → dense 8 silu → 2');
    await expect(readdir(folder)).rejects.toThrow('ENOENT');
  });
});

describe('readDeepHedger', () => {
  const refuses = async (folder: string, message: string | RegExp) => {
    const error = await rejection(readDeepHedger(folder));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toMatch(message);
    expect(error.message).toContain(folder);
  };

  it('refuses a folder that is missing or empty', async () => {
    const folder = freshFolder();
    await refuses(folder, 'is missing');
    await mkdir(folder, { recursive: true });
    await refuses(folder, 'is missing');
  });

  it('refuses a network that is not for hedging, whatever its shape', async () => {
    const folder = freshFolder();
    await saveModel(folder, { network: shape, weights });
    await refuses(folder, 'the model is no deep hedger: expected a folder written by saveDeepHedger');
    await saveModel(folder, { network: shape, weights, sidecar: { extra: { hedger: { name: 'half' } } } });
    await refuses(folder, 'the model is no deep hedger');
  });

  it.each([
    ['other outputs', { inputs: 5, layers: denseLayers([2], 'silu'), outputs: 1 }, 15],
    ['other inputs', { inputs: 4, layers: [], outputs: 2 }, 10],
  ] as const)('refuses a network with %s', async (_, network, size) => {
    const folder = freshFolder();
    const extra = { hedger: { name: 'deep', position: 1, scales: { ...scales } } };
    await saveModel(folder, { network, weights: weights.slice(0, size), sidecar: { extra } });
    await refuses(folder, 'the model is no deep hedger');
  });

  it.each([
    ['position', 2],
    ['name', 7],
    ['scales', { yearsAtWriting: 0, logVolMean: 0, logVolSd: 1 }],
  ])('refuses a bad %s', async (key, value) => {
    const folder = freshFolder();
    const extra = { hedger: { name: 'deep', position: 1, scales: { ...scales }, [key]: value } };
    await saveModel(folder, { network: shape, weights, sidecar: { extra } });
    await refuses(folder, 'the model is no deep hedger');
  });

  it('refuses files that are damaged or of two hedgers', async () => {
    const folder = freshFolder();
    const other = freshFolder();
    await saveDeepHedger(folder, hedger);
    await saveDeepHedger(other, createDeepHedger({ hidden, weights: weights.map((w) => -w), scales, position: 1 }));
    const mixed = freshFolder();
    await cp(folder, mixed, { recursive: true });
    await cp(join(other, 'weights.bin'), join(mixed, 'weights.bin'));
    await refuses(mixed, 'weights.bin is damaged or not the one');
    await truncate(join(folder, 'weights.bin'), 8);
    await refuses(folder, 'weights.bin is damaged');
    const model = join(other, 'model.json');
    await writeFile(model, (await readFile(model, 'utf8')).slice(0, 100));
    await refuses(other, 'model.json is damaged');
    await rm(join(other, 'regime-hedge.json'));
    await refuses(other, 'is not JSON');
  });
});
