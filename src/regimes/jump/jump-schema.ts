import { z } from 'zod';
import { detectorKeys } from '../detector-keys.ts';

const penalty = z
  .number()
  .min(0)
  .default(30)
  .describe('Cost of a switch, in half squared standard units summed over features; 0 gives K-Means.');

/** A jump model as a file gives it. */
export const jumpSchema = z
  .strictObject({ name: z.literal('jump'), ...detectorKeys, penalty })
  .describe('Clusters in which a switch has a price; regimes last.');

/** A continuous jump model as a file gives it. */
export const continuousJumpSchema = z
  .strictObject({
    name: z.literal('continuous-jump'),
    ...detectorKeys,
    states: z
      .int()
      .min(1)
      .max(4)
      .default(3)
      .describe(detectorKeys.states.description ?? ''),
    penalty,
  })
  .describe('The same with days that stand between regimes, for up to 4 of them.');
