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

/** The one-pass form of a loss; undefined for those that need all results first. */
export function onePassLoss(loss: PolicyLoss): OnePassLoss | undefined {
  switch (loss.kind) {
    case 'entropic':
      return entropicLoss(loss.riskAversion);
    case 'cvar':
      return cvarLoss(loss.level);
    case 'mean-square':
      return meanSquareLoss();
    default:
      return undefined;
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
  };
}

/** The criterion of a loss that needs all results first: its value is the loss, its gradient that by each P&L. */
export function twoPassCriterion(loss: PolicyLoss, given: Criterion | undefined): Criterion | undefined {
  switch (loss.kind) {
    case 'variance':
      return variance();
    case 'mean-sd':
      return meanSd(loss.riskAversion);
    case 'criterion':
      return given;
    default:
      return undefined;
  }
}

/** A one-pass loss of all results at once. */
export function lossOfPnl(loss: PolicyLoss, pnl: Float64Array, threshold: number): number {
  switch (loss.kind) {
    case 'cvar': {
      let excess = 0;
      for (let p = 0; p < pnl.length; ++p) excess += Math.max(-pnl[p] - threshold, 0);
      return threshold + excess / ((1 - loss.level) * pnl.length);
    }
    case 'mean-square': {
      let sum = 0;
      for (let p = 0; p < pnl.length; ++p) sum += pnl[p] * pnl[p];
      return sum / pnl.length;
    }
    case 'entropic':
      return entropic(loss.riskAversion).value(pnl);
    default:
      throw new RangeError(`loss.kind is ${loss.kind}: expected a loss of one pass`);
  }
}

/** CVaR's threshold where it is best for these results: what training may start from. */
export function bestThreshold(loss: PolicyLoss, pnl: Float64Array): number {
  if (loss.kind !== 'cvar') throw new RangeError(`loss.kind is ${loss.kind}: expected cvar, which has a threshold`);
  const losses = pnl.map((x) => -x).sort();
  return losses[Math.min(losses.length - 1, Math.floor(loss.level * losses.length))];
}
