import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { createEngine } from '../../../src/engine/pool/create-engine.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { readDeepHedger, saveDeepHedger } from '../../../src/hedgers/deep/deep-hedger-files.ts';
import { createEnsembleHedger } from '../../../src/hedgers/deep/ensemble-hedger.ts';
import { joinPnl, preparePolicyTraining } from '../../../src/hedgers/deep/policy-training.ts';
import {
  type TrainDeepHedgerOptions,
  trainDeepHedger,
  trainDeepHedgerAsync,
} from '../../../src/hedgers/deep/train-deep-hedger.ts';
import { trainModelHedger } from '../../../src/hedgers/deep/train-model-hedger.ts';
import { createDeltaBandHedger } from '../../../src/hedgers/delta-band.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { cvar } from '../../../src/risk/cvar.ts';
import { entropic } from '../../../src/risk/entropic.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { fitFilteredHistory } from '../../../src/simulate/fit-filtered-history.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { rejection, temporaryFiles } from '../../market/temp-files.ts';

const engine = createEngine({ threads: 2 });
const files = temporaryFiles();
afterAll(() => engine.close());

const model = createHeston({
  initialVariance: 0.05,
  meanReversionAnnual: 3,
  longRunVariance: 0.04,
  volOfVol: 0.6,
  correlation: -0.7,
});
/** A history of closes and implied volatilities, of another level than the model's. */
function history() {
  const stream = createRandomStream(5, 'history');
  const impliedVol = Float64Array.from(
    { length: 600 },
    (_, day) => 0.3 + 0.1 * Math.sin(day / 40) + 0.01 * stream.uniform(),
  );
  let price = 100;
  const close = impliedVol.map((vol) => {
    price *= Math.exp((vol / Math.sqrt(252)) * stream.normal());
    return price;
  });
  return fitFilteredHistory({ close, impliedVol });
}
const past = history();

const short: TrainDeepHedgerOptions = {
  market: model,
  contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 5 },
  underlying: plainUnderlying(0.01),
  frictions: [{ kind: 'proportional', costBps: 30 }],
  criterion: meanSd(1.5),
  head: 'free-band',
  inputs: ['call delta', 'time left', 'log implied vol', 'price 0', 'holding'],
  layers: [{ kind: 'gru', units: 5 }],
  steps: 8,
  paths: 128,
  validationPaths: 512,
  learningRate: 0.02,
  seed: 7,
};
const pretrained = trainDeepHedger(short);
/** What a policy of the pre-trained weights comes to on the contracts that a training on history is measured on. */
function measured(options: TrainDeepHedgerOptions): number {
  const training = preparePolicyTraining(options, short.layers!);
  const objective = createObjective(training.problem, { criterion: options.criterion });
  const parts = Array.from(training.objectiveBatches(), (batch) => objective.results(pretrained.weights, batch));
  return options.criterion.value(joinPnl(parts));
}

describe('fine-tuning on history', () => {
  const onHistory: TrainDeepHedgerOptions = { ...short, market: past, steps: 1, learningRate: 1e-12 };
  const { scales } = preparePolicyTraining(short, short.layers!).inputs;

  it('starts at the objective of the policy that was trained on the model, with its scales', () => {
    const expected = measured({ ...onHistory, scales });
    const { hedger } = pretrained;
    for (const initial of [hedger, { weights: pretrained.weights, scales }]) {
      const tuned = trainDeepHedger({ ...onHistory, initial });
      expect(tuned.objective).toBeCloseTo(expected, 6);
      expect(tuned.hedger.toJSON().scales).toEqual(hedger.toJSON().scales);
    }
    // Scales of history's own make another policy of the same weights.
    const rescaled = trainDeepHedger({ ...onHistory, initialWeights: pretrained.weights });
    expect(Math.abs(rescaled.objective - expected)).toBeGreaterThan(1e-3);
  });

  it('takes layers, head and inputs from the policy where they are not named, and goes on from it', () => {
    const { layers: _, head: __, inputs: ___, ...rest } = short;
    const tuned = trainDeepHedger({ ...rest, market: past, initial: pretrained.hedger, steps: 30 });
    expect(tuned.hedger.toJSON()).toMatchObject({ layers: short.layers, head: 'free-band' });
    expect(tuned.objective).toBeLessThan(measured({ ...short, market: past, scales }));
  });

  it('is the same on worker threads', async () => {
    const options = { ...short, market: past, initial: pretrained.hedger, steps: 3 };
    const [here, there] = [trainDeepHedger(options), await trainDeepHedgerAsync({ ...options, engine })];
    expect(there.weights).toEqual(here.weights);
    expect(there.objective).toBe(here.objective);
  });

  it.each<[Partial<TrainDeepHedgerOptions>, string]>([
    [{ head: 'band' }, 'initial has head "free-band": expected the training\'s, "band"'],
    [{ layers: [{ kind: 'gru', units: 6 }] }, 'initial has layers [{"kind":"gru","units":5}]: expected'],
    [{ inputs: ['gamma', 'holding'] }, 'initial has inputs ["call delta"'],
    [{ contract: { ...short.contract, position: 1 } }, 'initial has position -1: expected'],
    [
      { contract: { ...short.contract, terms: { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } } },
      'memory 0',
    ],
    [{ instruments: [{ terms: { kind: 'option', option: 'put', moneyness: 1 } }] }, 'initial has references []'],
    [{ initialWeights: pretrained.weights }, 'initial and initialWeights are given'],
    [{ scales }, 'initial and scales are given'],
    [{ initial: { weights: new Float32Array(3), scales } }, 'weights has length 3'],
  ])('refuses a policy of another form: %o', (change, message) => {
    const options = { ...short, initial: pretrained.hedger, ...change };
    expect(() => trainDeepHedger(options)).toThrow(RangeError);
    expect(() => trainDeepHedger(options)).toThrow(message);
  });

  it('refuses a policy that no network gives', () => {
    const initial = createDeltaBandHedger({ halfWidth: 0.1 });
    expect(() => trainDeepHedger({ ...short, initial })).toThrow(InputError);
    const several = createEnsembleHedger({ members: [pretrained.hedger] });
    expect(() => trainDeepHedger({ ...short, initial: several })).toThrow(
      /^saved policy '.*' is of the sort "deep-ensemble": expected one network/,
    );
  });
});

describe("a loss of the engine's", () => {
  it('learns what the criterion of the same formula learns', () => {
    const criterion = entropic(1);
    const [two, one] = [{}, { loss: { kind: 'entropic', riskAversion: 1 } as const }].map((loss) =>
      trainDeepHedger({ ...short, criterion, ...loss }),
    );
    expect(one.problem.loss.kind).toBe('entropic');
    for (const [step, loss] of two.losses.entries()) expect(one.losses[step]).toBeCloseTo(loss, 3);
    expect(one.objective).toBeCloseTo(two.objective, 3);
  });

  const tail: TrainDeepHedgerOptions = { ...short, criterion: cvar(0.8), loss: { kind: 'cvar', level: 0.8 } };

  it('starts CVaR at its best threshold, which no policy keeps', async () => {
    const trained = trainDeepHedger(tail);
    const { hedger, weights, problem } = trained;
    expect(weights).toHaveLength(pretrained.weights.length);
    expect(
      createDeepHedger({ ...short, weights, scales: hedger.toJSON().scales as never, position: -1 }).toJSON(),
    ).toEqual(hedger.toJSON());
    // At the best threshold the loss is CVaR of the batch, whatever the step.
    const training = preparePolicyTraining(tail, short.layers!);
    const byCriterion = trainDeepHedger({ ...tail, loss: undefined });
    expect(trained.losses[0]).toBeCloseTo(byCriterion.losses[0], 4);
    expect(trained.objective).toBeLessThan(trained.losses[0] + 0.5);
    expect(training.problem).toEqual(problem);
    const folder = join(files.folder, 'cvar');
    await saveDeepHedger(folder, hedger, { problem });
    expect((await readDeepHedger(folder)).toJSON()).toEqual(hedger.toJSON());
    expect(trainDeepHedger({ ...tail, initial: hedger, steps: 1 }).weights).toHaveLength(weights.length);
  });

  it('is stopped and resumed to the same bits, threshold and all', async () => {
    const checkpoint = join(files.folder, 'cvar.checkpoint');
    const stop = new AbortController();
    const onProgress = ({ done }: { done: number }) => {
      if (done >= 4) stop.abort(new Error('enough'));
    };
    const stopped = trainDeepHedgerAsync({ ...tail, engine, checkpoint, signal: stop.signal, onProgress });
    expect((await rejection(stopped)).message).toBe('enough');
    const resumed = await trainDeepHedgerAsync({ ...tail, engine, checkpoint });
    const whole = trainDeepHedger(tail);
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.losses).toEqual(whole.losses);
    const other = trainDeepHedgerAsync({ ...tail, loss: { kind: 'mean-square' }, engine, checkpoint });
    expect((await rejection(other)).message).toContain('loss.kind is "cvar": expected "mean-square"');
  });

  it("trains a network of the user's own too", async () => {
    tf.env().set('PROD', true);
    await tf.setBackend('cpu');
    const own = tf.sequential({ layers: [tf.layers.dense({ inputShape: [5], units: 2 })] });
    const { layers: _, ...options } = tail;
    const { weights, hedger } = trainModelHedger({ ...options, model: own, steps: 2, validationPaths: 128 });
    expect(weights).toHaveLength(12);
    expect(hedger.toJSON()).toMatchObject({ head: 'free-band', inputs: tail.inputs, weights: [...weights] });
  });
});
