import { z } from 'zod';
import { gridKey, measureKeys } from './measure-options.ts';

/** A combination as a file gives it, of members as `member` gives them. */
export function combinationSchemaOf<Member extends z.ZodType>(member: Member) {
  return z
    .strictObject({
      name: z.literal('combination'),
      members: z
        .array(member)
        .min(1)
        .prefault([{ name: 'har' }, { name: 'ewma' }] as never)
        .describe('Forecasters combined.'),
      shortHorizons: z
        .strictObject({
          days: z.int().positive().default(5).describe('Longest horizon that they join at.'),
          members: z.array(member).describe('Forecasters that join.'),
        })
        .optional()
        .describe('Further members that join at short horizons alone.'),
      weighting: z.enum(['equal', 'qlike']).default('equal').describe('Equal weights, or by past QLIKE.'),
      mean: z.enum(['geometric', 'arithmetic']).default('geometric').describe("Mean of the members' variances."),
      shrinkage: z.number().min(0).max(1).default(0.5).describe('Of weights by loss towards equal ones.'),
      fitShare: z.number().gt(0).lt(1).default(0.6).describe('Share fitted on to compare members on the rest.'),
      target: measureKeys.target,
      gridDays: gridKey,
    })
    .describe('Combination of forecasters.');
}
