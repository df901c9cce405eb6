import type { Criterion } from '../../risk/criterion.ts';
import { entropic } from '../../risk/entropic.ts';
import { meanSd } from '../../risk/mean-sd.ts';
import { variance } from '../../risk/variance.ts';
import type { PolicyLoss } from './policy-problem.ts';

/**
 * A loss whose gradient by each path's P&L is known, but for one factor, without the other paths: one pass through the
 * network is enough. Sums of a tile are scaled by e^−`shift`, so that exponentials of large losses do not overflow.
 */
export interface OnePassLoss {
  /**
   * Loss sums of the first `rows` of `pnl`, and in `weights` their gradient by each P&L, 0 beyond `rows`.
   *
   * @param threshold CVaR's ω
   */
  addTile(pnl: Float32Array, weights: Float32Array, rows: number, threshold: number): TileSums;
  /** Loss, the factor of the gradient sums, and the gradient by the threshold. */
  finish(sums: TileSums, rows: number, threshold: number): FinishedLoss;
  /** The loss of all results. */
  value(pnl: Float64Array, threshold: number): number;
}

export interface TileSums {
  readonly shift: number;
  readonly loss: number;
  readonly threshold: number;
}

export interface FinishedLoss {
  readonly loss: number;
  readonly gradientFactor: number;
  readonly thresholdGradient: number;
}

/** How a loss is minimised: in one pass, or by the gradient of a criterion by all results. */
export type LossForm =
  | { readonly isOnePass: true; readonly loss: OnePassLoss }
  /** The criterion's value is the loss, its gradient that by each P&L. Absent where the problem's own was not given. */
  | { readonly isOnePass: false; readonly criterion: Criterion | undefined };

/**
 * The form of a problem's loss.
 *
 * @param given the criterion of a loss of kind 'criterion'
 */
export function lossForm(loss: PolicyLoss, given?: Criterion): LossForm {
  switch (loss.kind) {
    case 'entropic':
      return { isOnePass: true, loss: entropicLoss(loss.riskAversion) };
    case 'cvar':
      return { isOnePass: true, loss: cvarLoss(loss.level) };
    case 'mean-square':
      return { isOnePass: true, loss: meanSquareLoss() };
    case 'variance':
      return { isOnePass: false, criterion: variance() };
    case 'mean-sd':
      return { isOnePass: false, criterion: meanSd(loss.riskAversion) };
    case 'criterion':
      return { isOnePass: false, criterion: given };
  }
}

const LEAST_EXPONENT = -46;

function entropicLoss(riskAversion: number): OnePassLoss {
  return {
    addTile(pnl, weights, rows) {
      let shift = Number.NEGATIVE_INFINITY;
      for (let r = 0; r < rows; ++r) shift = Math.max(shift, -riskAversion * pnl[r]);
      let sum = 0;
      for (let r = 0; r < rows; ++r) {
        const exponent = -riskAversion * pnl[r] - shift;
        // Below this a path weighs nothing, and single precision would slow down over numbers next to 0.
        const weight = exponent < LEAST_EXPONENT ? 0 : Math.exp(exponent);
        weights[r] = -weight;
        sum += weight;
      }
      weights.fill(0, rows);
      return { shift, loss: sum, threshold: 0 };
    },
    finish: ({ shift, loss }, rows) => ({
      loss: (Math.log(loss / rows) + shift) / riskAversion,
      gradientFactor: 1 / loss,
      thresholdGradient: 0,
    }),
    value: (pnl) => entropic(riskAversion).value(pnl),
  };
}

function cvarLoss(level: number): OnePassLoss {
  return {
    addTile(pnl, weights, rows, threshold) {
      let excess = 0;
      let count = 0;
      for (let r = 0; r < rows; ++r) {
        const over = -pnl[r] - threshold;
        const isTail = over > 0;
        // A NaN is passed on, so that training stops on it.
        if (isTail || Number.isNaN(over)) excess += over;
        if (isTail) ++count;
        weights[r] = isTail ? -1 : 0;
      }
      weights.fill(0, rows);
      return { shift: 0, loss: excess, threshold: count };
    },
    finish({ loss, threshold: count }, rows, threshold) {
      const factor = 1 / ((1 - level) * rows);
      return { loss: threshold + factor * loss, gradientFactor: factor, thresholdGradient: 1 - factor * count };
    },
    value(pnl, threshold) {
      let excess = 0;
      for (let p = 0; p < pnl.length; ++p) excess += Math.max(-pnl[p] - threshold, 0);
      return threshold + excess / ((1 - level) * pnl.length);
    },
  };
}

function meanSquareLoss(): OnePassLoss {
  return {
    addTile(pnl, weights, rows) {
      let sum = 0;
      for (let r = 0; r < rows; ++r) {
        sum += pnl[r] * pnl[r];
        weights[r] = 2 * pnl[r];
      }
      weights.fill(0, rows);
      return { shift: 0, loss: sum, threshold: 0 };
    },
    finish: ({ loss }, rows) => ({ loss: loss / rows, gradientFactor: 1 / rows, thresholdGradient: 0 }),
    value(pnl) {
      let sum = 0;
      for (let p = 0; p < pnl.length; ++p) sum += pnl[p] * pnl[p];
      return sum / pnl.length;
    },
  };
}

/** CVaR's threshold where it is best for these results: what training may start from. */
export function bestThreshold(loss: PolicyLoss, pnl: Float64Array): number {
  if (loss.kind !== 'cvar') throw new RangeError(`loss.kind is ${loss.kind}: expected cvar, which has a threshold`);
  if (pnl.length === 0) throw new RangeError('pnl is empty: expected at least one result');
  const losses = pnl.map((x) => -x).sort();
  return losses[Math.min(losses.length - 1, Math.floor(loss.level * losses.length))];
}
