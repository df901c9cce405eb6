import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../src/contracts/underlying.ts';
import { createObjective } from '../../src/engine/create-objective.ts';
import { createEngine, type Engine } from '../../src/engine/pool/create-engine.ts';
import { createBatchPool } from '../../src/hedgers/deep/batch-pool.ts';
import { deepNetworkShape } from '../../src/hedgers/deep/policy-form.ts';
import { joinPnl, preparePolicyTraining } from '../../src/hedgers/deep/policy-training.ts';
import {
  type TrainDeepHedgerOptions,
  type TrainedDeepHedger,
  trainDeepHedger,
  trainDeepHedgerAsync,
} from '../../src/hedgers/deep/train-deep-hedger.ts';
import { meanSd } from '../../src/risk/mean-sd.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { InputError } from '../../src/support/input-error.ts';
import { rejection, temporaryFiles } from '../market/temp-files.ts';

// 512 paths are several groups of the engine, so that both threads have work.
const short: TrainDeepHedgerOptions = {
  market: createGbm({ volAnnual: 0.2 }),
  contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 5 },
  underlying: plainUnderlying(0.02),
  frictions: [{ kind: 'proportional', costBps: 50 }],
  criterion: meanSd(1.5),
  hidden: [8],
  steps: 10,
  paths: 512,
  validationPaths: 1024,
  learningRate: 0.02,
  seed: 7,
};
const validated: TrainDeepHedgerOptions = { ...short, validateEvery: 3 };

const files = temporaryFiles();
const opened: Engine[] = [];
afterAll(() => Promise.all(opened.map((engine) => engine.close())));

type Listener = (call: 'lossAndGradient' | 'results', weights: Float32Array) => void;

/** An engine that counts the objectives which are open, and tells of each call once it is made. */
function countingEngine(threads = 1, tell: Listener = () => {}) {
  const engine = createEngine({ threads });
  opened.push(engine);
  const open = new Set<object>();
  const counting: Engine = {
    ...engine,
    objective(problem, options) {
      const objective = engine.objective(problem, options);
      open.add(objective);
      return {
        ...objective,
        lossAndGradient(weights, ...rest) {
          const answer = objective.lossAndGradient(weights, ...rest);
          tell('lossAndGradient', weights);
          return answer;
        },
        results(weights, ...rest) {
          const answer = objective.results(weights, ...rest);
          tell('results', weights);
          return answer;
        },
        close() {
          open.delete(objective);
          return objective.close();
        },
      };
    },
  };
  return { engine: counting, open };
}

/** The step at which a checkpoint was saved, where there is one. */
function savedStep(path: string): number | undefined {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).state.step : undefined;
}

/** Everything a training gives, as data to compare bit by bit. */
function outcome({ hedger, ...result }: TrainedDeepHedger) {
  return { ...result, hedger: hedger.toJSON() };
}

describe('trainDeepHedgerAsync', () => {
  it.each([
    [1, 'without validation', short],
    [2, 'without validation', short],
    [2, 'with validation', validated],
    [2, 'from given weights', { ...short, initialWeights: new Float32Array(66).map((_, k) => Math.sin(k) / 4) }],
    [2, 'on fresh paths', { ...short, pooledStates: Number.POSITIVE_INFINITY }],
  ])('gives the bits of trainDeepHedger on %i threads, %s', async (threads, _, options) => {
    const { engine, open } = countingEngine(threads);
    const trained = await trainDeepHedgerAsync({ ...options, engine });
    expect(outcome(trained)).toEqual(outcome(trainDeepHedger(options)));
    expect(trained.losses).toHaveLength(10);
    expect(open.size).toBe(0);
  });

  it('leaves the engine open and no objective in it, also when it fails or is stopped', async () => {
    const { engine, open } = countingEngine();
    const first = await trainDeepHedgerAsync({ ...short, steps: 2, engine });
    expect(open.size).toBe(0);
    const reason = new Error('enough');
    const stopped = trainDeepHedgerAsync({ ...short, engine, signal: AbortSignal.abort(reason) });
    expect(await rejection(stopped)).toBe(reason);
    const misfit = trainDeepHedgerAsync({ ...short, engine, initialWeights: new Float32Array(3) });
    expect((await rejection(misfit)).message).toContain('weights');
    expect(open.size).toBe(0);
    const again = await trainDeepHedgerAsync({ ...short, steps: 2, engine });
    expect(outcome(again)).toEqual(outcome(first));
    const { problem, batchOf } = preparePolicyTraining(short, deepNetworkShape({ hidden: short.hidden }).layers);
    const objective = engine.objective(problem, { criterion: short.criterion });
    expect(await objective.loss(first.weights, batchOf(0))).toBeGreaterThan(0);
    await objective.close();
  });

  // With validation each measurement takes two calls, the first before the first step.
  it.each([
    ['in a step', short, 'lossAndGradient', 4, 4],
    ['in a step, with validation', validated, 'lossAndGradient', 7, 7],
    ['in a step that a validation ends', validated, 'lossAndGradient', 5, 5],
    ['in a validation, which is made again with the step before', validated, 'results', 4, 5],
    ['in the second half of a validation', validated, 'results', 7, 8],
    ['when all steps are taken', short, 'results', 1, 10],
  ] as const)(
    'stopped %s and resumed it ends on the bits of an unbroken one',
    async (name, options, at, call, step) => {
      const path = join(files.folder, `${name}.checkpoint`);
      const stop = new AbortController();
      const reason = new Error('the machine is needed');
      let calls = 0;
      const { engine, open } = countingEngine(2, (kind) => {
        if (kind === at && calls++ === call) stop.abort(reason);
      });
      const long = { ...options, engine, checkpoint: path, checkpointEvery: 2 };
      expect(await rejection(trainDeepHedgerAsync({ ...long, signal: stop.signal }))).toBe(reason);
      expect(calls).toBe(call + 1);
      expect(open.size).toBe(0);
      expect(savedStep(path)).toBe(step);
      const resumed = await trainDeepHedgerAsync(long);
      expect(outcome(resumed)).toEqual(outcome(trainDeepHedger(options)));
      expect(open.size).toBe(0);
    },
  );

  it('takes checkpoints as often as asked, and one that is finished is not trained again', async () => {
    const path = join(files.folder, 'finished.checkpoint');
    const steps: (number | undefined)[] = [];
    const { engine } = countingEngine(1, (kind) => {
      if (kind === 'lossAndGradient') steps.push(savedStep(path));
    });
    const trained = await trainDeepHedgerAsync({ ...short, engine, checkpoint: path, checkpointEvery: 4 });
    expect(steps).toEqual([undefined, undefined, undefined, undefined, 4, 4, 4, 4, 8, 8]);
    expect(savedStep(path)).toBe(10);
    const again = await trainDeepHedgerAsync({ ...short, engine, checkpoint: path, checkpointEvery: 4 });
    expect(steps).toHaveLength(10);
    expect(outcome(again)).toEqual(outcome(trained));
  });

  it.each<[Partial<TrainDeepHedgerOptions>, string]>([
    [{ seed: 8 }, 'seed is 7: expected 8'],
    [{ paths: 256 }, 'paths is 512: expected 256'],
    [{ steps: 9 }, 'steps is 2: expected 9'],
    [{ learningRate: 0.01 }, 'learningRate is 0.02: expected 0.01'],
    [{ frictions: [{ kind: 'proportional', costBps: 10 }] }, 'frictions.0.costBps is 50: expected 10'],
    [{ underlying: plainUnderlying(0) }, 'underlying.rateAnnual is 0.02: expected 0'],
    [{ hidden: [8, 8] }, 'hidden.1 is not set: expected 8'],
    [{ criterion: meanSd(2) }, 'criterion is "mean + 1.5 sd": expected "mean + 2 sd"'],
    [{ market: createGbm({ volAnnual: 0.3 }) }, 'market.volAnnual is 0.2: expected 0.3'],
    [
      { contract: { ...short.contract, terms: { type: 'call', strike: 1.1 } } },
      'contract.terms.strike is 1: expected 1.1',
    ],
    [{ pooledStates: Number.POSITIVE_INFINITY }, 'pooledStates is "3000000": expected "Infinity"'],
    [{ validationPaths: 512 }, 'validationPaths is 1024: expected 512'],
    [{ validateEvery: 1 }, 'validateEvery is not set: expected 1'],
    [{ head: 'free-band' }, 'head is not set: expected "free-band"'],
    [{ unwinds: false }, 'unwinds is not set: expected false'],
    [{ initialWeights: new Float32Array(66) }, 'initialWeights is not set: expected "'],
  ])('refuses the checkpoint of a training with other options: %o', async (change, difference) => {
    const { engine, open } = countingEngine();
    const checkpoint = join(files.folder, 'other.checkpoint');
    const options = { ...short, steps: 2, engine, checkpoint };
    if (!existsSync(checkpoint)) await trainDeepHedgerAsync(options);
    const error = await rejection(trainDeepHedgerAsync({ ...options, ...change }));
    expect(error).toBeInstanceOf(InputError);
    expect(error.message).toContain(`of another training: ${difference}`);
    expect(open.size).toBe(0);
    // What is not given is the default.
    await trainDeepHedgerAsync({ ...options, pooledStates: 3_000_000 });
  });
});

describe('batches of worker threads', () => {
  it.each([3_000_000, Number.POSITIVE_INFINITY])('lead to the same bits, %d states pooled', async (pooledStates) => {
    const { engine } = countingEngine();
    const batches = createBatchPool({ threads: 2 });
    try {
      const trained = await trainDeepHedgerAsync({ ...short, pooledStates, engine, batches });
      expect(outcome(trained)).toEqual(outcome(trainDeepHedger({ ...short, pooledStates })));
    } finally {
      await batches.close();
    }
  });
});

describe('validateEvery and patience', () => {
  /** Bad weights at a rate too high for them: they get better for eight steps and then worse. */
  const wild: TrainDeepHedgerOptions = {
    ...short,
    initialWeights: new Float32Array(66).map((_, k) => 3 * Math.sin(2 * k)),
    validateEvery: 2,
    learningRate: 0.3,
    steps: 20,
  };

  it('keep the weights that measure best on contracts of their own', async () => {
    const asked: Float32Array[] = [];
    const { engine } = countingEngine(1, (kind, weights) => {
      if (kind === 'results') asked.push(weights.slice());
    });
    const trained = await trainDeepHedgerAsync({ ...wild, engine });
    const training = preparePolicyTraining(wild, deepNetworkShape({ hidden: wild.hidden }).layers);
    const objective = createObjective(training.problem, { criterion: wild.criterion });
    const measure = (weights: Float32Array) =>
      wild.criterion.value(joinPnl(Array.from(training.choiceBatches(), (batch) => objective.results(weights, batch))));
    // Two calls a measurement: at steps 0, 2, … 20, then of the weights kept.
    expect(asked).toHaveLength(2 * 12);
    const candidates = Array.from({ length: 11 }, (_, k) => asked[2 * k]);
    const measured = candidates.map(measure);
    const best = measured.indexOf(Math.min(...measured));
    expect(2 * best).toBe(8);
    expect(candidates[0]).toEqual(wild.initialWeights);
    expect(measure(wild.initialWeights!)).toBeGreaterThan(measured[best]);
    expect(trained.weights).toEqual(candidates[best]);
    expect(trained.bestValidation).toBe(measured[best]);
    expect(trained.weights).not.toEqual(trainDeepHedger({ ...wild, validateEvery: undefined }).weights);
    expect(outcome(trainDeepHedger(wild))).toEqual(outcome(trained));
    const objectivePnl = Array.from(training.objectiveBatches(), (batch) => objective.results(trained.weights, batch));
    expect(trained.objective).toBe(wild.criterion.value(joinPnl(objectivePnl)));
    expect(trained.objective).not.toBe(trained.bestValidation);
  });

  it('end the training where nothing gets better, at the same step in both versions', async () => {
    const patient = { ...wild, patience: 2 };
    const trained = trainDeepHedger(patient);
    expect(trained.steps).toBe(12);
    expect(trained.losses).toHaveLength(trained.steps);
    const { engine } = countingEngine();
    expect(outcome(await trainDeepHedgerAsync({ ...patient, engine }))).toEqual(outcome(trained));
  });

  it('refuse patience without measurements', async () => {
    const { engine } = countingEngine();
    const message = 'patience is 2 and validateEvery is missing: expected both';
    expect(() => trainDeepHedger({ ...short, patience: 2 })).toThrow(new RangeError(message));
    await expect(trainDeepHedgerAsync({ ...short, patience: 2, engine })).rejects.toThrow(message);
    expect(() => trainDeepHedger({ ...short, validateEvery: 0 })).toThrow(/validateEvery is 0/);
  });
});

describe('pooledStates', () => {
  it('are gone through again once they are used up, and not at all without end', () => {
    const { paths, contract } = short;
    const fresh = trainDeepHedger({ ...short, pooledStates: Number.POSITIVE_INFINITY });
    const pooled = trainDeepHedger({ ...short, pooledStates: 3 * paths * contract.steps });
    expect(pooled.losses.slice(0, 3)).toEqual(fresh.losses.slice(0, 3));
    expect(pooled.losses[3]).not.toBe(fresh.losses[3]);
    const { batchOf } = preparePolicyTraining(
      { ...short, pooledStates: 3 * paths * contract.steps },
      deepNetworkShape({ hidden: short.hidden }).layers,
    );
    const draws = Array.from({ length: 6 }, (_, step) => batchOf(step));
    expect(draws[3]).toBe(draws[0]);
    expect(draws[5]).toBe(draws[2]);
    expect(new Set(draws).size).toBe(3);
    const endless = preparePolicyTraining(
      { ...short, pooledStates: Number.POSITIVE_INFINITY },
      deepNetworkShape({ hidden: short.hidden }).layers,
    );
    expect(endless.batchOf(2)).toEqual(draws[2]);
    // Drawn again: batches that are not gone through again would pile up.
    expect(endless.batchOf(2)).not.toBe(endless.batchOf(2));
    expect(endless.batchOf(3).prices).not.toEqual(draws[3].prices);
  });
});
