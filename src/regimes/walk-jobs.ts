import type { JobFunction } from '../engine/jobs/executor.ts';
import type { FeatureMatrix } from '../market/features.ts';
import { createDetector, type DetectorSettings } from './create-detector.ts';
import type { RegimeModelJSON, RegimeProbabilities } from './detector.ts';
import { type CompareDetectorsOptions, compareDetectors } from './selection/compare-detectors.ts';
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

/** All that a comparison is given, as it crosses threads. */
export interface CompareTask {
  readonly candidates: readonly DetectorSettings[];
  readonly features: FeatureMatrix;
  readonly options: Omit<CompareDetectorsOptions, 'signal' | 'onProgress'>;
}

/** Walks and comparisons as jobs of worker threads. */
export const walkJobs: Readonly<Record<string, JobFunction>> = {
  walkRegimes: (task, call): WalkReply => {
    const { detector, features, options } = task as WalkTask;
    const { filtered, predicted, refits } = walkRegimes(createDetector(detector), features, { ...options, ...call });
    return { filtered, predicted, refits: refits.map((refit) => ({ ...refit, model: refit.model.toJSON() })) };
  },
  compareDetectors: (task, call) => {
    const { candidates, features, options } = task as CompareTask;
    return compareDetectors(candidates.map(createDetector), features, { ...options, ...call });
  },
};
