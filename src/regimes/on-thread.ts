import type { FeatureMatrix } from '../market/features.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import type { DetectorSettings } from './create-detector.ts';
import { loadRegimeModel } from './load-regime-model.ts';
import { createRegimePool } from './regime-pool.ts';
import type { CompareDetectorsOptions } from './selection/compare-detectors.ts';
import type { DetectorComparison } from './selection/detector-comparison.ts';
import type { CompareTask, WalkReply, WalkTask } from './walk-jobs.ts';
import type { WalkedRegimes, WalkRegimesOptions } from './walk-regimes.ts';

/*
 * Long calls of this room on a worker thread, to the bit: the calling thread stays free to hear of a Ctrl-C, and a signal ends
 * even a fit that is under way. Each throws what the call itself throws, and the signal's reason when stopped.
 */

/**
 * `walkRegimes` on a worker thread.
 *
 * @example
 * const walked = await walkRegimesOnThread({ name: 'hmm', states: 2 }, features, { returns, seed: 7, signal });
 */
export async function walkRegimesOnThread(
  detector: DetectorSettings,
  features: FeatureMatrix,
  { signal, onProgress, ...options }: WalkRegimesOptions,
): Promise<WalkedRegimes> {
  const task: WalkTask = { detector, features, options };
  const { refits, ...probabilities } = await runOnThread<WalkReply>('walkRegimes', task, { signal, onProgress });
  return { ...probabilities, refits: refits.map((refit) => ({ ...refit, model: loadRegimeModel(refit.model) })) };
}

/**
 * `compareDetectors` on a worker thread.
 *
 * @example
 * const candidates = [1, 2, 3].map((states) => ({ name: 'hmm' as const, states }));
 * const comparison = await compareDetectorsOnThread(candidates, features, { returns, seed: 7, signal });
 */
export function compareDetectorsOnThread(
  candidates: readonly DetectorSettings[],
  features: FeatureMatrix,
  { signal, onProgress, ...options }: CompareDetectorsOptions,
): Promise<DetectorComparison> {
  const task: CompareTask = { candidates, features, options };
  return runOnThread('compareDetectors', task, { signal, onProgress });
}

async function runOnThread<T>(job: string, task: unknown, call: LongCallOptions): Promise<T> {
  const pool = createRegimePool({ threads: 1 });
  try {
    return await pool.run<T>(job, task, call);
  } finally {
    await pool.close();
  }
}
