import * as tf from '@tensorflow/tfjs';
import { describe, expect, it } from 'vitest';
import { runHedger } from '../../src/backtest/backtester.ts';
import { europeanTerms } from '../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../src/backtest/ledger.ts';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { initialWeights } from '../../src/engine/network/initial-weights.ts';
import { readModelWeights, writeModelWeights } from '../../src/engine/tensorflow/layers-model/model-weights.ts';
import { deepNetworkShape } from '../../src/hedgers/deep/policy-form.ts';
import type { PolicyTrainingOptions } from '../../src/hedgers/deep/policy-training.ts';
import { trainDeepHedger } from '../../src/hedgers/deep/train-deep-hedger.ts';
import { trainModelHedger } from '../../src/hedgers/deep/train-model-hedger.ts';
import { createRandomStream } from '../../src/math/random.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { modelOrder, siluModel } from '../hedgers/deep/band-models.ts';

tf.env().set('PROD', true);
await tf.setBackend('cpu');

const market = createGbm({ volAnnual: 0.2 });
const contract = { terms: { type: 'call', strike: 1 }, position: -1, steps: 5 } as const;
const short: PolicyTrainingOptions = {
  market,
  contract,
  underlying: plainUnderlying(0.01),
  frictions: [{ kind: 'proportional', costBps: 50 }] as const,
  criterion: meanSd(1.5),
  steps: 15,
  paths: 128,
  validationPaths: 1024,
  learningRate: 0.02,
  seed: 7,
};

describe('trainModelHedger', () => {
  it.each<[string, Partial<PolicyTrainingOptions>]>([
    ['all steps', {}],
    ['the best validated weights of a bought option', { validateEvery: 4, contract: { ...contract, position: 1 } }],
  ])('comes to what trainDeepHedger comes to with the same network, from the same weights: %s', (_, change) => {
    const hidden = [6, 5];
    const start = initialWeights(deepNetworkShape({ hidden: hidden }), createRandomStream(2, 'start'));
    const model = siluModel(hidden);
    writeModelWeights(model, modelOrder(hidden, start));
    const expected = trainDeepHedger({ ...short, ...change, hidden, initialWeights: start });
    const trained = trainModelHedger({ ...short, ...change, model });
    expect(largest(trained.losses, expected.losses)).toBeLessThan(1e-3);
    expect(largest(trained.weights, modelOrder(hidden, expected.weights))).toBeLessThan(1e-3);
    expect(Math.abs(trained.objective - expected.objective)).toBeLessThan(1e-3);
    if ('validateEvery' in change) expect(trained.bestValidation).toBeCloseTo(expected.bestValidation, 3);
    else expect(trained.bestValidation).toBeNaN();
    const { position, scales } = expected.hedger.toJSON();
    expect(trained.hedger.toJSON()).toMatchObject({ position, scales });
    // Far from where both began.
    expect(largest(expected.weights, start)).toBeGreaterThan(0.05);
  });

  it('lowers the objective of an architecture of the user’s, and leaves the trained weights in the model', () => {
    const kernelInitializer = tf.initializers.glorotNormal({ seed: 3 });
    const model = tf.sequential({
      layers: [
        tf.layers.dense({ inputShape: [5], units: 8, activation: 'selu', kernelInitializer }),
        tf.layers.layerNormalization(),
        tf.layers.dense({ units: 2, kernelInitializer, biasInitializer: tf.initializers.constant({ value: 4 }) }),
      ],
    });
    const first = readModelWeights(model);
    const untrained = trainModelHedger({ ...short, steps: 1, learningRate: 1e-9, model });
    writeModelWeights(model, first);
    const variables = tf.memory().numTensors;
    const trained = trainModelHedger({ ...short, steps: 40, learningRate: 0.05, model });
    expect(trained.objective).toBeLessThan(0.9 * untrained.objective);
    expect(readModelWeights(model)).toEqual(trained.weights);
    expect(trained.weights).not.toEqual(first);
    expect(tf.memory().numTensors).toBe(variables);
    expect(trained.hedger).toMatchObject({ kind: 'deep', name: 'deep-model' });
    const paths = market.simulate({ ...contract, paths: 4000, seed: 1, stream: ['test'] });
    const ledger = runHedger(
      trained.hedger,
      paths,
      europeanTerms({ optionType: 'call', position: -1, costBps: 50, rateAnnual: 0.01 }),
    );
    const fresh = short.criterion.value(pnlPercent(ledger, paths.spot));
    expect(Math.abs(fresh - trained.objective)).toBeLessThan(0.1 * Math.abs(trained.objective));
  });

  it('leaves the model as it was when it is stopped or refused', () => {
    const model = siluModel([4]);
    const before = readModelWeights(model);
    const reason = new Error('enough');
    const controller = new AbortController();
    const stop = () => controller.abort(reason);
    const stopped = { ...short, model, validateEvery: 2, signal: controller.signal, onProgress: stop };
    expect(() => trainModelHedger(stopped)).toThrow(reason);
    expect(readModelWeights(model)).toEqual(before);
    const misfit = tf.sequential({ layers: [tf.layers.dense({ inputShape: [4], units: 2 })] });
    expect(() => trainModelHedger({ ...short, model: misfit })).toThrow("the model's input has shape [null, 4]");
  });
});

function largest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...Array.from(found, (value, k) => Math.abs(value - expected[k])));
}
