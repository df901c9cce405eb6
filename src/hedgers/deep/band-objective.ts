import type { NetworkKernel } from '../../engine/network.ts';
import type { Criterion } from '../../risk/criterion.ts';
import { bandToOutputGradient, createBand, outputsToBand } from './band-head.ts';
import { rollBand, rollBandBackward } from './band-rollout.ts';
import type { TrainingBatch } from './training-batch.ts';

/** The criterion of a batch as a function of the network's weights. */
export interface BandObjective {
  /** P&L of each path, in percent of spot at writing; valid until the next call. */
  pnl(weights: Float32Array, batch: TrainingBatch): Float64Array;
  /** Criterion of the batch and its gradient by the weights. */
  lossAndGradient(weights: Float32Array, batch: TrainingBatch): { loss: number; gradient: Float32Array };
}

/**
 * Ties the network to the criterion: states → outputs → band → holdings → P&L → criterion, and the whole way back. The
 * network does not read the holding, so every step of every path goes through it at once; only the recursion of the
 * holdings runs step by step.
 *
 * @param paths and steps of every batch
 */
export function createBandObjective(
  kernel: NetworkKernel,
  criterion: Criterion,
  position: 1 | -1,
  paths: number,
  steps: number,
): BandObjective {
  const rows = paths * steps;
  const band = createBand(rows);
  const holdings = new Float64Array(rows);
  const pnl = new Float64Array(paths);
  const pnlGradient = new Float64Array(paths);
  const lowerGradient = new Float64Array(rows);
  const upperGradient = new Float64Array(rows);
  const carried = new Float64Array(paths);
  const outputGradient = new Float32Array(2 * rows);

  function roll(weights: Float32Array, { inputs, delta, problem }: TrainingBatch): Float64Array {
    outputsToBand(kernel.forward(weights, inputs, rows), delta, position, band);
    rollBand(problem, band.lower, band.upper, holdings, pnl);
    return pnl;
  }

  function lossAndGradient(weights: Float32Array, batch: TrainingBatch) {
    const loss = criterion.gradient(roll(weights, batch), pnlGradient);
    rollBandBackward(batch.problem, holdings, pnlGradient, lowerGradient, upperGradient, carried);
    bandToOutputGradient(lowerGradient, upperGradient, band, position, outputGradient);
    return { loss, gradient: kernel.backward(outputGradient) };
  }

  return { pnl: roll, lossAndGradient };
}
