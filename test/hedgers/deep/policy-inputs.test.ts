import { afterAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createEngine } from '../../../src/engine/pool/create-engine.ts';
import { createBatchPool } from '../../../src/hedgers/deep/batch-pool.ts';
import { defaultInputs, inputNames, resolveInputs } from '../../../src/hedgers/deep/input-names.ts';
import { fitInputScales } from '../../../src/hedgers/deep/input-scales.ts';
import { writePolicyInputs } from '../../../src/hedgers/deep/policy-inputs.ts';
import { preparePolicyTraining } from '../../../src/hedgers/deep/policy-training.ts';
import { stateInputNames } from '../../../src/hedgers/deep/state-inputs.ts';
import {
  type TrainDeepHedgerOptions,
  trainDeepHedger,
  trainDeepHedgerAsync,
} from '../../../src/hedgers/deep/train-deep-hedger.ts';
import { drawTrainingBatch } from '../../../src/hedgers/deep/training-batch.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import { makeView } from '../../contracts/make-view.ts';

describe('resolveInputs', () => {
  const sources = { memory: 2, instruments: 2, signals: ['variance', 'regime.hmm.0'] };

  it('gives names in their order, the memory in full and the holdings last', () => {
    const named = resolveInputs(['holding', 'variance', 'contract memory', 'price 1', 'gamma'], sources);
    expect(named.columns).toEqual(['variance', 'contract memory 0', 'contract memory 1', 'price 1', 'gamma']);
    expect(inputNames(named, 2)).toEqual([...named.columns, 'holding 0', 'holding 1']);
    expect(inputNames(named, 1).at(-1)).toBe('holding');
    expect(resolveInputs(defaultInputs, { memory: 0, instruments: 1 }).columns).toEqual(stateInputNames);
  });

  it.each([
    [['varaince'], "inputs name 'varaince', which neither the contract nor the market has: did you mean 'variance'?"],
    [['regime.hmm.1'], "did you mean 'regime.hmm.0'?"],
    [['Gamma'], "did you mean 'gamma'?"],
    [['price 2'], "inputs name 'price 2'"],
    [['contract memory 2'], "inputs name 'contract memory 2'"],
    [['zzzzzzzzzzzz'], 'expected some of standardised log-moneyness, time left, '],
    [['gamma', 'gamma'], "inputs name 'gamma' twice"],
    [['holding', 'gamma', 'holding'], "inputs name 'holding' twice"],
    [[], 'inputs name nothing'],
  ])('refuses %j', (names, message) => {
    expect(() => resolveInputs(names, sources)).toThrow(RangeError);
    expect(() => resolveInputs(names, sources)).toThrow(message);
  });
});

describe('inputs that are standardised', () => {
  const columns = ['price 0', 'forecastVol', 'flat'];
  const steps = 2;
  const paths = 2;
  const drawn = {
    paths,
    steps,
    spot: Float64Array.of(100, 200, 110, 180, 1e9, 1e9),
    impliedVol: new Float64Array(6).fill(0.2),
    yearsToExpiry: Float64Array.of(0.2, 0.1, 0),
    strike: Float64Array.of(100, 200),
    signals: { forecastVol: Float64Array.of(0.1, Number.NaN, 0.3, 0.2, 7, 7), flat: new Float64Array(6).fill(0.1) },
  };
  const scales = fitInputScales(drawn, plainUnderlying(0), columns);

  it('are scaled by what is known before expiry, prices by the reference level', () => {
    expect(scales.columns?.['price 0'].mean).toBeCloseTo((1 + 1 + 1.1 + 0.9) / 4, 12);
    expect(scales.columns?.['price 0'].sd).toBeCloseTo(Math.sqrt(0.02 / 4), 12);
    expect(scales.columns?.forecastVol.mean).toBeCloseTo(0.2, 12);
    expect(scales.columns?.forecastVol.sd).toBeCloseTo(Math.sqrt(0.02 / 3), 12);
    expect(scales.columns?.flat).toEqual({ mean: 0.1, sd: 0 });
    expect(fitInputScales(drawn, plainUnderlying(0), [...stateInputNames]).columns).toBeUndefined();
  });

  it('are 0 where nothing is known and where nothing changes, and cut at 6 standard deviations', () => {
    const view = makeView({
      paths: 3,
      prices: [Float64Array.of(100, 105, 300)],
      signals: { forecastVol: Float64Array.of(Number.NaN, 0.2, -5), flat: Float64Array.of(0.1, 0.2, Number.NaN) },
    });
    const written = new Float32Array(9);
    const inputs = { columns, readsHoldings: false, scales };
    writePolicyInputs({ ...view, spot: view.prices[0] }, inputs, written, new Float64Array(3));
    const sd = scales.columns?.['price 0'].sd ?? 0;
    expect(written[0]).toBe(0);
    expect(written[1]).toBeCloseTo(0.05 / sd, 5);
    expect([...written.subarray(2)]).toEqual([6, 0, expect.closeTo(0, 6), -6, 0, 0, 0]);
  });
});

const options: TrainDeepHedgerOptions = {
  market: createHeston({
    initialVariance: 0.05,
    meanReversionAnnual: 3,
    longRunVariance: 0.04,
    volOfVol: 0.6,
    correlation: -0.7,
  }),
  contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 4 },
  underlying: plainUnderlying(0.01),
  frictions: [{ kind: 'proportional', costBps: 20 }],
  instruments: [{ terms: { kind: 'option', option: 'put', moneyness: 0.95 }, frictions: [] }],
  unwinds: false,
  head: 'free-band',
  inputs: [...defaultInputs, 'variance', 'price 1', 'holding'],
  criterion: meanSd(1),
  hidden: [6],
  steps: 6,
  paths: 256,
  validationPaths: 256,
  learningRate: 0.02,
  seed: 3,
};

describe('training with signals and instruments', () => {
  const pool = createBatchPool({ threads: 2 });
  const engine = createEngine({ threads: 2 });
  afterAll(() => Promise.all([pool.close(), engine.close()]));

  it('draws the same batches on worker threads', async () => {
    const { inputs } = preparePolicyTraining(options, []);
    expect(inputs.columns).toEqual([...stateInputNames, 'variance', 'price 1']);
    const draw = { paths: 300, seed: 5, stream: ['pool'] };
    const { signals, prices, reference, unhedged } = await pool.draw(options.market, options, inputs, draw);
    const expected = drawTrainingBatch(options.market, options, inputs, draw);
    expect({ signals, prices, reference, unhedged, paths: 300 }).toEqual(expected);
  });

  it('comes to the same bits on worker threads, and lowers the loss', async () => {
    const trained = trainDeepHedger(options);
    const other = await trainDeepHedgerAsync({ ...options, engine, batches: pool });
    expect(other.weights).toEqual(trained.weights);
    expect(other.objective).toBe(trained.objective);
    expect(other.hedger.toJSON()).toEqual(trained.hedger.toJSON());
    expect(trained.hedger.signals).toEqual(['variance']);
    expect(trained.losses.at(-1)).toBeLessThan(trained.losses[0]);
  });

  it('trades a further instrument from the start, of which nothing is held at first', () => {
    const { weights } = trainDeepHedger({ ...options, steps: 1 });
    // The bias of its half-width, which has moved by about the rate of Adam's step.
    expect(Math.abs(weights.at(-1)! + 5)).toBeGreaterThan(0.5 * options.learningRate);
  });

  it.each<[Partial<TrainDeepHedgerOptions>, string]>([
    [{ inputs: ['varance'] }, "did you mean 'variance'?"],
    [{ inputs: ['price 3'] }, "inputs name 'price 3'"],
    [{ market: createGbm({ volAnnual: 0.2 }), inputs: ['variance'] }, "inputs name 'variance'"],
    [{ scales: { yearsAtWriting: 1, logVolMean: 0, logVolSd: 1 } }, "scales.columns lacks 'variance'"],
    [{ layers: [] }, 'hidden and layers are given: expected one of them'],
    [{ hidden: undefined }, 'neither hidden nor layers is given: expected one of them'],
    [{ head: 'band' }, "head is 'band' and instruments[0].reference is 0: expected another head"],
    [{ head: 'delta' as 'band' }, 'head is delta: expected holding, correction, band or free-band'],
  ])('refuses %o', (change, message) => {
    expect(() => trainDeepHedger({ ...options, ...change })).toThrow(RangeError);
    expect(() => trainDeepHedger({ ...options, ...change })).toThrow(message);
  });
});
