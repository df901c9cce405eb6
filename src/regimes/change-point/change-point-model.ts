import { tradingDaysPerYear } from '../../market/trading-days.ts';
import { calmSquare } from './calm-days.ts';
import type { ChangePointModel, ChangePointSignals, OnlineChangePoints } from './change-point-detector.ts';
import { calmWalk, createStormEvidence, stepCusum } from './cusum-walk.ts';

/** What a fitted CUSUM model is made of: plain enough to be saved. */
export interface CusumParts {
  /** Daily volatility of a calm day, in the returns' unit. */
  readonly calmScale: number;
  readonly stormRatio: number;
  readonly degreesOfFreedom: number;
  /** Sum of evidence at which the alarm starts. */
  readonly threshold: number;
}

/** A fitted CUSUM model. */
export interface CusumModel extends ChangePointModel {
  readonly threshold: number;
}

/** Builds the model around its parts. */
export function createCusumModel(parts: CusumParts): CusumModel {
  const { calmScale, stormRatio, degreesOfFreedom, threshold } = parts;
  const evidence = createStormEvidence(stormRatio, degreesOfFreedom);

  function online(): OnlineChangePoints {
    const walk = { ...calmWalk };
    const signal = { level: 0, alarm: false };
    return {
      next(dailyReturn) {
        if (!Number.isFinite(dailyReturn)) return signal;
        stepCusum(walk, evidence(calmSquare(dailyReturn, calmScale)), threshold);
        signal.level = walk.sum / threshold;
        signal.alarm = walk.alarm;
        return signal;
      },
    };
  }

  function run(returns: Float64Array): ChangePointSignals {
    const level = new Float64Array(returns.length);
    const alarm = new Uint8Array(returns.length);
    const { next } = online();
    for (let t = 0; t < returns.length; t++) {
      const now = next(returns[t]);
      level[t] = now.level;
      alarm[t] = now.alarm ? 1 : 0;
    }
    return { level, alarm };
  }

  return {
    detector: 'cusum',
    calmVolAnnual: calmScale * Math.sqrt(tradingDaysPerYear),
    threshold,
    run,
    online,
    toJSON: () => ({ detector: 'cusum', ...parts }),
  };
}
