import { z } from 'zod';

/** Keys that every detector has in a file, beside its name and its own. */
export const detectorKeys = {
  states: z
    .int()
    .min(1)
    .max(16)
    .default(3)
    .describe('Number of regimes, ordered by the variance of returns: 0 is the calmest.'),
  restarts: z.int().positive().default(10).describe('Starting points of each fit; the best is kept.'),
};
