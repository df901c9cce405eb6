import { z } from 'zod';
import { marketSchema } from '../simulate/schema/market-schema.ts';

const file = z.string().min(1);

/** What a market may be fitted to. */
export const marketDataSchema = z
  .strictObject({
    bars: file.optional().describe('Bars that the market is fitted to, CSV or Parquet.'),
    impliedVol: file.optional().describe('Implied volatility of the bars in percent, joined on date.'),
    quotes: file
      .optional()
      .describe('Quotes that the market is fitted to: CSV or Parquet with years, moneyness, impliedVol, weight.'),
    priceShift: z
      .number()
      .min(0)
      .default(0)
      .describe('Added to all prices of the bars, so that futures which settled below 0 can be fitted to.'),
  })
  .prefault({});

/** What `regime-hedge simulate` reads: a market, what it is fitted to, and which paths are wanted. */
export const simulateSchema = z.strictObject({
  market: marketSchema.describe('The market, with its parameters; without them it is fitted to the data.'),
  data: marketDataSchema,
  steps: z.int().positive().default(21).describe('Hedging intervals from writing to expiry.'),
  daysPerStep: z.int().positive().default(1).describe('Trading days from one step to the next.'),
  moneyness: z.number().positive().default(1).describe('Strike over spot at writing, at which options are quoted.'),
  seed: z.int().min(0).default(7).describe('Whole number that every random stream is split from.'),
  antithetic: z.boolean().default(false).describe('Whether neighbouring paths mirror each other.'),
  sampling: z
    .enum(['pseudo-random', 'sobol'])
    .default('pseudo-random')
    .describe('sobol: scrambled Sobol points through a Brownian bridge.'),
  quote: z
    .enum(['model', 'instantaneous'])
    .default('model')
    .describe("Implied volatility: the model's own of the strike and the remaining life, or that of the moment."),
});

export type SimulateConfig = z.output<typeof simulateSchema>;

/** Keys of files, which a configuration file names from its own folder. */
export const simulateFileKeys = [
  ['data', 'bars'],
  ['data', 'impliedVol'],
  ['data', 'quotes'],
];
