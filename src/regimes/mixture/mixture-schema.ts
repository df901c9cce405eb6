import { z } from 'zod';
import { detectorKeys } from '../detector-keys.ts';
import { covarianceKey, emissionKeys } from '../hmm/hmm-schema.ts';

/** A mixture as a file gives it. */
export const mixtureSchema = z
  .strictObject({
    name: z.literal('mixture'),
    ...detectorKeys,
    ...emissionKeys,
    covariance: covarianceKey.default('full'),
  })
  .describe('Mixture of laws; regimes without persistence.');
