import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { pnlPercent } from '../../../src/backtest/ledger.ts';
import { blackScholesPrice } from '../../../src/contracts/black-scholes.ts';
import type { ContractTerms } from '../../../src/contracts/contract-terms.ts';
import { plainUnderlying, type Underlying } from '../../../src/contracts/underlying.ts';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import { policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { defaultInputs, inputNames, resolveInputs } from '../../../src/hedgers/deep/input-names.ts';
import { pnlUnit } from '../../../src/hedgers/deep/pnl-so-far.ts';
import { preparePolicyTraining } from '../../../src/hedgers/deep/policy-training.ts';
import { trainDeepHedger } from '../../../src/hedgers/deep/train-deep-hedger.ts';
import { drawContracts, type TrainingInstrument } from '../../../src/hedgers/deep/training-contracts.ts';
import type { Hedger } from '../../../src/hedgers/hedger.ts';
import type { FrictionTerms } from '../../../src/market/frictions/friction-terms.ts';
import { mean, standardDeviation } from '../../../src/math/moments.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

const steps = 6;
const paths = 20;
const market = createGbm({ volAnnual: 0.3, driftAnnual: 0.05 });
const share = plainUnderlying(0.08);
const proportional: FrictionTerms = { kind: 'proportional', costBps: 60 };
const impact: FrictionTerms = { kind: 'quadratic-impact', temporaryBpsPerUnit: 80 };
const futures: Underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.08, yieldAnnual: 0.08 };
const normal: Underlying = { ...futures, model: 'bachelier' };
const dividends: Underlying = { ...share, yieldAnnual: 0.1 };
const call: ContractTerms = { type: 'call', strike: 1.01 };
const option: TrainingInstrument = {
  terms: { kind: 'option', option: 'call', moneyness: 1, extraDays: 10 },
  frictions: [{ kind: 'proportional', costBps: 40 }],
  reference: 0.3,
};

interface Case {
  readonly name: string;
  readonly terms?: ContractTerms;
  readonly underlying?: Underlying;
  readonly frictions?: readonly FrictionTerms[];
  readonly instruments?: readonly TrainingInstrument[];
  readonly layers?: readonly LayerShape[];
  readonly head?: 'band' | 'free-band' | 'holding';
  readonly inputs?: readonly string[];
  readonly unwinds?: boolean;
}

const read = ['p&l so far', ...defaultInputs];
const cases: readonly Case[] = [
  { name: 'interest and costs' },
  { name: 'interest and costs, settled at expiry', unwinds: false },
  { name: 'impact and holdings', frictions: [proportional, impact], inputs: ['holding', ...read], head: 'holding' },
  { name: 'two instruments', instruments: [option], inputs: ['holding', ...read], head: 'free-band' },
  { name: 'a memory', layers: [{ kind: 'gru', units: 6 }, ...denseLayers([5], 'silu')] },
  { name: 'two instruments and a memory', instruments: [option], layers: [{ kind: 'lstm', units: 5 }] },
  { name: 'an Asian option', terms: { type: 'asian', option: 'put', average: 'arithmetic', strike: 1.02 } },
  { name: 'a condor', terms: { type: 'condor', strikes: [0.94, 0.98, 1.04, 1.08] } },
  { name: 'P&L alone', inputs: ['p&l so far'] },
  { name: 'dividends, without costs', underlying: dividends, frictions: [] },
  { name: 'futures, without costs', underlying: futures, frictions: [] },
  { name: "Bachelier's model, without costs", underlying: normal, frictions: [] },
];

/** A network of random weights, in the engine and as a hedger, on the same paths. */
function runBoth({ name: _, ...part }: Case, position: 1 | -1) {
  const { terms = call, underlying = share, frictions = [proportional], instruments = [], unwinds = true } = part;
  const { layers = denseLayers([8, 4], 'silu'), inputs = read, head = 'band' } = part;
  const training = preparePolicyTraining(
    {
      ...{ market, underlying, frictions, instruments, unwinds, inputs, head },
      contract: { terms, position, steps },
      ...{ criterion: meanSd(1.5), steps: 1, paths, learningRate: 0.01, seed: 5 },
    },
    layers,
  );
  const { problem, form } = training;
  const weights = initialWeights(policyNetwork(problem), createRandomStream(2, 'weights')).map((w) => 1.5 * w);
  const engine = createObjective(problem, { criterion: meanSd(1.5) }).results(weights, training.batchOf(0));
  const hedger = createDeepHedger({ ...form, layers, weights, scales: training.inputs.scales, position });
  const { draw } = training.drawOf(0);
  const drawn = drawContracts(market, { contract: { terms, position, steps }, underlying, instruments }, draw);
  const hedging = {
    ...{ contract: terms, position, underlying, unwinds },
    frictions: { underlying: frictions, instruments: instruments.map((each) => each.frictions ?? []) },
  };
  const backtested = pnlPercent(runHedger(hedger, drawn, hedging), drawn.spot);
  const blind = createObjective({ ...problem, pnlScale: undefined }, { criterion: meanSd(1.5) });
  return { engine, backtested, withoutGains: blind.results(weights, training.batchOf(0)), drawn, hedging, hedger };
}

const farthest = (a: Float64Array, b: Float64Array) => Math.max(...a.map((value, path) => Math.abs(value - b[path])));

describe('a policy that reads P&L so far', () => {
  it.each(cases.flatMap((each) => ([1, -1] as const).map((position) => [each.name, position, each] as const)))(
    'earns in the backtester what it earned in the engine: %s, position %i',
    (_, position, each) => {
      const { engine, backtested, withoutGains } = runBoth(each, position);
      // Prices of about 100 in single precision; of gains and losses fed back in, some are large.
      expect(farthest(engine, backtested)).toBeLessThan(2e-5 * Math.max(1, ...engine.map(Math.abs)));
      // What trading has gained matters to it.
      expect(farthest(engine, withoutGains)).toBeGreaterThan(1e-2);
    },
  );

  it('does not read the unit of money', () => {
    const { drawn, hedging, hedger, backtested } = runBoth(cases[0], -1);
    const cents = { ...drawn, spot: drawn.spot.map((x) => 100 * x), strike: drawn.strike.map((x) => 100 * x) };
    const again = pnlPercent(runHedger(hedger, cents, hedging), cents.spot);
    expect(farthest(again, backtested)).toBeLessThan(1e-4);
  });

  it('does not read what levels are multiples of', () => {
    const { drawn, hedging, hedger, backtested } = runBoth(cases[0], -1);
    const inMoney = { ...hedging, contract: { type: 'call', strike: drawn.strike[0] } as const };
    const again = pnlPercent(runHedger(hedger, drawn, inMoney), drawn.spot);
    expect(farthest(again, backtested)).toBeLessThan(1e-9);
  });

  it.each([1, -1] as const)(
    'reads 0 at writing and, at expiry, its P&L but for the unwinding: position %i',
    (position) => {
      const { drawn, hedging, hedger } = runBoth(cases[0], position);
      const scales = { yearsAtWriting: steps / 252, logVolMean: Math.log(0.3), logVolSd: 0 };
      // A network that gives what it reads.
      const weights = Float32Array.of(1, 0);
      const form = { layers: [], head: 'holding', inputs: ['p&l so far'], weights } as const;
      const mirror = createDeepHedger({ ...form, scales, position });
      const seen: Float64Array[] = [];
      const watched: Hedger = {
        ...hedger,
        hedge(view, target) {
          // It reads it in percent of the strike.
          const share = drawn.strike[0] / drawn.spot[0];
          seen.push(mirror.edges(view).lower[0].map((read) => read * pnlUnit(scales) * share));
          // The last step takes no time: nothing is traded at it.
          if (view.step < steps) hedger.hedge(view, target);
        },
      };
      const last = (column: Float64Array) => column.slice(-paths);
      const paused = {
        ...{ ...drawn, steps: steps + 1, yearsToExpiry: Float64Array.of(...drawn.yearsToExpiry, 0) },
        spot: Float64Array.of(...drawn.spot, ...last(drawn.spot)),
        impliedVol: Float64Array.of(...drawn.impliedVol, ...last(drawn.impliedVol)),
      };
      const pnl = pnlPercent(runHedger(watched, paused, { ...hedging, unwinds: false }), drawn.spot);
      expect(farthest(seen[0], new Float64Array(paths))).toBeLessThan(1e-12);
      expect(farthest(seen[1], seen[0])).toBeGreaterThan(0.1);
      expect(farthest(seen[steps], pnl)).toBeLessThan(1e-6);
    },
  );

  it('counts it in about the price of an option at the money', () => {
    const scales = { yearsAtWriting: 0.25, logVolMean: Math.log(0.2), logVolSd: 0 };
    expect(pnlUnit(scales) / blackScholesPrice('call', 100, 100, 0.25, 0, 0.2)).toBeCloseTo(1, 2);
  });
});

// The cell of Cao, Chen, Hull and Poulos (2021) with a call of 20 days hedged every second one at 1 % cost.
it('P&L so far lowers mean + 1.5 sd, which is not consistent in time, by more than chance does', () => {
  const daily = createGbm({ volAnnual: 0.2, driftAnnual: 0.05, daysPerYear: 250 });
  const contract = { terms: { type: 'call', strike: 1 }, position: -1, steps: 10, daysPerStep: 2 } as const;
  const underlying = plainUnderlying(0);
  const frictions: readonly FrictionTerms[] = [{ kind: 'proportional', costBps: 100 }];
  const criterion = meanSd(1.5);
  const drawn = daily.simulate({ ...contract, paths: 20_000, seed: 2, stream: ['test'] });
  const [blind, seeing] = [defaultInputs, read].map((inputs) => {
    const { hedger } = trainDeepHedger({
      ...{ market: daily, contract, underlying, frictions, criterion, inputs, hidden: [16, 16] },
      ...{ steps: 100, paths: 512, validationPaths: 512, learningRate: 0.01, seed: 7 },
    });
    const hedging = {
      contract: contract.terms,
      position: -1,
      underlying,
      frictions: { underlying: frictions },
    } as const;
    return pnlPercent(runHedger(hedger, drawn, hedging), drawn.spot);
  });
  const blocks = 20;
  const gains = Array.from({ length: blocks }, (_, block) => {
    const [from, to] = [block, block + 1].map((k) => (k * drawn.paths) / blocks);
    return criterion.value(blind.subarray(from, to)) - criterion.value(seeing.subarray(from, to));
  });
  expect(mean(gains)).toBeGreaterThan((3 * standardDeviation(gains)) / Math.sqrt(blocks - 1));
});

describe("the input 'p&l so far'", () => {
  const sources = { memory: 0, instruments: 2, signals: ['forecastVol'] };

  it('is the last of the signals, wherever it is named, and the holdings follow it', () => {
    const named = resolveInputs(['holding', 'p&l so far', 'forecastVol', 'time left'], sources);
    expect(inputNames(named, 2)).toEqual(['forecastVol', 'time left', 'p&l so far', 'holding 0', 'holding 1']);
  });

  it.each([
    [['p&l so far', 'time left', 'p&l so far'], "inputs name 'p&l so far' twice"],
    [['pnl so far'], "did you mean 'p&l so far'?"],
  ])('is refused as it stands in %j', (names, message) => {
    expect(() => resolveInputs(names, sources)).toThrow(message);
  });
});
