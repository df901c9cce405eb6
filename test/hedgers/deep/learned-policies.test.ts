import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { pnlPercent } from '../../../src/backtest/ledger.ts';
import { plainUnderlying } from '../../../src/contracts/underlying.ts';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { denseLayers, type LayerShape } from '../../../src/engine/network/network-shape.ts';
import { type PolicyHead, policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { createEwmaForecaster } from '../../../src/forecast/ewma.ts';
import { createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { type PolicyTrainingOptions, preparePolicyTraining } from '../../../src/hedgers/deep/policy-training.ts';
import { drawContracts, type TrainingInstrument } from '../../../src/hedgers/deep/training-contracts.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { closeOnlyBars } from '../../../src/simulate/close-only-bars.ts';
import { createHeston } from '../../../src/simulate/heston.ts';
import { withForecast } from '../../../src/simulate/with-forecast.ts';

const heston = createHeston({
  initialVariance: 0.05,
  meanReversionAnnual: 3,
  longRunVariance: 0.04,
  volOfVol: 0.6,
  correlation: -0.7,
});
const paths = 20;
const options: PolicyTrainingOptions = {
  market: heston,
  contract: { terms: { type: 'call', strike: 1.01 }, position: -1, steps: 6 },
  underlying: plainUnderlying(0.03),
  frictions: [{ kind: 'proportional', costBps: 50 }],
  criterion: meanSd(1),
  steps: 2,
  paths,
  learningRate: 0.01,
  seed: 4,
};
const option: TrainingInstrument = {
  terms: { kind: 'option', option: 'put', moneyness: 0.98, extraDays: 21 },
  frictions: [{ kind: 'proportional', costBps: 100 }],
};
const swap: TrainingInstrument = {
  terms: { kind: 'variance-swap', meanReversionAnnual: 3, longRunVariance: 0.04, notional: 1000 },
  frictions: [{ kind: 'quadratic-impact', temporaryBpsPerUnit: 30 }],
  reference: 0.4,
};
const silu = denseLayers([8, 4], 'silu');
const gru: readonly LayerShape[] = [{ kind: 'gru', units: 5 }, ...denseLayers([4], 'tanh')];
const lstm: readonly LayerShape[] = [...denseLayers([6], 'silu'), { kind: 'lstm', units: 4 }];
const ewma = createEwmaForecaster({ lambda: 0.94 });
const walk = Float64Array.from({ length: 300 }, (_, day) => 100 * Math.exp(0.1 * Math.sin(day)));
const forecast = withForecast(heston, ewma.fit(closeOnlyBars(walk), { seed: 1 }));
const heads: readonly PolicyHead[] = ['holding', 'correction', 'band', 'free-band'];
const literature = ['price 0', 'time left', 'variance', 'holding'];

const cases: readonly (readonly [string, Partial<PolicyTrainingOptions>, readonly LayerShape[]])[] = [
  ...heads.map((head) => [head, { head }, silu] as const),
  ...heads.map(
    (head) => [`${head} of signals and holdings`, { head, inputs: literature, unwinds: false }, silu] as const,
  ),
  ...heads.map(
    (head) =>
      [
        `${head} of three instruments`,
        {
          head,
          instruments: [{ ...option, reference: head === 'band' ? -0.1 : 0 }, swap],
          inputs: [...literature, 'price 1', 'price 2', 'gamma'],
        },
        silu,
      ] as const,
  ),
  ['an option, settled', { head: 'correction', instruments: [option], unwinds: false }, silu],
  ['a GRU', { head: 'correction', inputs: literature }, gru],
  ['an LSTM of two instruments', { head: 'free-band', instruments: [swap], inputs: literature }, lstm],
  ['a forecast', { market: forecast, inputs: ['call delta', 'forecastVol'] }, silu],
  [
    'a long position',
    { contract: { ...options.contract, position: 1 }, head: 'free-band', instruments: [option] },
    silu,
  ],
];

describe('a learned policy earns in the backtester what the engine trains it on', () => {
  it.each(cases)('%s', (_, change, layers) => {
    const given = { ...options, ...change };
    const { problem, inputs, form } = preparePolicyTraining(given, layers);
    const training = preparePolicyTraining(given, layers);
    const weights = initialWeights(policyNetwork(problem), createRandomStream(2, 'weights'));
    for (const [k, w] of weights.entries()) weights[k] = w + 0.2 * Math.sin(7 * k);
    const trained = createObjective(problem, { criterion: given.criterion }).results(weights, training.batchOf(0));
    const { position } = given.contract;
    const hedger = createDeepHedger({ layers, ...form, weights, scales: inputs.scales, position });
    const drawn = drawContracts(given.market, given, training.drawOf(0).draw, inputs.columns);
    const ledger = runHedger(hedger, drawn, {
      contract: given.contract.terms,
      position,
      underlying: given.underlying,
      frictions: {
        underlying: given.frictions,
        instruments: (given.instruments ?? []).map(({ frictions = [] }) => frictions),
      },
      ...(given.unwinds !== undefined && { unwinds: given.unwinds }),
    });
    const backtested = pnlPercent(ledger, drawn.spot);
    const worst = Math.max(...backtested.map((pnl, path) => Math.abs(pnl - trained[path])));
    expect(worst).toBeLessThan(2e-4 * Math.max(1, ...trained.map(Math.abs)));
    expect(Math.min(...ledger.costs)).toBeGreaterThan(0);
  });
});
