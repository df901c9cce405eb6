import { createObjective } from '../../engine/create-objective.ts';
import { initialWeights } from '../../engine/network/initial-weights.ts';
import type { Objective } from '../../engine/objective.ts';
import type { PolicyBatch, PolicyProblem } from '../../engine/policy/policy-problem.ts';
import { trainNetwork } from '../../engine/training/train.ts';
import { createRandomStream } from '../../math/random.ts';
import type { Criterion } from '../../risk/criterion.ts';
import type { Market } from '../../simulate/market.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import type { Hedger } from '../hedger.ts';
import { bandScale, exchangeOutputs } from './band-head.ts';
import { type BandInputScales, bandInputNames, fitBandInputScales } from './band-inputs.ts';
import { bandNetworkShape, createDeepHedger } from './deep-hedger.ts';
import { drawTrainingBatch, type TrainingTerms } from './training-batch.ts';

export interface TrainDeepHedgerOptions extends TrainingTerms, SeededCallOptions {
  readonly market: Market;
  /** What is minimised, on P&L in percent of spot at writing. */
  readonly criterion: Criterion;
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  /** Optimiser steps. */
  readonly steps: number;
  /** Simulated paths a step. */
  readonly paths: number;
  /** Learning rate of the first step; it falls along a cosine to a thirtieth of it. */
  readonly learningRate: number;
  /** Weights to start from, such as those of the last refit; fresh ones by default. */
  readonly initialWeights?: Float32Array;
  /** Contracts on which the objective is measured, rounded up to whole batches; 16 384 by default. */
  readonly validationPaths?: number;
}

export interface TrainedDeepHedger {
  readonly hedger: Hedger;
  /** The criterion on paths of a stream of its own, which training has not seen. */
  readonly objective: number;
  readonly weights: Float32Array;
}

/** States (paths × steps) of simulated contracts kept at hand; a training that needs more goes through them again. */
const pooledStates = 3_000_000;

const scalePaths = 4096;
const finalRateShare = 1 / 30;
const clipNorm = 10;

/**
 * Trains a no-transaction-band network on simulated contracts. Each optimiser step measures the criterion on a batch of
 * contracts – premium at the Black–Scholes price of the implied volatility, first trade, every later one and the
 * unwinding at expiry charged – and follows its exact gradient through the recursion of the holdings and the network.
 *
 * Batches are drawn once, up to 3 million states, and then taken in turn.
 *
 * @throws RangeError on a batch, a network or a contract out of range; the signal's reason when stopped
 * @example
 * const { hedger, objective } = trainDeepHedger({
 *   market: createGbm({ volAnnual: 0.2 }),
 *   contract: { optionType: 'call', position: -1, steps: 21, moneyness: 1 },
 *   costBps: 10,
 *   rateAnnual: 0,
 *   criterion: meanSd(1.5),
 *   hidden: [16, 16],
 *   steps: 200,
 *   paths: 512,
 *   learningRate: 0.01,
 *   seed: 7,
 * });
 */
export function trainDeepHedger(options: TrainDeepHedgerOptions): TrainedDeepHedger {
  const { market, contract, criterion, hidden, steps, paths, learningRate, seed, signal, onProgress } = options;
  const scales = measureScales(options);
  const shape = bandNetworkShape(hidden);
  const objective = createObjective(bandProblem(options), { criterion });
  const batches = Math.max(1, Math.min(steps, Math.floor(pooledStates / (paths * contract.steps))));
  const pool: PolicyBatch[] = [];

  function batchOf(step: number): PolicyBatch {
    const place = step % batches;
    pool[place] ??= drawTrainingBatch(market, options, scales, { paths, seed, stream: ['deep', 'training', place] });
    return pool[place];
  }

  // The hedger's outputs are those of a written option, the engine's the lower edge and the upper one.
  const inputsOfLast = hidden.at(-1) ?? bandInputNames.length;
  const turned = (weights: Float32Array) => (contract.position === -1 ? weights : exchangeOutputs(weights, inputsOfLast));
  const first = options.initialWeights ?? initialWeights(shape, createRandomStream(seed, 'deep', 'weights'));
  const trained = trainNetwork({
    weights: turned(first),
    steps,
    lossAndGradient: (current, step) => objective.lossAndGradient(current, batchOf(step)),
    learningRate: { from: learningRate, to: learningRate * finalRateShare },
    clipNorm,
    signal,
    onProgress,
    label: 'deep hedge',
  });
  const weights = turned(trained.weights);
  return {
    hedger: createDeepHedger({ hidden, weights, scales }),
    objective: validate(trained.weights, objective, scales, options),
    weights,
  };
}

/** The problem that the engine trains: the state does not include the holding, and the head is the band. */
function bandProblem({ contract, costBps, hidden }: TrainDeepHedgerOptions): PolicyProblem {
  return {
    kind: 'policy',
    steps: contract.steps,
    signals: bandInputNames.length,
    instruments: 1,
    layers: bandNetworkShape(hidden).layers,
    readsHoldings: false,
    head: 'band',
    bandScale,
    proportionalCost: [costBps / 10_000],
    quadraticCost: [0],
    unwinds: true,
    loss: { kind: 'criterion' },
  };
}

function measureScales({ market, contract, seed }: TrainDeepHedgerOptions): BandInputScales {
  const drawn = market.simulate({ ...contract, paths: scalePaths, seed, stream: ['deep', 'scales'] });
  return fitBandInputScales(drawn.impliedVol, drawn.yearsToExpiry[0]);
}

function validate(
  weights: Float32Array,
  objective: Objective<PolicyBatch>,
  scales: BandInputScales,
  options: TrainDeepHedgerOptions,
): number {
  const { market, paths, seed, criterion, validationPaths = 16_384, signal } = options;
  const batches = Math.ceil(validationPaths / paths);
  const pnl = new Float64Array(batches * paths);
  for (let place = 0; place < batches; place++) {
    signal?.throwIfAborted();
    const batch = drawTrainingBatch(market, options, scales, { paths, seed, stream: ['deep', 'validation', place] });
    pnl.set(objective.results(weights, batch), place * paths);
  }
  return criterion.value(pnl);
}
