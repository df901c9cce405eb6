import { z } from 'zod';
import type { Underlying } from '../underlying.ts';
import { parseGroup } from './parse-group.ts';

const rate = (description: string) =>
  z.number({ error: 'expected a decimal a year, such as 0.03' }).describe(description);
const model = z
  .enum(['black-scholes', 'bachelier'], { error: 'expected black-scholes or bachelier' })
  .default('black-scholes')
  .describe('Pricing model: lognormal with volatility a decimal, or normal with volatility in money per √year.');
const rateAnnual = rate('Interest rate, continuously compounded, a decimal a year.').default(0);

/** What to write in place of another kind's yield. */
const inPlaceOf = (key: string, instead: string) => (issue: z.core.$ZodRawIssue) =>
  issue.code === 'unrecognized_keys' && (issue.keys as readonly string[]).includes(key) ? instead : undefined;

const spot = z
  .strictObject(
    {
      kind: z.literal('spot').describe('A share or an index.'),
      model,
      rateAnnual,
      dividendYieldAnnual: rate('Dividend yield, continuously compounded, a decimal a year.').default(0),
    },
    { error: inPlaceOf('foreignRateAnnual', 'a share or an index has dividendYieldAnnual') },
  )
  .describe('A share or an index with a dividend yield.');
const futures = z
  .strictObject(
    { kind: z.literal('futures').describe('A futures price.'), model, rateAnnual },
    { error: inPlaceOf('dividendYieldAnnual', 'futures pay no dividends') },
  )
  .describe('Futures, which cost nothing to hold (Black 1976).');
const fx = z
  .strictObject(
    {
      kind: z.literal('fx').describe('An exchange rate.'),
      model,
      rateAnnual: rate('Interest rate of the money that prices are in, a decimal a year.').default(0),
      foreignRateAnnual: rate('Interest rate of the currency that is priced, a decimal a year.').default(0),
    },
    { error: inPlaceOf('dividendYieldAnnual', 'an exchange rate has foreignRateAnnual in its place') },
  )
  .describe('Units of money for one unit of a currency (Garman and Kohlhagen 1983).');

/** What a contract is written on, as files hold it; gives an `Underlying`. */
export const underlyingSchema = z
  .discriminatedUnion('kind', [spot, futures, fx])
  .transform((given): Underlying => {
    const { kind, model, rateAnnual } = given;
    return { kind, model, rateAnnual, yieldAnnual: yieldOf(given) };
  })
  .describe('What the contract is written on.');

/**
 * Checks an underlying that a file holds. An absent `kind` is spot.
 *
 * @param where keys that lead to it, for messages: 'underlying'
 * @throws InputError of one line: where, the value, what was expected
 * @example
 * parseUnderlying({ kind: 'fx', rateAnnual: 0.03, foreignRateAnnual: 0.01 }, 'underlying').yieldAnnual; // 0.01
 */
export function parseUnderlying(value: unknown, where: string): Underlying {
  const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
  const given = isGroup && !('kind' in value) ? { ...value, kind: 'spot' } : value;
  return parseGroup(underlyingSchema, given, where, {
    discriminator: { key: 'kind', values: Object.keys(variants) },
    keysAt(group) {
      const { kind } = (group ?? {}) as { kind?: keyof typeof variants };
      return kind === undefined ? ['kind', 'and those of the kind'] : Object.keys(variants[kind].shape);
    },
  });
}

const variants = { spot, futures, fx };

function yieldOf(given: z.output<typeof spot> | z.output<typeof futures> | z.output<typeof fx>): number {
  if (given.kind === 'spot') return given.dividendYieldAnnual;
  return given.kind === 'fx' ? given.foreignRateAnnual : given.rateAnnual;
}
