import type { DetectorSettings } from '../regimes/create-detector.ts';
import type { DetectorComparison } from '../regimes/selection/detector-comparison.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { walkRows } from './find-regimes.ts';
import type { RegimesData } from './regimes-data.ts';
import type { RegimesConfig } from './regimes-schema.ts';

/**
 * The detectors that `--select` compares: every detector of `select` with every number of regimes. One regime is the same for
 * all of them, so that the first alone has it.
 */
export async function candidatesOf({
  detector,
  features,
  select,
}: RegimesConfig): Promise<readonly (DetectorSettings & { readonly features: readonly string[] })[]> {
  const { detectorSchema, usualFeaturesOf } = await import('../regimes/create-detector.ts');
  return select.detectors.flatMap((name, index) => {
    const settings = name === detector.name ? detector : detectorSchema.parse({ name });
    const numbers = select.states.filter((states) => states > 1 || index === 0);
    return numbers.map((states) => ({ ...settings, states, features: features ?? usualFeaturesOf(name) }));
  });
}

/** Compares them on the days since the first fit. */
export async function compareCandidates(
  config: RegimesConfig,
  { features, returns }: RegimesData,
  call: LongCallOptions,
): Promise<DetectorComparison> {
  const { compareDetectorsOnThread } = await import('../regimes/on-thread.ts');
  const { seed, walkForward } = config;
  const options = { returns, seed, ...walkRows(walkForward), ...call };
  return compareDetectorsOnThread(await candidatesOf(config), features, options);
}
