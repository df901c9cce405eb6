import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ForecasterProblem } from '../../../src/engine/forecaster/forecaster-problem.ts';
import { networkSize } from '../../../src/engine/network/network-layout.ts';
import { denseLayers } from '../../../src/engine/network/network-shape.ts';
import { type PolicyProblem, policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { loadModel } from '../../../src/engine/tensorflow/model-files/load-model.ts';
import type { ModelSidecar } from '../../../src/engine/tensorflow/model-files/model-sidecar.ts';
import { type ModelToSave, saveModel } from '../../../src/engine/tensorflow/model-files/save-model.ts';
import { trainNetwork } from '../../../src/engine/training/train.ts';

const problem: PolicyProblem = {
  kind: 'policy',
  steps: 5,
  signals: 2,
  instruments: 1,
  layers: [...denseLayers([4], 'silu'), { kind: 'dropout', rate: 0.1 }],
  readsHoldings: true,
  head: 'band',
  bandScale: 0.2,
  proportionalCost: [0.001],
  quadraticCost: [0],
  unwinds: true,
  loss: { kind: 'cvar', level: 0.95 },
};
const network = policyNetwork(problem);
const size = networkSize(network);
const sidecar: ModelSidecar = {
  problem,
  inputs: ['log-moneyness', 'years to expiry', 'holding'],
  scaler: { means: [0.1, 0.2, 0.3], sds: [1, 2.5, 1e-9] },
  training: { seed: 2 ** 52 + 1, steps: 300, losses: [0.1, 1 / 3], validation: -0.25, libraryVersion: '0.1.0' },
  extra: { regimes: ['calm', 'wild'], nested: { deep: [1, null, true] } },
};
/** Weights with their own values, also where float32 has few digits left. */
const numbered = (length: number, factor = 1) =>
  Float32Array.from({ length }, (_, k) => factor * (k % 7 === 0 ? -1e-41 * k : Math.sin(k) / 3));
const first: ModelToSave = { network, weights: numbered(size + 1), sidecar };
const second: ModelToSave = {
  network,
  weights: numbered(size + 1, -2),
  sidecar: { problem: { ...problem, pnlScale: 0.4 } },
};

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'saved-'));
  folder = join(parent, 'models', 'band');
});
afterEach(async () => {
  await rm(parent, { recursive: true, force: true });
});

describe('saveModel', () => {
  it('keeps weights, those of the loss and the sidecar to the bit', async () => {
    await saveModel(folder, first);
    const loaded = await loadModel(folder);
    expect(loaded).toEqual({ network, weights: first.weights, form: { kind: 'rows' }, sidecar });
    expect(new Uint32Array(loaded.weights.buffer)).toEqual(new Uint32Array(first.weights.buffer));
    expect((await readdir(folder)).sort()).toEqual(['model.json', 'regime-hedge.json', 'weights.bin']);
  });

  it('keeps a forecaster as a model of its windows', async () => {
    const layers = [{ kind: 'lstm', units: 3 }] as const;
    const forecaster: ForecasterProblem = {
      kind: 'forecaster',
      inputs: 2,
      window: 6,
      layers,
      horizons: 1,
      loss: 'qlike',
    };
    const shape = { inputs: 2, layers, outputs: 1 };
    await saveModel(folder, {
      network: shape,
      weights: numbered(networkSize(shape)),
      sidecar: { problem: forecaster },
    });
    expect(await loadModel(folder)).toMatchObject({
      form: { kind: 'window', steps: 6 },
      sidecar: { problem: forecaster },
    });
  });

  it('takes down what a training gives', async () => {
    const { losses, bestValidation, steps, weights } = trainNetwork({
      weights: numbered(size),
      steps: 3,
      lossAndGradient: (w) => ({ loss: w[1] ** 2, gradient: w.map((x) => 2 * x) }),
      learningRate: { from: 0.01, to: 0.001 },
      label: 'a bowl',
    });
    const training = { seed: 1, steps, losses, validation: bestValidation };
    await saveModel(folder, { network, weights, sidecar: { training } });
    const { version } = JSON.parse(await readFile('package.json', 'utf8'));
    expect((await loadModel(folder)).sidecar?.training).toEqual({
      seed: 1,
      steps: 3,
      losses: [...losses],
      validation: null,
      libraryVersion: version,
    });
  });

  it('replaces a model', async () => {
    await saveModel(folder, first);
    await saveModel(folder, second);
    expect(await loadModel(folder)).toMatchObject({ weights: second.weights, sidecar: { problem } });
    expect((await readdir(folder)).length).toBe(3);
  });

  const unfit: Readonly<Record<string, readonly [RegExp, Partial<ModelToSave>]>> = {
    'too few weights': [/weights has length 3: expected \d+, or \d+ with those of the loss/, { weights: numbered(3) }],
    'weights of no loss': [/expected \d+$/, { sidecar: {} }],
    'a weight that is not finite': [
      /weights\[5\] is NaN/,
      { weights: numbered(size).map((x, k) => (k === 5 ? Number.NaN : x)) },
    ],
    'another network': [
      /the network is 3 → dense 4 silu → dropout 0.1 → 3: expected .* → 2, the problem's/,
      { network: { ...network, outputs: 3 } },
    ],
    'a name short': [/inputs has length 2: expected 3/, { sidecar: { ...sidecar, inputs: ['a', 'b'] } }],
    'a scaler of zero': [/scaler.sds.1/, { sidecar: { ...sidecar, scaler: { means: [0, 0, 0], sds: [1, 0, 1] } } }],
    'a validation that is not finite': [
      /validation is Infinity/,
      { sidecar: { training: { ...sidecar.training!, validation: Number.POSITIVE_INFINITY } } },
    ],
    'a loss that is not a number': [
      /sidecar: 1 is NaN/,
      { sidecar: { training: { ...sidecar.training!, losses: Float64Array.of(0, Number.NaN) } } },
    ],
    'an unknown field': [/Unrecognized key/, { sidecar: { note: 1 } as ModelSidecar }],
    'windows without memory': [/form.kind is window/, { form: { kind: 'window', steps: 3 } }],
  };
  it.each(Object.entries(unfit))('refuses %s and keeps the model that was there', async (_, [message, change]) => {
    await saveModel(folder, first);
    const saving = saveModel(folder, { ...second, ...change });
    await expect(saving).rejects.toThrow(message);
    await expect(saving).rejects.toBeInstanceOf(RangeError);
    expect((await loadModel(folder)).weights).toEqual(first.weights);
    expect((await readdir(folder)).length).toBe(3);
  });

  it.each(['model.json', 'weights.bin', 'regime-hedge.json'])('refuses a folder in the place of %s', async (name) => {
    await mkdir(join(folder, name), { recursive: true });
    await expect(saveModel(folder, first)).rejects.toThrow(/is a folder: expected a file or nothing there/);
    expect(await readdir(folder)).toEqual([name]);
  });

  it('refuses a file in the place of the folder', async () => {
    await mkdir(join(parent, 'models'));
    await writeFile(folder, 'x');
    await expect(saveModel(folder, first)).rejects.toMatchObject({ name: 'InputError' });
    await expect(saveModel(join(folder, 'deeper'), first)).rejects.toMatchObject({ name: 'InputError' });
    expect(await readFile(folder, 'utf8')).toBe('x');
  });

  it.skipIf(process.getuid?.() === 0)('refuses a folder that may not be written', async () => {
    await saveModel(folder, first);
    await chmod(folder, 0o500);
    await expect(saveModel(folder, second)).rejects.toThrow(/may not be written/);
    await chmod(folder, 0o700);
    expect((await loadModel(folder)).weights).toEqual(first.weights);
  });

  it.each([0, 1, 2, 3])('is finished by its readers when the process died after moving %i files', async (moved) => {
    const other = join(parent, 'other');
    await saveModel(folder, first);
    await saveModel(other, second);
    await mkdir(join(folder, '.saved'));
    const names = await readdir(other);
    for (const [k, name] of names.entries())
      await rename(join(other, name), join(folder, k < moved ? '.' : '.saved', name));
    expect((await loadModel(folder)).weights).toEqual(second.weights);
    await saveModel(folder, first);
    expect((await loadModel(folder)).weights).toEqual(first.weights);
    expect((await readdir(folder)).length).toBe(3);
  });
});

describe('loadModel', () => {
  const change = (name: string, edit: (text: string) => string) => async () =>
    writeFile(join(folder, name), edit(await readFile(join(folder, name), 'utf8')));
  const remove = (name: string) => () => rm(join(folder, name));
  const damages: Readonly<Record<string, readonly [RegExp, (() => Promise<unknown>)[]]>> = {
    'no model': [/model.json: is missing/, [remove('model.json')]],
    'no weights': [/weights.bin is missing/, [remove('weights.bin')]],
    'weights cut short': [/weights.bin is damaged/, [() => truncate(join(folder, 'weights.bin'), 40)]],
    'weights cut short and no sidecar': [
      /weights.bin: 40 bytes, expected \d+: the model is damaged or cut short/,
      [() => truncate(join(folder, 'weights.bin'), 40), remove('regime-hedge.json')],
    ],
    'weights of another model': [
      /weights.bin is damaged or not the one/,
      [() => writeFile(join(folder, 'weights.bin'), new Uint8Array(4 * size))],
    ],
    'weights that are not finite': [
      /weight 'dense_1\/kernel' holds NaN/,
      [() => writeFile(join(folder, 'weights.bin'), new Uint8Array(4 * size).fill(255)), remove('regime-hedge.json')],
    ],
    'a model cut short': [
      /model.json: is not JSON/,
      [() => truncate(join(folder, 'model.json'), 300), remove('regime-hedge.json')],
    ],
    'an edited model': [
      /model.json is damaged or not the one/,
      [change('model.json', (text) => text.replace('swish', 'relu'))],
    ],
    'a graph model': [
      /format "graph-model": expected a layers model/,
      [change('model.json', (text) => text.replace('"layers-model"', '"graph-model"')), remove('regime-hedge.json')],
    ],
    'a list': [
      /has no modelTopology/,
      [() => writeFile(join(folder, 'model.json'), '[]'), remove('regime-hedge.json')],
    ],
    'a missing weight': [
      /weightsManifest has no weight 'outputs\/bias'/,
      [change('model.json', (text) => text.replace('outputs/bias', 'other/bias')), remove('regime-hedge.json')],
    ],
    'a weight of another shape': [
      /weight 'dense_1\/kernel' is float32 \[4, 3\]: expected float32 \[3, 4\]/,
      [change('model.json', (text) => text.replace(/3,\s+4\s+\]/, '4, 3]')), remove('regime-hedge.json')],
    ],
    'weights elsewhere': [
      /path '..\/weights.bin': expected a file beside/,
      [change('model.json', (text) => text.replace('"weights.bin"', '"../weights.bin"')), remove('regime-hedge.json')],
    ],
    'quantised weights': [
      /weight 'dense_1\/kernel' is of type uint16/,
      [
        change('model.json', (text) => text.replace(/"dtype": "float32"\n\s+\}/, '"dtype": "uint16"}')),
        remove('regime-hedge.json'),
      ],
    ],
    'a sidecar cut short': [/regime-hedge.json: is not JSON/, [() => truncate(join(folder, 'regime-hedge.json'), 50)]],
    'a sidecar of later days': [
      /version is 2: this release reads up to 1/,
      [change('regime-hedge.json', (text) => text.replace('"version": 1', '"version": 2'))],
    ],
    'a sidecar of a bad problem': [
      /problem: head|problem.head/,
      [change('regime-hedge.json', (text) => text.replace('"band"', '"hand"'))],
    ],
    'a problem that makes no sense': [
      /problem: steps is 0/,
      [change('regime-hedge.json', (text) => text.replace('"steps": 5', '"steps": 0'))],
    ],
    'a sidecar of another network': [
      /the network is 3 →.*expected 4 →/,
      [change('regime-hedge.json', (text) => text.replace('"signals": 2', '"signals": 3'))],
    ],
    'too many weights of the loss': [
      /lossWeights has length 2: expected 1/,
      [change('regime-hedge.json', (text) => text.replace('"lossWeights": [', '"lossWeights": [1,'))],
    ],
  };
  it.each(Object.entries(damages))('refuses %s', async (_, [message, steps]) => {
    await saveModel(folder, first);
    for (const step of steps) await step();
    await expect(loadModel(folder)).rejects.toThrow(message);
    await expect(loadModel(folder)).rejects.toMatchObject({ name: 'InputError' });
  });

  it('refuses a folder that is not there, and a file', async () => {
    await expect(loadModel(join(parent, 'nowhere'))).rejects.toThrow(/nowhere.model.json: is missing/);
    await writeFile(join(parent, 'file'), 'x');
    await expect(loadModel(join(parent, 'file'))).rejects.toMatchObject({ name: 'InputError' });
  });

  it('reads weights in several files', async () => {
    await saveModel(folder, first);
    const bytes = await readFile(join(folder, 'weights.bin'));
    await writeFile(join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, 10));
    await writeFile(join(folder, 'group1-shard2of2.bin'), bytes.subarray(10));
    await change('model.json', (text) =>
      text.replace('"weights.bin"', '"group1-shard1of2.bin", "./group1-shard2of2.bin"'),
    )();
    await rm(join(folder, 'regime-hedge.json'));
    await rm(join(folder, 'weights.bin'));
    expect((await loadModel(folder)).weights).toEqual(first.weights.subarray(0, size));
  });
});
