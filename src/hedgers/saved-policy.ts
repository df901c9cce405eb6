import { z } from 'zod';
import { parseSaved } from '../support/saved-data.ts';
import type { HedgerJSON } from './hedger.ts';

/** Fields that the saved forms of several policies share. */
export const savedFields = {
  name: z.string(),
  halfWidth: z.number().nonnegative(),
  to: z.enum(['edge', 'centre']).optional(),
  everySteps: z.int().positive().optional(),
} as const;

/**
 * The parameters of a saved policy, checked.
 *
 * @throws InputError of one line that names the policy, the field and what was expected
 */
export function parsePolicy<T>(json: HedgerJSON, schema: z.ZodType<T>): T {
  return parseSaved(`saved policy '${json.name}'`, schema, json);
}
