import { z } from 'zod';
import { detectorKeys } from '../detector-keys.ts';

/** K-Means as a file gives it. */
export const kmeansSchema = z
  .strictObject({ name: z.literal('kmeans'), ...detectorKeys })
  .describe('K-Means on standardised features; regimes without persistence.');
