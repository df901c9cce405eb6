import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { europeanTerms, type HedgingTerms } from '../../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../../src/backtest/ledger.ts';
import type { ContractTerms } from '../../../src/contracts/contract-terms.ts';
import { createContract } from '../../../src/contracts/create-contract.ts';
import { plainUnderlying, type Underlying } from '../../../src/contracts/underlying.ts';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { defaultInputs, resolveInputs } from '../../../src/hedgers/deep/input-names.ts';
import { bandScale } from '../../../src/hedgers/deep/policy-edges.ts';
import { deepNetworkShape } from '../../../src/hedgers/deep/policy-form.ts';
import { stateInputNames, writeStateInputs } from '../../../src/hedgers/deep/state-inputs.ts';
import { drawTrainingBatch } from '../../../src/hedgers/deep/training-batch.ts';
import { drawContracts, memoryOf } from '../../../src/hedgers/deep/training-contracts.ts';
import { trainingCosts } from '../../../src/hedgers/deep/training-costs.ts';
import type { FrictionTerms } from '../../../src/market/frictions/friction-terms.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { createBachelierMarket } from '../../../src/simulate/bachelier-market.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

const hidden = [8, 4];
const paths = 12;
const steps = 5;
const market = createGbm({ volAnnual: 0.2, driftAnnual: 0.05 });
const draw = { paths, seed: 3, stream: ['objective'] };
const shape = deepNetworkShape({ hidden: hidden });
const weights = initialWeights(shape, createRandomStream(2, 'objective'));
const scales = { yearsAtWriting: steps / 252, logVolMean: Math.log(0.2), logVolSd: 0.3 };
const inputsOf = (memory: number) => ({ ...resolveInputs(defaultInputs, { memory, instruments: 1 }), scales });

describe('drawTrainingBatch', () => {
  it.each([
    [-1, 'call'],
    [1, 'call'],
    [-1, 'put'],
    [1, 'put'],
  ] as const)('keeps the books of the backtester at position %i in a %s', (position, optionType) => {
    const hedging = {
      ...europeanTerms({ optionType, position, costBps: 50, rateAnnual: 0.04 }),
      contract: { type: optionType, strike: 1.01 } as const,
    };
    const terms = {
      contract: { terms: hedging.contract, position, steps },
      underlying: hedging.underlying,
      frictions: hedging.frictions.underlying,
    };
    const objective = createObjective({
      kind: 'policy',
      steps,
      signals: stateInputNames.length,
      instruments: 1,
      layers: shape.layers,
      readsHoldings: false,
      head: 'band',
      bandScale,
      proportionalCost: [0.005],
      quadraticCost: [0],
      unwinds: true,
      loss: { kind: 'mean-square' },
    });
    const trained = objective.results(weights, drawTrainingBatch(market, terms, inputsOf(0), draw));
    const simulated = market.simulate({ ...draw, steps, moneyness: 1.01, antithetic: true });
    const hedger = createDeepHedger({ hidden, weights, scales, position });
    const ledger = runHedger(hedger, simulated, hedging);
    const backtested = pnlPercent(ledger, simulated.spot);
    // Prices of about 100 in single precision.
    for (let path = 0; path < paths; path++) expect(Math.abs(trained[path] - backtested[path])).toBeLessThan(1e-4);
  });
});

const share: Underlying = plainUnderlying(0.04);
const dividends: Underlying = { ...share, yieldAnnual: 0.06 };
const fx: Underlying = { kind: 'fx', model: 'black-scholes', rateAnnual: 0.05, yieldAnnual: -0.02 };
const futures: Underlying = { kind: 'futures', model: 'black-scholes', rateAnnual: 0.04, yieldAnnual: 0.04 };
const normalFutures: Underlying = { ...futures, model: 'bachelier' };
const call: ContractTerms = { type: 'call', strike: 1.01 };
const proportional: FrictionTerms = { kind: 'proportional', costBps: 50 };

interface GeneralCase {
  readonly name: string;
  readonly terms: ContractTerms;
  readonly underlying: Underlying;
  readonly frictions: readonly FrictionTerms[];
  /** Training pays costs on the price at expiry with the yield of the life: their share of that yield is the difference. */
  readonly tolerance: number;
}

const exact = 1e-4;
const general: readonly GeneralCase[] = [
  { name: 'dividends, without costs', terms: call, underlying: dividends, frictions: [], tolerance: exact },
  // 50 bps of some 3 units traded, times 6 % a year over 5 days.
  { name: 'dividends', terms: call, underlying: dividends, frictions: [proportional], tolerance: 2e-3 },
  { name: 'an exchange rate', terms: call, underlying: fx, frictions: [], tolerance: exact },
  { name: 'futures, without costs', terms: call, underlying: futures, frictions: [], tolerance: exact },
  { name: 'futures', terms: call, underlying: futures, frictions: [proportional], tolerance: 2e-3 },
  { name: "Bachelier's model", terms: call, underlying: normalFutures, frictions: [], tolerance: exact },
  {
    name: 'an Asian option',
    terms: { type: 'asian', option: 'put', average: 'arithmetic', strike: 1.01 },
    underlying: share,
    frictions: [proportional],
    tolerance: exact,
  },
  {
    name: 'a barrier',
    terms: { type: 'barrier', option: 'call', knock: 'down-and-out', strike: 1, barrier: 0.99 },
    underlying: share,
    frictions: [proportional],
    tolerance: exact,
  },
  {
    name: 'a straddle',
    terms: { type: 'straddle', strike: 1 },
    underlying: share,
    frictions: [proportional],
    tolerance: exact,
  },
  {
    name: 'a spread and quadratic impact',
    terms: call,
    underlying: plainUnderlying(0),
    frictions: [
      proportional,
      { kind: 'half-spread', halfSpreadBps: 5 },
      { kind: 'quadratic-impact', temporaryBpsPerUnit: 80 },
    ],
    tolerance: exact,
  },
];

describe('drawTrainingBatch, of any contract on any underlying', () => {
  it.each(
    general.flatMap((each) => [
      { ...each, position: 1 as const },
      { ...each, position: -1 as const },
    ]),
  )(
    'keeps the books of the backtester: $name, position $position',
    ({ terms, underlying, frictions, tolerance, position }) => {
      const memory = memoryOf(createContract(terms));
      const network = deepNetworkShape({ hidden: hidden, memory: memory });
      const own = initialWeights(network, createRandomStream(2, 'objective'));
      const costs = trainingCosts(frictions);
      const objective = createObjective({
        kind: 'policy',
        steps,
        signals: inputsOf(memory).columns.length,
        instruments: 1,
        layers: network.layers,
        readsHoldings: false,
        head: 'band',
        bandScale,
        proportionalCost: [costs.proportional],
        quadraticCost: [costs.quadratic],
        unwinds: true,
        loss: { kind: 'mean-square' },
      });
      const training = { contract: { terms, position, steps }, underlying, frictions };
      const trained = objective.results(own, drawTrainingBatch(market, training, inputsOf(memory), draw));
      const paths = drawContracts(market, training, draw);
      const hedging: HedgingTerms = { contract: terms, position, underlying, frictions: { underlying: frictions } };
      const ledger = runHedger(createDeepHedger({ hidden, weights: own, scales, memory, position }), paths, hedging);
      const backtested = pnlPercent(ledger, paths.spot);
      const traded = ledger.traded.reduce((sum, value) => sum + value, 0);
      expect(traded).toBeGreaterThan(100);
      const worst = Math.max(...backtested.map((pnl, path) => Math.abs(pnl - trained[path])));
      expect(worst).toBeLessThan(tolerance);
    },
  );

  it('draws volatilities in money under the normal model, from either sort of market', () => {
    const contract = { terms: call, position: 1, steps } as const;
    const lognormal = drawContracts(market, { contract, underlying: normalFutures }, draw);
    for (const [cell, vol] of lognormal.impliedVol.entries()) expect(vol).toBeCloseTo(0.2 * lognormal.spot[cell], 10);
    const normal = createBachelierMarket({ volMoneyAnnual: 17 });
    const drawn = drawContracts(normal, { contract, underlying: normalFutures }, draw);
    expect([...new Set(drawn.impliedVol)]).toEqual([17]);
    expect(() => drawContracts(normal, { contract, underlying: futures }, draw)).toThrow("model 'bachelier'");
  });
});

describe('writeStateInputs', () => {
  it("does not depend on the unit of money, under Bachelier's model neither", () => {
    for (const underlying of [share, normalFutures, dividends]) {
      const inputsAt = (unit: number) => {
        const inputs = new Float32Array(5);
        const spot = Float64Array.of(98 * unit);
        const impliedVol = Float64Array.of(underlying.model === 'bachelier' ? 21 * unit : 0.21);
        const running = createContract(call).run(Float64Array.of(100 * unit), 2, 0.1);
        running.observe(spot);
        const at = (vol: Float64Array) => ({ underlying, spot, vol, years: 0.1 });
        const contract = {
          terms: call,
          delta: (out: Float64Array, vol: Float64Array) => running.delta(out, at(vol)),
          gamma: (out: Float64Array, vol: Float64Array) => running.gamma(out, at(vol)),
          memory: [],
        };
        const strike = Float64Array.of(101 * unit);
        const states = { paths: 1, contract, underlying, spot, strike, impliedVol, yearsToExpiry: 0.1 };
        writeStateInputs(states, scales, inputs, new Float64Array(1));
        return inputs;
      };
      const [one, cent] = [inputsAt(1), inputsAt(0.01)];
      for (let i = 0; i < 5; i++) expect(cent[i]).toBeCloseTo(one[i], 4);
      expect(one[4]).not.toBe(0);
    }
  });
});
