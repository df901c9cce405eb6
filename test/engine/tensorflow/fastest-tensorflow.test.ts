import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useFastestTensorFlow } from '../../../src/engine/tensorflow/fastest-tensorflow.ts';
import { BACKEND_NAME, onTensorFlow } from '../../../src/engine/tensorflow/optimiser-backend.ts';

const missing = (name: string) =>
  Object.assign(new Error(`Cannot find package '${name}' imported from here`), { code: 'ERR_MODULE_NOT_FOUND' });

/** Packages by name; others are not installed. */
const packages = (known: Readonly<Record<string, () => void>>) => async (name: string) => {
  if (known[name] === undefined) throw missing(name);
  known[name]();
};

const output = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
afterEach(() => {
  expect(output).not.toHaveBeenCalled();
  expect(tf.env().getBool('PROD')).toBe(false);
  expect(process.env.TF_CPP_MIN_LOG_LEVEL).toBeUndefined();
});

describe('useFastestTensorFlow', () => {
  it('settles for what is installed here, gradients included, without a word', async () => {
    expect(await useFastestTensorFlow()).toEqual({ backend: 'cpu', package: '@tensorflow/tfjs', failure: undefined });
    expect(tf.getBackend()).toBe('cpu');
    const slope = tf.tidy(() =>
      tf
        .grad((x) => tf.matMul(x as tf.Tensor2D, x as tf.Tensor2D))(tf.tensor2d([[3]]))
        .dataSync(),
    );
    expect([...slope]).toEqual([6]);
  });

  it('leaves a backend that was chosen before', async () => {
    tf.registerBackend('chosen', () => Object.create(tf.findBackend('cpu')), 1);
    tf.copyRegisteredKernels('cpu', 'chosen');
    await tf.setBackend('chosen');
    expect(await useFastestTensorFlow({ importPackage: packages({}) })).toEqual({ backend: 'chosen' });
    await tf.setBackend('cpu');
    tf.removeBackend('chosen');
  });

  it("does not take the optimisers' own backend for one that was chosen", async () => {
    onTensorFlow(() => tf.tidy(() => tf.scalar(1).dataSync()));
    await tf.setBackend(BACKEND_NAME);
    expect(await useFastestTensorFlow({ importPackage: packages({}) })).toEqual({ backend: 'cpu' });
    expect(tf.getBackend()).toBe('cpu');
  });

  it("takes Vite's stand-in for a package that is not installed for what it is", async () => {
    const standIn = (name: string) => {
      throw new Error(`Could not resolve "${name}" imported by "regime-hedge".`);
    };
    const importPackage = async (name: string) => standIn(name);
    expect(await useFastestTensorFlow({ importPackage })).toEqual({ backend: 'cpu' });
  });

  it.each(['tensorflow/tfjs-node is damaged', "Cannot find module './tfjs_binding.node'"])(
    'goes on without the node package when it does not start: %s',
    async (message) => {
      const broken = () => {
        throw Object.assign(new Error(message), { code: 'MODULE_NOT_FOUND' });
      };
      const importPackage = packages({ '@tensorflow/tfjs-node': broken, '@tensorflow/tfjs': () => undefined });
      const found = await useFastestTensorFlow({ importPackage });
      expect(found).toMatchObject({ backend: 'cpu', package: '@tensorflow/tfjs', failure: { message } });
    },
  );

  it('goes on without the node package when its backend is not there', async () => {
    const found = await useFastestTensorFlow({ importPackage: packages({ '@tensorflow/tfjs-node': () => undefined }) });
    expect(found).toMatchObject({ backend: 'cpu', package: undefined });
    expect(found.failure?.message).toMatch(/tensorflow/);
  });

  it('passes on what else goes wrong', async () => {
    const importPackage = packages({
      '@tensorflow/tfjs': () => {
        throw new Error('damaged');
      },
    });
    await expect(useFastestTensorFlow({ importPackage })).rejects.toThrow('damaged');
  });

  it('takes the node package where it is installed', async () => {
    const start = () => {
      expect(process.env.TF_CPP_MIN_LOG_LEVEL).toBe('2');
      tf.registerBackend('tensorflow', () => Object.create(tf.findBackend('cpu')), 3);
      tf.copyRegisteredKernels('cpu', 'tensorflow');
    };
    const found = await useFastestTensorFlow({ importPackage: packages({ '@tensorflow/tfjs-node': start }) });
    expect(found).toEqual({ backend: 'tensorflow', package: '@tensorflow/tfjs-node' });
    expect(tf.getBackend()).toBe('tensorflow');
  });
});
