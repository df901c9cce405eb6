import { z } from 'zod';

const share = (meaning: string) => z.number().gt(0).max(1).describe(meaning);

/** A calming rule as a file gives it; `createCalmRule` makes it. */
export const calmRuleSchema = z.discriminatedUnion('rule', [
  z
    .strictObject({
      rule: z.literal('minimumDwell'),
      days: z.int().min(0).describe('Days that a regime is held at least.'),
    })
    .describe('A regime, once entered, is held for so many days.'),
  z
    .strictObject({
      rule: z.literal('probabilityThreshold'),
      probability: share('Probability that a regime needs to be switched to.'),
    })
    .describe('A regime is switched to only at so much probability.'),
  z
    .strictObject({
      rule: z.literal('hysteresis'),
      enter: share('Probability that a regime needs to be entered.'),
      leave: share('Probability of the regime held below which it is left; below enter.'),
    })
    .refine(({ enter, leave }) => leave < enter, { path: ['leave'], message: 'expected a number below enter' })
    .describe('It is easier to stay in a regime than to enter it.'),
  z
    .strictObject({
      rule: z.literal('persistence'),
      halfLifeDays: z.number().min(0).describe('Days after which what a day said counts half.'),
    })
    .describe('Probabilities are smoothed over the days past.'),
]);
