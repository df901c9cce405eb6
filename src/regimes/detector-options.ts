import { requireCount } from '../support/require.ts';

/** What every detector of this room is made from. */
export interface DetectorOptions {
  /** Number of regimes, 1 to 16. */
  readonly states: number;
  /** Names of the features it reads. */
  readonly features: readonly string[];
  /** Seeded starting points tried, the best of which is kept; 10 when left out. */
  readonly restarts?: number;
}

/** Throws a RangeError on options that no detector can be made from. */
export function checkDetectorOptions({ states, features, restarts = 10 }: DetectorOptions): void {
  if (!Number.isInteger(states) || states < 1 || states > 16) {
    throw new RangeError(`states is ${states}: expected a whole number from 1 to 16`);
  }
  if (features.length === 0) throw new RangeError('features is empty: expected at least one feature name');
  const twice = features.find((name, d) => features.indexOf(name) < d);
  if (twice !== undefined) throw new RangeError(`features names '${twice}' twice: expected each name once`);
  requireCount('restarts', restarts);
}
