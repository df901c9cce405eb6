import { z } from 'zod';
import type { InstrumentTerms } from './instrument-terms.ts';

/** Hedge instruments as files hold them: told apart by `kind`, unknown keys refused. */
export const instrumentTermsSchema: z.ZodType<InstrumentTerms, InstrumentTerms> = z
  .discriminatedUnion('kind', [
    z
      .strictObject({
        kind: z.literal('option').describe('Sort of instrument.'),
        option: z.enum(['call', 'put']).describe('Payoff of the option.'),
        moneyness: z.number().positive().describe('Strike over spot at writing.'),
        extraDays: z
          .number()
          .min(0)
          .optional()
          .describe("Trading days from the contract's expiry to the option's own; 0 by default."),
        years: z
          .number()
          .positive()
          .optional()
          .describe("Years from writing to the option's expiry, instead of extraDays; not before the contract's."),
      })
      .describe('A European option, priced at the implied volatility of its strike and life.'),
    z
      .strictObject({
        kind: z.literal('variance-swap').describe('Sort of instrument.'),
        meanReversionAnnual: z.number().positive().describe('κ of the Heston market.'),
        longRunVariance: z.number().min(0).describe('θ of the Heston market.'),
        notional: z.number().positive().optional().describe('Money per 1.00 of integrated variance; 1 by default.'),
      })
      .describe(
        'The idealised variance swap of Buehler et al. (2019), in Heston and Bates markets: it pays for the diffusion, not for jumps.',
      ),
  ])
  .describe('A hedge instrument beside the underlying.');
