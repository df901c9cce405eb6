import type { GroupRange } from './worker-message.ts';

/** Cuts groups 0 … groups − 1 into neighbouring ranges of nearly the same length, one per worker; none is empty. */
export function dealGroups(groups: number, workers: number): readonly GroupRange[] {
  const count = Math.min(groups, workers);
  return Array.from({ length: count }, (_, k) => ({
    from: Math.floor((k * groups) / count),
    to: Math.floor(((k + 1) * groups) / count),
  }));
}
