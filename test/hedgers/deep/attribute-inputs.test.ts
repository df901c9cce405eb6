import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { attributeDeepHedger } from '../../../src/hedgers/deep/attribute-deep-hedger.ts';
import { attributeInputs } from '../../../src/hedgers/deep/attribute-inputs.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { pnlUnit } from '../../../src/hedgers/deep/pnl-so-far.ts';
import { bandScale } from '../../../src/hedgers/deep/policy-edges.ts';
import { stateInputNames } from '../../../src/hedgers/deep/state-inputs.ts';
import { createDeltaBandHedger } from '../../../src/hedgers/delta-band.ts';
import { mean, standardDeviation } from '../../../src/math/moments.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import { addInstruments } from '../../../src/simulate/instruments/add-instruments.ts';

describe('attributeInputs', () => {
  const stream = createRandomStream(3, 'attribution');
  const [rows, blocks] = [300, 2];
  const drawn = Array.from({ length: blocks }, () =>
    Float32Array.from({ length: 3 * rows }, (_, at) => (at < rows ? 2 : 0.5) * stream.normal() + 1),
  );
  const sdOf = (input: number) => {
    const values = drawn.flatMap((block) => [...block.subarray(input * rows, (input + 1) * rows)]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  };
  /** A band that is linear in the inputs: centre c·x, width 10 + w·x. */
  const linear = (c: readonly number[], w: readonly number[]) => (inputs: Float32Array) => {
    const band = { lower: new Float64Array(rows), upper: new Float64Array(rows) };
    for (let row = 0; row < rows; row++) {
      let [centre, width] = [0, 10];
      for (let input = 0; input < 3; input++) {
        centre += c[input] * inputs[input * rows + row];
        width += w[input] * inputs[input * rows + row];
      }
      band.lower[row] = centre - width / 2;
      band.upper[row] = centre + width / 2;
    }
    return band;
  };

  it('is slope × standard deviation where a policy is linear', () => {
    const found = attributeInputs({
      names: ['a', 'b', 'c'],
      blocks: drawn,
      edges: linear([0.3, -2, 0], [0, 0.1, -0.5]),
    });
    expect(found.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    for (const [input, { sd, centre, width }] of found.entries()) {
      expect(sd).toBeCloseTo(sdOf(input), 5);
      expect(centre).toBeCloseTo([0.3, 2, 0][input] * sd, 4);
      expect(width).toBeCloseTo([0, 0.1, 0.5][input] * sd, 4);
    }
  });

  it('averages over both ways to move', () => {
    // The upper edge is max(x, 1): from −1 a move changes nothing, from 1 the move up changes it by 1 and that down does not.
    const states = Float32Array.from([-1, 1]);
    const bent = (inputs: Float32Array) => ({
      lower: new Float64Array(2),
      upper: Float64Array.from(inputs, (x) => Math.max(x, 1)),
    });
    const [{ sd, width, centre }] = attributeInputs({ names: ['x'], blocks: [states], edges: bent });
    expect(sd).toBe(1);
    expect([width, centre]).toEqual([0.25, 0.125]);
  });

  it('is 0 of an input that does not move, and leaves the states as they are', () => {
    const still = drawn.map((block) => block.slice().fill(2, 0, rows));
    const before = still.map((block) => block.slice());
    const [first] = attributeInputs({ names: ['a', 'b', 'c'], blocks: still, edges: linear([1, 1, 1], [1, 1, 1]) });
    expect(first).toEqual({ name: 'a', mean: 2, sd: 0, centre: 0, width: 0 });
    expect(still).toEqual(before);
  });

  it('asks block by block, of each last with its own inputs, so that a policy may have a memory', () => {
    const asked: (number | string)[] = [];
    attributeInputs({
      names: ['a', 'b', 'c'],
      blocks: drawn,
      edges(inputs, block) {
        asked.push(inputs === drawn[block] ? `own ${block}` : block);
        return linear([1, 1, 1], [1, 1, 1])(inputs);
      },
    });
    expect(asked).toEqual([0, 0, 0, 0, 0, 0, 'own 0', 1, 1, 1, 1, 1, 1, 'own 1']);
  });

  it('refuses blocks of another number of inputs', () => {
    expect(() => attributeInputs({ names: ['a', 'b'], blocks: [new Float32Array(3)], edges: linear([], []) })).toThrow(
      'a block holds 3 numbers: expected some for each of the 2 inputs',
    );
  });
});

describe('attributeDeepHedger', () => {
  const market = createHeston({
    initialVariance: 0.04,
    meanReversionAnnual: 2,
    longRunVariance: 0.04,
    volOfVol: 0.5,
    correlation: -0.7,
  });
  const terms = {
    market,
    contract: { terms: { type: 'call', strike: 1 }, position: -1, steps: 6 },
    underlying: plainUnderlying(0),
    frictions: [],
    paths: 200,
    seed: 5,
  } as const;
  const scales = { yearsAtWriting: 6 / 252, logVolMean: Math.log(0.2), logVolSd: 0.1 };

  it('finds what a network without hidden layers was given', () => {
    // Outputs far above 0, where softplus is the identity: edges move by 0.1 × slope.
    const slopes = [0.5, -0.25, 0, 1, -0.1];
    const weights = Float32Array.from([...slopes, ...slopes.map((slope) => -slope), 60, 60]);
    const hedger = createDeepHedger({ hidden: [], weights, scales, position: -1 });
    const found = attributeDeepHedger(hedger, terms);
    expect(found.map(({ name }) => name)).toEqual([...stateInputNames]);
    for (const [input, { sd, centre, width }] of found.entries()) {
      // Down by slope, up by −slope: the centre moves by the slope against the input, the width stays.
      expect(centre).toBeCloseTo(bandScale * Math.abs(slopes[input]) * sd, 4);
      expect(width).toBeCloseTo(0, 4);
    }
    expect(found[0].sd).toBeGreaterThan(0.3);
    // Seen from the other side the band is mirrored, and so are its moves.
    const mirrored = attributeDeepHedger(hedger, { ...terms, contract: { ...terms.contract, position: 1 } });
    for (const [input, { centre }] of mirrored.entries()) expect(centre).toBeCloseTo(found[input].centre, 6);
  });

  it('counts the holding and signals among the inputs, with what a recurrent network remembers', () => {
    const parts = { position: -1, inputs: ['variance', 'holding'] } as const;
    const columns = { variance: { mean: 0.04, sd: 0.01 } };
    // The holding to be had: 0.5 + 0.3 × variance − 0.2 × holding, without a band.
    const holding = createDeepHedger({
      ...parts,
      head: 'holding',
      hidden: [],
      weights: Float32Array.of(0.3, -0.2, 0.5),
      scales: { ...scales, columns },
    });
    const [variance, held] = attributeDeepHedger(holding, terms);
    expect([variance.name, held.name]).toEqual(['variance', 'holding']);
    expect(variance.centre).toBeCloseTo(0.3 * variance.sd, 5);
    expect(held.centre).toBeCloseTo(0.2 * held.sd, 5);
    // From nothing it goes to about 0.5, from there to 0.4 and up again.
    expect(held.mean).toBeGreaterThan(0.2);
    expect(held.sd).toBeGreaterThan(0.1);
    expect([variance.width, held.width]).toEqual([0, 0]);

    const network = { inputs: 2, layers: [{ kind: 'gru', units: 3 }], outputs: 2 } as const;
    const recurrent = createDeepHedger({
      ...parts,
      layers: network.layers,
      weights: initialWeights(network, createRandomStream(2, 'weights')),
      scales: { ...scales, columns },
    });
    const found = attributeDeepHedger(recurrent, terms);
    expect(found.every(({ centre, width }) => centre > 0 && width > 0)).toBe(true);
    expect(attributeDeepHedger(recurrent, terms)).toEqual(found);
  });

  it('shows a policy that reads its P&L so far what the backtester shows it, of costs and of further instruments too', () => {
    const swap = {
      kind: 'variance-swap',
      meanReversionAnnual: 2,
      longRunVariance: 0.04,
      notional: 1000,
    } as const;
    const proportional = [{ kind: 'proportional', costBps: 30 }] as const;
    const hedger = createDeepHedger({
      head: 'correction',
      inputs: ['p&l so far'],
      hidden: [],
      references: [0.2],
      // Delta and 0.2 of the swap, each 0.05 more for a unit gained.
      weights: Float32Array.of(0.05, 0.05, 0, 0),
      scales,
      position: -1,
    });
    const [found] = attributeDeepHedger(hedger, {
      ...terms,
      frictions: proportional,
      instruments: [{ terms: swap, frictions: [{ kind: 'quadratic-impact', temporaryBpsPerUnit: 20 }] }],
    });
    const request = { paths: 200, steps: 6, seed: 5, stream: ['attribution'], antithetic: true };
    const paths = addInstruments(market.simulate(request), [swap], terms.underlying, { market, request });
    const seen: number[] = [];
    runHedger(
      {
        ...hedger,
        hedge(view, target) {
          const value = new Float64Array(view.paths);
          view.contract.value(value, view.impliedVol);
          for (const [path, worth] of value.entries()) {
            seen.push((view.wealth[path] - worth) / pnlUnit(scales));
          }
          hedger.hedge(view, target);
        },
      },
      paths,
      {
        contract: terms.contract.terms,
        position: -1,
        underlying: terms.underlying,
        frictions: {
          underlying: proportional,
          instruments: [[{ kind: 'quadratic-impact', temporaryBpsPerUnit: 20 }]],
        },
      },
    );
    expect(seen).toHaveLength(200 * 6);
    expect(found.mean).toBeCloseTo(mean(seen), 4);
    expect(found.sd).toBeCloseTo(standardDeviation(seen), 4);
    expect(found.centre).toBeCloseTo(0.05 * found.sd, 5);
  });

  it('refuses other policies and contracts with another memory', () => {
    expect(() => attributeDeepHedger(createDeltaBandHedger({ halfWidth: 0 }), terms)).toThrow(
      "saved policy 'delta-band'",
    );
    const hedger = createDeepHedger({ hidden: [], weights: new Float32Array(12), scales, position: -1 });
    const asian = { type: 'asian', option: 'call', average: 'arithmetic', strike: 1 } as const;
    expect(() => attributeDeepHedger(hedger, { ...terms, contract: { ...terms.contract, terms: asian } })).toThrow(
      "policy 'deep' was trained on a contract with 0 columns of memory: this one (asian) has 1",
    );
  });
});
