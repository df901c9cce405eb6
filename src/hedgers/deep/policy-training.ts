import { createContract } from '../../contracts/create-contract.ts';
import type { LayerShape } from '../../engine/network/network-shape.ts';
import type { PolicyBatch, PolicyHead, PolicyLoss, PolicyProblem } from '../../engine/policy/policy-problem.ts';
import type { TrainingPlan } from '../../engine/training/train.ts';
import type { Criterion } from '../../risk/criterion.ts';
import type { Market } from '../../simulate/market.ts';
import type { SeededCallOptions } from '../../support/long-call.ts';
import { requireCount } from '../../support/require.ts';
import { defaultInputs, pricedInstrument, readsPnl, resolveInputs } from './input-names.ts';
import { fitInputScales, requireScales } from './input-scales.ts';
import { keepingBatches, type PlannedDraw } from './planned-draw.ts';
import { pnlScaleOf } from './pnl-so-far.ts';
import { bandScale } from './policy-edges.ts';
import type { PolicyForm } from './policy-form.ts';
import type { PolicyInputScales, PolicyInputs } from './policy-inputs.ts';
import { drawTrainingBatch } from './training-batch.ts';
import { drawContracts, memoryOf, type TrainingInstrument, type TrainingTerms } from './training-contracts.ts';
import { trainingCosts } from './training-costs.ts';

/** What training a policy takes, whichever network it has. */
export interface PolicyTrainingOptions extends TrainingTerms, Pick<PolicyForm, 'head' | 'inputs'>, SeededCallOptions {
  readonly market: Market;
  /** Scales of the inputs to be kept, such as those of a training before; by default they are measured on the market. */
  readonly scales?: PolicyInputScales | undefined;
  /** What is minimised, on P&L in percent of spot at writing, and measured. */
  readonly criterion: Criterion;
  /**
   * A loss of the engine's to be minimised instead; the criterion still measures and chooses weights. 'entropic', 'cvar' and
   * 'mean-square' take one pass through the network where a criterion takes two, so a criterion of the same formula is learnt
   * faster. By default the criterion itself.
   */
  readonly loss?: PolicyLoss | undefined;
  /** Optimiser steps. */
  readonly steps: number;
  /** Simulated paths a step. */
  readonly paths: number;
  /** Learning rate of the first step; it falls along a cosine to a thirtieth of it. */
  readonly learningRate: number;
  /**
   * States (paths × steps) drawn before the batches are gone through again: 3 million by default, which a policy of this
   * size does not learn by heart. Infinity for fresh paths at every step.
   */
  readonly pooledStates?: number;
  /** Contracts on which the objective is measured, rounded up to whole batches; 16 384 by default. */
  readonly validationPaths?: number;
  /**
   * Steps between measurements of the criterion on as many contracts of a third stream, which choose the weights kept. By
   * default none are made and the last weights are kept.
   */
  readonly validateEvery?: number;
  /** Measurements of `validateEvery` without a better one after which training ends; by default it takes all steps. */
  readonly patience?: number;
}

/** A training made ready. */
export interface PolicyTraining {
  /** The problem that the engine trains. */
  readonly problem: PolicyProblem;
  readonly inputs: PolicyInputs;
  /** What the network reads and gives, all of it said. */
  readonly form: Required<PolicyForm>;
  /** Contracts of an optimiser step: a function of the step alone. */
  batchOf(step: number): PolicyBatch;
  /** Contracts on which the objective is measured, batch by batch. */
  objectiveBatches(): Iterable<PolicyBatch>;
  /** Contracts that choose the weights kept. */
  choiceBatches(): Iterable<PolicyBatch>;
  /** What these three are drawn from, for who draws them elsewhere. */
  drawOf(step: number): PlannedDraw;
  readonly objectiveDraws: readonly PlannedDraw[];
  readonly choiceDraws: readonly PlannedDraw[];
  /** What the training loop is told, but for the losses. */
  readonly plan: Omit<TrainingPlan, 'weights'>;
}

export const defaultPooledStates = 3_000_000;
export const defaultValidationPaths = 16_384;
const scalePaths = 4096;
const finalRateShare = 1 / 30;
const clipNorm = 10;

/** Draws what a training needs before its first step. */
export function preparePolicyTraining(options: PolicyTrainingOptions, layers: readonly LayerShape[]): PolicyTraining {
  const { market, contract, frictions, steps, paths, learningRate, seed, signal, onProgress } = options;
  const { instruments = [], unwinds = true, head = 'band', inputs: names = defaultInputs } = options;
  const { validationPaths = defaultValidationPaths, pooledStates = defaultPooledStates } = options;
  requireCount('steps', steps);
  requireCount('paths', paths);
  if (options.patience !== undefined && options.validateEvery === undefined) {
    throw new RangeError(`patience is ${options.patience} and validateEvery is missing: expected both`);
  }
  refuseIdleBands(head, instruments);
  const memory = memoryOf(createContract(contract.terms));
  const named = resolveInputs(names, { memory, instruments: 1 + instruments.length, signals: market.signals });
  const inputs = { ...named, scales: options.scales ?? measureScales(options, named.columns) };
  requireScales(named.columns, inputs.scales);
  const costs = [frictions, ...instruments.map((each) => each.frictions ?? [])].map(trainingCosts);
  const pooled = Math.max(1, Math.min(steps, Math.floor(pooledStates / (paths * contract.steps))));
  const plan = (isKept: boolean, ...stream: readonly (string | number)[]): PlannedDraw => ({
    draw: { paths, seed, stream: ['deep', ...stream] },
    isKept,
  });
  const isPooled = pooled < steps;
  const drawOf = (step: number) => plan(isPooled, 'training', isPooled ? step % pooled : step);
  const validationPlaces = Array.from({ length: Math.ceil(validationPaths / paths) }, (_, place) => place);
  const objectiveDraws = validationPlaces.map((place) => plan(false, 'validation', place));
  const choiceDraws = validationPlaces.map((place) => plan(true, 'choice', place));
  const batchOf = keepingBatches(({ draw }) => drawTrainingBatch(market, options, inputs, draw));
  function* batchesOf(draws: readonly PlannedDraw[]): Iterable<PolicyBatch> {
    for (const planned of draws) {
      signal?.throwIfAborted();
      yield batchOf(planned);
    }
  }

  return {
    problem: {
      kind: 'policy',
      steps: contract.steps,
      signals: inputs.columns.length,
      instruments: costs.length,
      layers,
      readsHoldings: inputs.readsHoldings,
      ...(readsPnl(inputs.columns) && { pnlScale: pnlScaleOf(inputs.scales, contract.terms) }),
      head,
      bandScale,
      proportionalCost: costs.map(({ proportional }) => proportional),
      quadraticCost: costs.map(({ quadratic }) => quadratic),
      unwinds,
      loss: options.loss ?? { kind: 'criterion' },
    },
    inputs,
    form: { head, inputs: names, memory, references: instruments.map(({ reference = 0 }) => reference) },
    batchOf: (step) => batchOf(drawOf(step)),
    objectiveBatches: () => batchesOf(objectiveDraws),
    choiceBatches: () => batchesOf(choiceDraws),
    drawOf,
    objectiveDraws,
    choiceDraws,
    plan: {
      steps,
      learningRate: { from: learningRate, to: learningRate * finalRateShare },
      clipNorm,
      validateEvery: options.validateEvery,
      patience: options.patience,
      signal,
      onProgress,
      label: 'deep hedge',
    },
  };
}

/** A band around 0 holds the 0 that a run begins with: nothing would ever be traded, whatever its width. */
function refuseIdleBands(head: PolicyHead, instruments: readonly TrainingInstrument[]): void {
  for (const [i, { reference = 0 }] of instruments.entries()) {
    if (head !== 'band' || reference !== 0) continue;
    throw new RangeError(
      `head is 'band' and instruments[${i}].reference is 0: expected another head, or a reference to be traded to, for a band around 0 is never left`,
    );
  }
}

function measureScales(options: PolicyTrainingOptions, columns: readonly string[]): PolicyInputScales {
  const { market, underlying, seed } = options;
  const draw = { paths: scalePaths, seed, stream: ['deep', 'scales'] };
  // Pricing takes time: only where prices are read.
  const instruments = columns.some((name) => (pricedInstrument(name) ?? 0) > 0) ? options.instruments : [];
  return fitInputScales(drawContracts(market, { ...options, instruments }, draw, columns), underlying, columns);
}

/** P&L of all batches, one after another. */
export function joinPnl(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
