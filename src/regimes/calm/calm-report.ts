import { countSwitches } from '../count-switches.ts';

/** What calming did to the labels of a history, and what it cost in time. */
export interface CalmReport {
  /** Changes of the raw labels: the most probable regime of each row. */
  readonly switchesBefore: number;
  readonly switchesAfter: number;
  /**
   * `switchesBefore − switchesAfter`. Rules that act on labels alone never add a switch; smoothing may in principle, where it
   * passes through a third regime.
   */
  readonly removed: number;
  /**
   * One for each switch of the calmed labels, in their order: rows from the first on which the raw labels said the new regime,
   * looking back no further than the row of the calmed switch before (or the first row), to the calmed switch. 0 where they
   * did not say it at all, which only smoothing can bring about.
   */
  readonly delays: readonly number[];
  /** Mean of `delays`; 0 when there is none. */
  readonly meanDelayDays: number;
}

/**
 * Compares calmed labels with the raw ones of the same rows; −1 stands for a row without one.
 *
 * @example
 * reportCalm([0, 1, 0, 1, 1], [0, 0, 0, 0, 1]); // 3 switches before, 1 after, 3 days late
 */
export function reportCalm(raw: ArrayLike<number>, calmed: ArrayLike<number>): CalmReport {
  const delays: number[] = [];
  /** First row on which the raw labels said a regime since the calmed labels last changed. */
  const firstSaid = new Map<number, number>();
  for (let t = 0; t < calmed.length; t++) {
    if (!firstSaid.has(raw[t])) firstSaid.set(raw[t], t);
    if (t === 0 || calmed[t - 1] < 0 || calmed[t] === calmed[t - 1]) continue;
    delays.push(t - (firstSaid.get(calmed[t]) ?? t));
    firstSaid.clear();
    firstSaid.set(raw[t], t);
  }
  const switchesBefore = countSwitches(raw);
  const switchesAfter = countSwitches(calmed);
  return {
    switchesBefore,
    switchesAfter,
    removed: switchesBefore - switchesAfter,
    delays,
    meanDelayDays: delays.length === 0 ? 0 : delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
  };
}
