import { createPoolExecutor } from '../engine/jobs/executor.ts';
import type { FeatureMatrix } from '../market/features.ts';
import type { DetectorSettings } from './create-detector.ts';
import { loadRegimeModel } from './load-regime-model.ts';
import type { WalkReply, WalkTask } from './regime-jobs.ts';
import type { WalkedRegimes, WalkRegimesOptions } from './walk-regimes.ts';

/**
 * `walkRegimes` on a worker thread, to the bit: the calling thread stays free to hear of a Ctrl-C, and `signal` ends even a
 * fit that is under way.
 *
 * @throws InputError as `createDetector` and `walkRegimes` do; the signal's reason when stopped
 * @example
 * const walked = await walkRegimesOnThread({ name: 'hmm', states: 2 }, features, { returns, seed: 7, signal });
 */
export async function walkRegimesOnThread(
  detector: DetectorSettings,
  features: FeatureMatrix,
  { signal, onProgress, ...options }: WalkRegimesOptions,
): Promise<WalkedRegimes> {
  // From src/regimes and dist/regimes alike: threads load built files.
  const workerUrl = new URL('../../dist/regimes/regimes-worker.js', import.meta.url);
  const executor = createPoolExecutor({ workerUrl, threads: 1 });
  try {
    const task: WalkTask = { detector, features, options };
    const { refits, ...probabilities } = await executor.run<WalkReply>('walkRegimes', task, { signal, onProgress });
    return { ...probabilities, refits: refits.map((refit) => ({ ...refit, model: loadRegimeModel(refit.model) })) };
  } finally {
    await executor.close();
  }
}
