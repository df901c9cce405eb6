/** Estimates the time left of a call from its own pace. */
export interface Pace {
  /** Seconds left when so much of all is done; undefined before anything is. */
  secondsLeft(done: number, total: number): number | undefined;
}

/**
 * Starts the watch with `already` done by an earlier call, which says nothing of this one's pace.
 *
 * @param now milliseconds from any start
 */
export function createPace(now: () => number = () => performance.now(), already = 0): Pace {
  const startedAt = now();
  return {
    secondsLeft(done, total) {
      if (done <= already) return undefined;
      return ((now() - startedAt) / 1000 / (done - already)) * (total - done);
    },
  };
}
