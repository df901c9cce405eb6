import { describe, expect, it } from 'vitest';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import { createDeepHedger, type DeepHedgerParameters, loadDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { deepNetworkShape, type PolicyForm } from '../../../src/hedgers/deep/policy-form.ts';
import type { HedgerJSON, HedgeView } from '../../../src/hedgers/hedger.ts';
import { loadHedger } from '../../../src/hedgers/load-hedger.ts';
import { tradeToBand } from '../../../src/hedgers/trade-to-band.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { InputError } from '../../../src/support/input-error.ts';
import { describeHedger } from '../../contracts/hedger-suite.ts';
import { makeView, makeViews, runViews, selectPaths } from '../../contracts/make-view.ts';

const scales = {
  yearsAtWriting: 21 / 252,
  logVolMean: Math.log(0.2),
  logVolSd: 0.3,
  columns: {
    forecastVol: { mean: 0.2, sd: 0.1 },
    'regime.hmm.0': { mean: 0.6, sd: 0.3 },
    'price 0': { mean: 1, sd: 0.05 },
    'price 1': { mean: 0.03, sd: 0.02 },
  },
};
const silu = denseLayers([6, 5], 'silu');

function untrained(form: PolicyForm & Partial<DeepHedgerParameters>, layers: readonly LayerShape[] = silu) {
  const weights = initialWeights(deepNetworkShape({ ...form, layers }), createRandomStream(1, 'heads'));
  return createDeepHedger({
    scales,
    position: -1,
    ...form,
    layers,
    weights: weights.map((w, k) => w + Math.sin(k) / 4),
  });
}

const read = ['price 0', 'time left', 'forecastVol', 'regime.hmm.0', 'holding'];
describeHedger('holding', () => untrained({ head: 'holding', inputs: read }));
describeHedger('correction', () => untrained({ head: 'correction' }));
describeHedger('free band', () => untrained({ head: 'free-band', inputs: read }));
describeHedger('recurrent', () => untrained({ head: 'band', inputs: read }, [{ kind: 'gru', units: 4 }, ...silu]));

const references = [0.3];
const inputs = ['call delta', 'price 1', 'holding'];
const heads = ['holding', 'correction', 'band', 'free-band'] as const;

/** Views with a second instrument: an option, say. */
function twoInstruments(position: 1 | -1, paths = 9): HedgeView[] {
  return makeViews({ paths, position }).map((view, step) => {
    const stream = createRandomStream(3, 'second', step);
    const price = Float64Array.from({ length: paths }, () => 1 + 4 * stream.uniform());
    return { ...view, prices: [view.prices[0], price], holdings: [view.holdings[0], new Float64Array(paths)] };
  });
}

/** Holdings of both instruments, step by step. */
function runBoth(hedger: ReturnType<typeof untrained>, views: readonly HedgeView[]) {
  hedger.reset?.(views[0].paths);
  let { holdings } = views[0];
  return views.map((view) => {
    const target = holdings.map((held) => held.slice());
    hedger.hedge({ ...view, holdings }, target);
    holdings = target;
    return target;
  });
}

describe.each(heads)('a policy of two instruments with the head %s', (head) => {
  const make = () => untrained({ head, inputs, references });

  it('trades each to its nearer edge', () => {
    const hedger = make();
    const [view] = twoInstruments(-1);
    const { lower, upper } = hedger.edges(view);
    const [target] = runBoth(hedger, [view]);
    for (const [i, column] of target.entries()) {
      expect([...column]).toEqual([...lower[i]].map((low, path) => tradeToBand(0, low, upper[i][path])));
      expect(
        lower[i].every((low, path) => (head.endsWith('band') ? low < upper[i][path] : low === upper[i][path])),
      ).toBe(true);
    }
  });

  it('decides each path on its own, whatever comes after', () => {
    const views = twoInstruments(-1);
    const whole = runBoth(make(), views);
    const kept = [7, 2, 4];
    const some = runBoth(
      make(),
      views.map((view) => selectPaths(view, kept)),
    );
    expect(some).toEqual(
      whole.map((columns) => columns.map((column) => Float64Array.from(kept, (path) => column[path]))),
    );
    expect(runBoth(make(), views.slice(0, 5))).toEqual(whole.slice(0, 5));
  });

  it('mirrors both at the opposite position', () => {
    const [short, long] = ([-1, 1] as const).map((position) => runBoth(make(), twoInstruments(position)));
    expect(long).toEqual(short.map((columns) => columns.map((column) => column.map((holding) => -holding))));
    expect(short.flat(2).some((column) => column.some((holding) => Math.abs(holding) > 0.1))).toBe(true);
  });

  it('is restored from JSON to the bit', () => {
    const hedger = make();
    const restored = loadHedger(JSON.parse(JSON.stringify(hedger.toJSON()))) as typeof hedger;
    expect(restored.toJSON()).toEqual(hedger.toJSON());
    expect(runBoth(restored, twoInstruments(-1))).toEqual(runBoth(hedger, twoInstruments(-1)));
  });

  it('refuses a view of one instrument alone', () => {
    expect(() => make().hedge(makeView(), [new Float64Array(12)])).toThrow(
      "policy 'deep' was trained to hedge with 2 instruments, the underlying among them: these paths have 1",
    );
  });
});

describe('heads around a reference', () => {
  // Without weights the outputs are 0.
  const at = (head: PolicyForm['head']) => {
    const form = { head, inputs, references };
    const weights = initialWeights(deepNetworkShape({ ...form, layers: [] }), createRandomStream(1, 'none')).fill(0);
    return createDeepHedger({ ...form, layers: [], weights, scales, position: 1 }).edges(twoInstruments(1)[3]);
  };

  it('are around delta and the given hedge, the band 0.1 log 2 wide on both sides', () => {
    const half = 0.1 * Math.log(2);
    const { lower, upper } = at('correction');
    expect(lower).toEqual(upper);
    expect(lower[1]).toEqual(new Float64Array(9).fill(0.3));
    for (const head of ['band', 'free-band'] as const) {
      const edges = at(head);
      for (const i of [0, 1]) {
        edges.lower[i].forEach((low, path) => void expect(low).toBeCloseTo(lower[i][path] - half, 12));
        edges.upper[i].forEach((high, path) => void expect(high).toBeCloseTo(lower[i][path] + half, 12));
      }
    }
    expect(at('holding').lower[0]).toEqual(new Float64Array(9));
  });
});

describe('a recurrent policy', () => {
  const make = () => untrained({ head: 'correction', inputs: ['call delta', 'holding'] }, [{ kind: 'lstm', units: 4 }]);

  it('remembers the path, and answers a step again as it did', () => {
    const [hedger, other] = [make(), make()];
    const views = makeViews();
    hedger.reset?.(12);
    other.reset?.(12);
    const first = hedger.edges(views[0]);
    expect(hedger.edges(views[0])).toEqual(first);
    other.edges(makeViews({ seed: 5 })[0]);
    const second = hedger.edges(views[1]);
    expect(hedger.edges(views[1])).toEqual(second);
    expect(other.edges(views[1])).not.toEqual(second);
  });

  it('must be reset for its paths', () => {
    expect(() => make().edges(makeView())).toThrow('call reset(12) before step 0');
  });
});

describe('saved forms', () => {
  it('of before there was a choice are read to the bit', () => {
    const hidden = [8, 8];
    const weights = initialWeights(deepNetworkShape({ hidden }), createRandomStream(1, 'test'));
    const { columns: _, ...plain } = scales;
    const hedger = createDeepHedger({ hidden, weights, scales: plain, position: -1 });
    const before = {
      kind: 'deep',
      name: 'deep',
      hidden,
      position: -1,
      memory: 0,
      scales: plain,
      weights: [...weights],
    };
    expect(loadDeepHedger(before as HedgerJSON).toJSON()).toEqual(hedger.toJSON());
    expect(runViews(loadDeepHedger(before as HedgerJSON), makeViews())).toEqual(runViews(hedger, makeViews()));
  });

  it.each([
    ['head', 'none', 'head'],
    [
      'inputs',
      ['price 7'],
      "inputs name 'price 7', which neither the contract nor the market has: did you mean 'price 0'",
    ],
    ['inputs', ['volume', 'time left', 'call delta', 'gamma', 'holding'], "scales.columns lacks 'volume'"],
    ['layers', [{ kind: 'gru', units: 0 }], 'layers[0].units is 0'],
    ['hidden', [3], 'hidden or layers'],
    ['references', ['much'], 'references'],
  ])('are refused with bad %s', (key, value, message) => {
    const json = untrained({ head: 'free-band', inputs: read }, [{ kind: 'gru', units: 3 }]).toJSON();
    expect(() => loadDeepHedger({ ...json, [key]: value })).toThrow(InputError);
    expect(() => loadDeepHedger({ ...json, [key]: value })).toThrow(message);
  });
});
