import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { europeanTerms } from '../../../src/backtest/hedging-terms.ts';
import { pnlPercent } from '../../../src/backtest/ledger.ts';
import { createObjective } from '../../../src/engine/create-objective.ts';
import { initialWeights } from '../../../src/engine/network/initial-weights.ts';
import { bandScale } from '../../../src/hedgers/deep/band-head.ts';
import { bandInputNames, fitBandInputScales } from '../../../src/hedgers/deep/band-inputs.ts';
import { bandNetworkShape, createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { drawTrainingBatch } from '../../../src/hedgers/deep/training-batch.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

const hidden = [8, 4];
const paths = 12;
const steps = 5;
const market = createGbm({ volAnnual: 0.2, driftAnnual: 0.05 });
const draw = { paths, seed: 3, stream: ['objective'] };
const shape = bandNetworkShape(hidden);
const weights = initialWeights(shape, createRandomStream(2, 'objective'));
const scales = { ...fitBandInputScales(Float64Array.of(0.15, 0.2, 0.3), steps / 252) };

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
      signals: bandInputNames.length,
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
    const trained = objective.results(weights, drawTrainingBatch(market, terms, scales, draw));
    const simulated = market.simulate({ ...draw, steps, moneyness: 1.01, antithetic: true });
    const hedger = createDeepHedger({ hidden, weights, scales, position });
    const ledger = runHedger(hedger, simulated, hedging);
    const backtested = pnlPercent(ledger, simulated.spot);
    // Prices of about 100 in single precision.
    for (let path = 0; path < paths; path++) expect(Math.abs(trained[path] - backtested[path])).toBeLessThan(1e-4);
  });
});
