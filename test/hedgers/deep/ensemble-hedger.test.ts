import { afterAll, describe, expect, it } from 'vitest';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import type { LayerShape } from '../../../src/engine/network/network-shape.ts';
import { createEngine } from '../../../src/engine/pool/create-engine.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { createEnsembleHedger } from '../../../src/hedgers/deep/ensemble-hedger.ts';
import { deepNetworkShape } from '../../../src/hedgers/deep/policy-form.ts';
import { trainDeepEnsemble, trainDeepEnsembleAsync } from '../../../src/hedgers/deep/train-deep-ensemble.ts';
import type { TrainDeepHedgerOptions } from '../../../src/hedgers/deep/train-deep-hedger.ts';
import { createDeltaBandHedger } from '../../../src/hedgers/delta-band.ts';
import type { HedgerJSON } from '../../../src/hedgers/hedger.ts';
import { loadHedger } from '../../../src/hedgers/load-hedger.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeHedger } from '../../contracts/hedger-suite.ts';
import { makeView } from '../../contracts/make-view.ts';

const columns = { forecastVol: { mean: 0.2, sd: 0.1 } };
const scales = { yearsAtWriting: 21 / 252, logVolMean: Math.log(0.2), logVolSd: 0.3, columns };
const gru: readonly LayerShape[] = [{ kind: 'gru', units: 4 }];

const memberOf = (seed: number, inputs = ['call delta', 'holding', 'forecastVol'], layers = gru) => {
  const form = { layers, head: 'free-band' as const, inputs };
  const weights = initialWeights(deepNetworkShape(form), createRandomStream(seed, 'member'));
  return createDeepHedger({
    ...form,
    weights: weights.map((w, k) => w + Math.sin(k + seed) / 2),
    scales,
    position: -1,
  });
};
const three = [1, 2, 3].map((seed) => memberOf(seed));

describeHedger('ensemble', () =>
  createEnsembleHedger({ members: [1, 2].map((seed) => memberOf(seed)), disagreement: 1.5 }),
);

describe('createEnsembleHedger', () => {
  const view = makeView({ signalNames: ['forecastVol'], step: 0 });
  const edgesOf = (disagreement?: number, members = three) => {
    const hedger = createEnsembleHedger({ members, ...(disagreement !== undefined && { disagreement }) });
    hedger.reset?.(view.paths);
    return hedger.edges(view);
  };

  it('has the mean edges, apart by the disagreement of the centres', () => {
    for (const member of three) member.reset?.(view.paths);
    const parts = three.map((member) => member.edges(view));
    const [mean, apart] = [edgesOf(), edgesOf(2)];
    for (let path = 0; path < view.paths; path++) {
      const lower = parts.map((part) => part.lower[0][path]);
      const upper = parts.map((part) => part.upper[0][path]);
      const average = (values: readonly number[]) => (values[0] + values[1] + values[2]) / 3;
      const centres = lower.map((low, k) => (low + upper[k]) / 2);
      const sd = Math.sqrt(average(centres.map((centre) => (centre - average(centres)) ** 2)));
      expect(sd).toBeGreaterThan(1e-3);
      expect(mean.lower[0][path]).toBeCloseTo(average(lower), 12);
      expect(mean.upper[0][path]).toBeCloseTo(average(upper), 12);
      expect(apart.lower[0][path]).toBeCloseTo(average(lower) - 2 * sd, 12);
      expect(apart.upper[0][path]).toBeCloseTo(average(upper) + 2 * sd, 12);
    }
  });

  it('is its member where there is one, or where all are the same', () => {
    const [alone] = three;
    expect(edgesOf(3, [alone])).toEqual(alone.edges(view));
    const twice = edgesOf(3, [alone, alone]);
    expect(twice).toEqual(alone.edges(view));
  });

  it('reads the signals of all members', () => {
    const members = [memberOf(1), memberOf(2, ['call delta'])];
    expect(createEnsembleHedger({ members }).signals).toEqual(['forecastVol']);
  });

  it('refuses no members and a disagreement below 0', () => {
    expect(() => createEnsembleHedger({ members: [] })).toThrow('members is empty');
    expect(() => createEnsembleHedger({ members: three, disagreement: -1 })).toThrow('disagreement is -1');
  });

  it('refuses saved members without edges', () => {
    const json = createEnsembleHedger({ members: three }).toJSON();
    const load = (change: object) => () => loadHedger({ ...json, ...change } as HedgerJSON);
    const rule = createDeltaBandHedger({ halfWidth: 0.1 }).toJSON();
    expect(load({ members: [rule] })).toThrow(InputError);
    expect(load({ members: [rule] })).toThrow("members.0 'delta-band' has no edges");
    expect(load({ members: [] })).toThrow(/members: .*save it again/);
    expect(load({ disagreement: -1 })).toThrow(/disagreement: .*save it again/);
  });
});

describe('trainDeepEnsemble', () => {
  const options: TrainDeepHedgerOptions = {
    market: createGbm({ volAnnual: 0.2 }),
    contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 4 },
    underlying: plainUnderlying(0),
    frictions: [{ kind: 'proportional', costBps: 20 }],
    criterion: meanSd(1),
    hidden: [4],
    steps: 3,
    paths: 64,
    validationPaths: 128,
    learningRate: 0.02,
    seed: 3,
  };
  const engine = createEngine({ threads: 1 });
  afterAll(() => engine.close());

  it('trains members by seeds of their own, the first ones the same however many there are', () => {
    const pair = trainDeepEnsemble({ ...options, members: 2, disagreement: 1, name: 'two' });
    const single = trainDeepEnsemble({ ...options, members: 1 });
    expect(pair.members[0].weights).toEqual(single.members[0].weights);
    expect(pair.members[1].weights).not.toEqual(pair.members[0].weights);
    expect(pair.hedger.toJSON()).toMatchObject({ name: 'two', disagreement: 1, policy: 'deep-ensemble' });
    expect(() => trainDeepEnsemble({ ...options, members: 0 })).toThrow('members is 0');
  });

  it('comes to the same on worker threads, and tells how far it is', async () => {
    const seen: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }) => void seen.push(done / total);
    const trained = await trainDeepEnsembleAsync({ ...options, members: 2, engine, onProgress });
    expect(trained.hedger.toJSON()).toEqual(trainDeepEnsemble({ ...options, members: 2 }).hedger.toJSON());
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });

  it('refuses a clock, which would leave its last members untrained', async () => {
    const timed = { ...options, members: 2, engine, isEnough: () => true };
    await expect(trainDeepEnsembleAsync(timed)).rejects.toThrow('isEnough is given: expected none');
  });
});
