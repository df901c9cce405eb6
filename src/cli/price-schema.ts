import { z } from 'zod';
import { contractTermsSchema } from '../contracts/schema/contract-schema.ts';
import { underlyingSchema } from '../contracts/schema/underlying-schema.ts';
import { marketSchema } from '../simulate/schema/market-schema.ts';

const date = z.iso.date();

/** As `parseUnderlying` reads it: what has no `kind` is spot. */
function withKind(given: unknown): unknown {
  const isGroup = typeof given === 'object' && given !== null && !Array.isArray(given);
  return isGroup && !('kind' in given) ? { ...given, kind: 'spot' } : given;
}

/** What `regime-hedge price` reads: a contract, its underlying, and a volatility, a price or a market. */
export const priceSchema = z.strictObject({
  contract: contractTermsSchema.describe('The contract; levels are in money.'),
  underlying: z
    .preprocess(withKind, underlyingSchema)
    .prefault({ kind: 'spot' })
    .describe('What it is written on; a share without interest or dividends by default.'),
  spot: z.number().describe('Price of the underlying, in money.'),
  vol: z
    .number()
    .positive()
    .optional()
    .describe('Annualised volatility: a decimal, or money per root year under bachelier.'),
  price: z
    .number()
    .positive()
    .optional()
    .describe('Price of a European option, in place of vol: the implied volatility is found from it.'),
  years: z.number().positive().optional().describe('Years to expiry.'),
  dates: z
    .strictObject({
      today: date.describe('Date of the prices.'),
      expiry: date.describe('Date of expiry.'),
      dayCount: z
        .enum(['act/365', 'act/360', '30/360', 'act/act'])
        .default('act/365')
        .describe('Day count that turns the dates into years.'),
    })
    .optional()
    .describe('Dates, in place of years.'),
  fixings: z
    .int()
    .positive()
    .optional()
    .describe('Observations to expiry at even intervals; one each of 252 days a year by default.'),
  market: marketSchema.optional().describe('A market whose price is asked for, in place of vol; with its parameters.'),
  paths: z
    .int()
    .min(0)
    .default(100_000)
    .describe('Monte Carlo paths, where there is no closed form or series; 0 for none.'),
  seed: z.int().min(0).default(7).describe('Whole number that the paths are drawn from.'),
});

export type PriceConfig = z.output<typeof priceSchema>;
