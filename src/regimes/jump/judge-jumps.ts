import { type FeatureMatrix, sliceFeatures } from '../../market/features.ts';
import type { LongCallOptions } from '../../support/long-call.ts';
import { countSwitches } from '../count-switches.ts';
import { mostProbable } from '../most-probable.ts';
import type { JumpDetector } from './jump-detector.ts';
import type { JumpModel } from './jump-model.ts';
import { createReturnDensity } from './return-density.ts';

export interface JudgeJumpsOptions extends Pick<LongCallOptions, 'signal'> {
  readonly features: FeatureMatrix;
  readonly returns: Float64Array;
  readonly seed: number;
  /** First row of each part, and the end of the last one: before each part the model is fitted on all rows before it. */
  readonly bounds: readonly number[];
  readonly horizonDays: number;
  /** Called before each part. */
  readonly onPart: (part: number) => void;
}

/** What a jump model's predictions were worth on parts that its fits had not seen. */
export interface JudgedJumps {
  /** Log predictive density of each return that is judged. */
  readonly scores: readonly number[];
  /** Changes of the online label within the parts. */
  readonly switches: number;
}

/** Fits before each part, starting from the fit before too, and scores the returns to come at each close of the part. */
export function judgeJumps(detector: JumpDetector, options: JudgeJumpsOptions): JudgedJumps {
  const { features, returns, seed, bounds, horizonDays, onPart, signal } = options;
  const scores: number[] = [];
  let switches = 0;
  let previous: JumpModel | undefined;
  for (let part = 0; part < bounds.length - 1; part++) {
    onPart(part);
    const [from, to] = [bounds[part], bounds[part + 1]];
    const past = { returns: returns.slice(0, from), seed, signal, previous };
    const model = detector.fit(sliceFeatures(features, 0, from), past);
    const probabilities = model.filter(sliceFeatures(features, 0, to));
    const logDensity = createReturnDensity(model, horizonDays);
    for (let t = from - 1; t < to - 1 && t + horizonDays < features.rows; t++) {
      const now = probabilities.columns.map((column) => column[t]);
      const next = returns[t + horizonDays];
      if (Number.isFinite(next)) scores.push(logDensity(now, next));
    }
    switches += countSwitches(mostProbable(probabilities).subarray(from - 1));
    previous = model;
  }
  return { scores, switches };
}
