import { z } from 'zod';
import { detectorKeys } from '../detector-keys.ts';

/** A hidden Markov model as a file gives it. */
export const hmmSchema = z
  .strictObject({
    name: z.literal('hmm'),
    ...detectorKeys,
    maxIterations: z.int().positive().default(1000).describe('Most iterations of EM.'),
    tolerance: z
      .number()
      .positive()
      .default(1e-9)
      .describe('EM stops once an iteration changes the log likelihood by less than this per day.'),
  })
  .describe('Hidden Markov model with normal features.');
