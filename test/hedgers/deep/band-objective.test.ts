import { describe, expect, it } from 'vitest';
import { runHedger } from '../../../src/backtest/backtester.ts';
import { pnlPercent } from '../../../src/backtest/ledger.ts';
import { createDenseKernel, initialDenseWeights } from '../../../src/engine/dense-kernel.ts';
import { fitBandInputScales } from '../../../src/hedgers/deep/band-inputs.ts';
import { createBandObjective } from '../../../src/hedgers/deep/band-objective.ts';
import { bandNetworkShape, createDeepHedger } from '../../../src/hedgers/deep/deep-hedger.ts';
import { drawTrainingBatch } from '../../../src/hedgers/deep/training-batch.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { meanSd } from '../../../src/risk/mean-sd.ts';
import { createGbm } from '../../../src/simulate/gbm.ts';

const hidden = [8, 4];
const paths = 12;
const steps = 5;
const market = createGbm({ volAnnual: 0.2, driftAnnual: 0.05 });
const draw = { paths, seed: 3, stream: ['objective'] };
const kernel = createDenseKernel(bandNetworkShape(hidden));
const weights = initialDenseWeights(bandNetworkShape(hidden), createRandomStream(2, 'objective'));
const scales = { ...fitBandInputScales(Float64Array.of(0.15, 0.2, 0.3), steps / 252) };

function termsOf(position: 1 | -1, optionType: 'call' | 'put') {
  const contract = { optionType, position, steps, moneyness: 1.01 };
  return { contract, costBps: 50, rateAnnual: 0.04 };
}

describe('createBandObjective', () => {
  it.each([
    [-1, 'call'],
    [1, 'call'],
    [-1, 'put'],
    [1, 'put'],
  ] as const)('keeps the books of the backtester at position %i in a %s', (position, optionType) => {
    const terms = termsOf(position, optionType);
    const objective = createBandObjective(kernel, meanSd(1.5), position, paths, steps);
    const trained = objective.pnl(weights, drawTrainingBatch(market, terms, scales, draw));
    const simulated = market.simulate({ ...terms.contract, ...draw, antithetic: true });
    const hedger = createDeepHedger({ hidden, weights, scales });
    const ledger = runHedger(hedger, simulated, { optionType, position, costBps: 50, rateAnnual: 0.04 });
    const backtested = pnlPercent(ledger, simulated.spot);
    for (let path = 0; path < paths; path++) expect(trained[path]).toBeCloseTo(backtested[path], 9);
  });
});

describe('the gradient by hand', () => {
  it.each([-1, 1] as const)('agrees with central differences through the whole chain at position %i', (position) => {
    const batch = drawTrainingBatch(market, termsOf(position, 'call'), scales, draw);
    const objective = createBandObjective(kernel, meanSd(1.5), position, paths, steps);
    const { gradient } = objective.lossAndGradient(weights, batch);
    const lossAt = (i: number, by: number) =>
      objective.lossAndGradient(
        weights.map((weight, j) => (j === i ? weight + by : weight)),
        batch,
      ).loss;
    const largest = gradient.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(0.05);
    // Weights are float32, so the step is a wide power of two and the agreement that of single precision.
    const step = 2 ** -7;
    for (let i = 0; i < weights.length; i++) {
      const difference = (lossAt(i, step) - lossAt(i, -step)) / (2 * step);
      expect(Math.abs(gradient[i] - difference)).toBeLessThan(0.01 * largest);
    }
  });
});
