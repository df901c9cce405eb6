import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCheckpointFile } from '../../../src/engine/training/checkpoint-file.ts';
import type { TrainingState } from '../../../src/engine/training/train.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { temporaryFiles } from '../../market/temp-files.ts';

const { folder } = temporaryFiles();
let files = 0;
const freshPath = () => join(folder, `training-${files++}.checkpoint`);

const state: TrainingState = {
  settings: {
    steps: 10,
    learningRate: { kind: 'exponential', from: 0.1, to: 1 / 3, warmupSteps: 2 },
    validateEvery: 5,
    clipNorm: null,
    patience: 3,
  },
  step: 2,
  weights: Float32Array.of(0.1, -0, 1e-45, 3.4e38),
  adam: {
    firstMoment: Float32Array.of(1, 2, 3, 1 / 3),
    secondMoment: Float32Array.of(1e-30, 0, 5, 6),
    beta1Power: Math.fround(0.9 ** 3),
    beta2Power: Math.fround(0.999 ** 3),
  },
  losses: Float64Array.of(Math.PI, 1 / 3),
  best: { weights: Float32Array.of(9, 8, 7, 6), loss: 0.1 + 0.2, since: 1 },
};

function refusal(path: string, fingerprint: unknown): string {
  try {
    createCheckpointFile(path, fingerprint).load();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    const { message } = error as InputError;
    expect(message.startsWith(`${path}: `)).toBe(true);
    expect(message).not.toContain('\n');
    return message;
  }
  throw new Error('nothing was refused');
}

describe('createCheckpointFile', () => {
  it('gives back what was saved last, to the bit, and leaves one file', () => {
    const path = freshPath();
    const file = createCheckpointFile(path, { seed: 7 });
    expect(file.load()).toBeUndefined();
    file.save({ ...state, step: 1, best: undefined });
    expect(file.load()).toEqual({ ...state, step: 1, best: undefined });
    file.save(state);
    expect(createCheckpointFile(path, { seed: 7 }).load()).toEqual(state);
    expect(readdirSync(folder).filter((name) => path.endsWith(name) || name.endsWith('.tmp'))).toHaveLength(1);
    file.remove();
    file.remove();
    expect(file.load()).toBeUndefined();
  });

  it('keeps a best validation that was not finite', () => {
    const file = createCheckpointFile(freshPath(), 0);
    const overflown = { ...state, best: { ...state.best!, loss: Number.POSITIVE_INFINITY } };
    file.save(overflown);
    expect(file.load()).toEqual(overflown);
  });

  it('knows the fingerprint whatever the order of its keys', () => {
    const path = freshPath();
    createCheckpointFile(path, { seed: 7, layers: [{ units: 3, kind: 'dense' }], note: undefined }).save(state);
    expect(createCheckpointFile(path, { layers: [{ kind: 'dense', units: 3 }], seed: 7 }).load()).toEqual(state);
  });

  it.each([
    [{ seed: 8, layers: [3, 4] }, 'seed is 7: expected 8'],
    [{ seed: 7, layers: [3, 5] }, 'layers.1 is 4: expected 5'],
    [{ seed: 7, layers: [3, 4, 1] }, 'layers.2 is not set: expected 1'],
    [{ seed: 7 }, 'layers is [3,4]: expected not set'],
    [{ seed: 7, layers: { 0: 3, 1: 4 } }, 'layers is [3,4]: expected {"0":3,"1":4}'],
    ['seed 7', 'it is {"seed":7,"layers":[3,4]}: expected "seed 7"'],
    [null, 'expected null'],
  ])('refuses the file of another training: %j', (fingerprint, difference) => {
    const path = freshPath();
    createCheckpointFile(path, { seed: 7, layers: [3, 4] }).save(state);
    const message = refusal(path, fingerprint);
    expect(message).toContain('of another training');
    expect(message).toContain(difference);
  });

  it.each<[unknown, string]>([
    [undefined, 'fingerprint is undefined'],
    [{ criterion: { name: 'sd', value: () => 0 } }, 'fingerprint.criterion.value is a function'],
    [{ data: new Map([['a', 1]]) }, 'fingerprint.data is a Map'],
    [{ data: [new Set([1])] }, 'fingerprint.data[0] is a Set'],
    [{ weights: Float32Array.of(1) }, 'fingerprint.weights is a Float32Array'],
    [{ rates: [0.1, Number.NaN] }, 'fingerprint.rates[1] is NaN'],
    [{ states: Number.POSITIVE_INFINITY }, 'fingerprint.states is Infinity'],
    [[1, undefined], 'fingerprint[1] is undefined'],
    [7n, 'fingerprint is 7'],
    [{ market: { toJSON: () => ({ vol: Number.NaN }) } }, 'fingerprint.market.vol is NaN'],
  ])('refuses a fingerprint that JSON would not keep: %o', (fingerprint, what) => {
    const message = `${what}: expected plain data that JSON keeps`;
    expect(() => createCheckpointFile(freshPath(), fingerprint)).toThrow(new RangeError(message));
  });

  it('takes what has a toJSON for what that gives, and 0 for 0 whatever its sign', () => {
    const path = freshPath();
    const market = { vol: 0.2, toJSON: () => ({ market: 'gbm' }) };
    createCheckpointFile(path, { market, rate: -0 }).save(state);
    expect(createCheckpointFile(path, { market: { market: 'gbm' }, rate: -0 }).load()).toEqual(state);
    expect(refusal(path, { market: { market: 'heston' }, rate: 0 })).toContain('market.market is "gbm"');
  });

  it('refuses a file cut off anywhere', () => {
    const path = freshPath();
    createCheckpointFile(path, 7).save(state);
    const whole = readFileSync(path);
    for (let length = 0; length < whole.length - 1; length += 7) {
      writeFileSync(path, whole.subarray(0, length));
      expect(refusal(path, 7)).toContain('damaged');
    }
  });

  it('refuses a file with any byte changed', () => {
    const path = freshPath();
    createCheckpointFile(path, 7).save(state);
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length - 1; at += 3) {
      const changed = Buffer.from(whole);
      changed[at] ^= 1;
      writeFileSync(path, changed);
      expect(refusal(path, 7)).toMatch(/damaged|not a checkpoint|of version/);
    }
  });

  it('refuses other versions, other files and folders', () => {
    const path = freshPath();
    createCheckpointFile(path, 7).save(state);
    const content = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...content, version: 2 }));
    expect(refusal(path, 7)).toContain('of version 2: expected 1');
    writeFileSync(path, JSON.stringify({ ...content, version: undefined }));
    expect(refusal(path, 7)).toContain('of version undefined: expected 1');
    for (const other of ['{"weights": []}', '[]', 'null', '3']) {
      writeFileSync(path, other);
      expect(refusal(path, 7)).toContain('not a checkpoint of a training');
    }
    expect(refusal(folder, 7)).toContain('cannot be read');
  });

  it('is the old file until the new one is whole', () => {
    const path = freshPath();
    const file = createCheckpointFile(path, 7);
    file.save(state);
    writeFileSync(`${path}.tmp`, 'the process died here');
    expect(file.load()).toEqual(state);
    file.save({ ...state, step: 5 });
    expect(file.load()).toMatchObject({ step: 5 });
    expect(existsSync(`${path}.tmp`)).toBe(false);
  });

  it('leaves nothing half-written when it cannot save', () => {
    const path = freshPath();
    const file = createCheckpointFile(path, 7);
    mkdirSync(path);
    expect(() => file.save(state)).toThrow();
    expect(existsSync(`${path}.tmp`)).toBe(false);
  });

  it('refuses a folder that does not exist before any training', () => {
    expect(() => createCheckpointFile(join(folder, 'nowhere', 'a.checkpoint'), 7)).toThrow(InputError);
  });
});
