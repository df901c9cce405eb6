import { z } from 'zod';
import { parseSaved } from '../../support/saved-data.ts';
import type { CalmRule, CalmRuleJSON } from './calm-rule.ts';
import { hysteresis } from './hysteresis.ts';
import { minimumDwell } from './minimum-dwell.ts';
import { persistence } from './persistence.ts';
import { probabilityThreshold } from './probability-threshold.ts';

const share = z.number().min(0).max(1);

/** What `CalmRule.toJSON()` gives. */
export const savedCalmRule = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('minimumDwell'), days: z.int().nonnegative() }),
  z.object({ rule: z.literal('probabilityThreshold'), probability: share }),
  z
    .object({ rule: z.literal('hysteresis'), enter: share.positive(), leave: share.positive() })
    .refine(({ enter, leave }) => leave < enter, { path: ['leave'], message: 'expected a number below enter' }),
  z.object({ rule: z.literal('persistence'), halfLifeDays: z.number().nonnegative() }),
]);

/**
 * Restores a rule from its `toJSON()`, also after a trip through text.
 *
 * @throws InputError on data that no rule can have written
 */
export function loadCalmRule(json: CalmRuleJSON): CalmRule {
  return createCalmRule(parseSaved('calming rule', savedCalmRule, json));
}

/** The rule that checked data describe. */
export function createCalmRule(json: CalmRuleJSON): CalmRule {
  switch (json.rule) {
    case 'minimumDwell':
      return minimumDwell(json.days);
    case 'probabilityThreshold':
      return probabilityThreshold(json.probability);
    case 'hysteresis':
      return hysteresis(json);
    case 'persistence':
      return persistence(json);
  }
}
