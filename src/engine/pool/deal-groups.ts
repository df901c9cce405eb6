import type { GroupRange } from './worker-message.ts';

/**
 * Groups that each worker may work on: neighbouring ranges of nearly the same length, none of them empty, or all groups
 * for each where they take what comes.
 */
export function dealGroups(groups: number, workers: number, isOpen: boolean): readonly GroupRange[] {
  const count = Math.min(groups, workers);
  return Array.from({ length: count }, (_, k) =>
    isOpen
      ? { from: 0, to: groups }
      : { from: Math.floor((k * groups) / count), to: Math.floor(((k + 1) * groups) / count) },
  );
}
