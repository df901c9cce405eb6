import type { ProgressListener } from './long-call.ts';

/** Hands a part's progress on as that of its share of the whole, from one point in [0, 1] to another. */
export function shareOfProgress(
  onProgress: ProgressListener | undefined,
  from: number,
  to: number,
): ProgressListener | undefined {
  if (onProgress === undefined) return undefined;
  return ({ label, done, total }) =>
    onProgress({ label, done: Math.round(1000 * (from + (to - from) * (done / total))), total: 1000 });
}
