import { z } from 'zod';
import { detectorKeys } from '../detector-keys.ts';
import { covarianceKinds } from './covariance.ts';
import { emissionLaws } from './emissions.ts';

/** Keys of a file that models with laws of their own for each regime share. */
export const emissionKeys = {
  law: z
    .enum(emissionLaws)
    .default('normal')
    .describe('What each regime draws the features from; student-t keeps one wild day from being taken for a regime.'),
  maxIterations: z.int().positive().default(1000).describe('Most iterations of EM.'),
  tolerance: z
    .number()
    .positive()
    .default(1e-9)
    .describe('EM stops once an iteration changes the log likelihood by less than this per day.'),
};

/** How features vary together within a regime, as a file says it. */
export const covarianceKey = z.enum(covarianceKinds).describe('How features vary together within a regime.');

/** A hidden Markov model as a file gives it. */
export const hmmSchema = z
  .strictObject({
    name: z.literal('hmm'),
    ...detectorKeys,
    ...emissionKeys,
    covariance: covarianceKey.default('diagonal'),
    start: z
      .enum(['free', 'stationary'])
      .default('free')
      .describe("Probabilities of the first day's regimes: fitted, or the long-run ones of the chain."),
  })
  .describe('Hidden Markov model.');
