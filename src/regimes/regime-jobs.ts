import type { JobFunction } from '../engine/jobs/executor.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { createDetector, type DetectorSettings } from './create-detector.ts';
import type { RegimeModelJSON, RegimeProbabilities } from './detector.ts';
import { type WalkRegimesOptions, walkRegimes } from './walk-regimes.ts';

/** All that a walk is given, as it crosses threads. */
export interface WalkTask {
  readonly detector: DetectorSettings;
  readonly features: FeatureMatrix;
  readonly options: Omit<WalkRegimesOptions, 'signal' | 'onProgress'>;
}

/** What a walk found, as it crosses threads: models as plain data. */
export interface WalkReply {
  readonly filtered: RegimeProbabilities;
  readonly predicted: RegimeProbabilities;
  readonly refits: readonly { readonly row: number; readonly model: RegimeModelJSON; readonly agreement: number }[];
}

/** What this room hands to worker threads. */
export const regimeJobs: Readonly<Record<string, JobFunction>> = {
  walkRegimes: (task, options): WalkReply => {
    const { detector, features, options: walk } = task as WalkTask;
    const { filtered, predicted, refits } = walkRegimes(createDetector(detector), features, { ...walk, ...options });
    return { filtered, predicted, refits: refits.map((refit) => ({ ...refit, model: refit.model.toJSON() })) };
  },
};
