import { z } from 'zod';

/** The name of a file. */
export const fileKey = z.string().min(1);

/** The bars of a history. */
export const barsFileKey = fileKey
  .optional()
  .describe('CSV or Parquet file of dated OHLCV bars; without it, the bundled S&P 500.');

/** A file of quotes in units of their own. */
export const quotesSchema = (meaning: string) =>
  z
    .strictObject({
      file: fileKey.describe(`CSV or Parquet file of dated ${meaning}, annualised, joined on date.`),
      units: z
        .enum(['percent', 'decimal'])
        .default('percent')
        .describe('Unit of the file: 20 (percent) or 0.20 (decimal).'),
      column: fileKey.optional().describe('Its column, where it holds several.'),
    })
    .optional();

/** A dated column of the user's. */
export const columnSchema = (becomes: string) =>
  z.strictObject({
    name: z.string().min(1).describe(`Name of the ${becomes} that the column becomes.`),
    file: fileKey.describe('CSV or Parquet file of dated figures.'),
    column: fileKey.optional().describe('Column of the values; the only one beside the dates where left out.'),
    dateColumn: fileKey.optional().describe('Column of the dates; date, time or the like where left out.'),
    publishedOn: fileKey.optional().describe('Column of the dates on which the figures came out.'),
    lagDays: z
      .number()
      .min(0)
      .optional()
      .describe('Days of the calendar until a figure is known: 0 with publishedOn, 1 without it.'),
    oldestDays: z
      .number()
      .min(0)
      .optional()
      .describe('Days of the calendar for which a figure holds; for ever otherwise.'),
    range: z
      .enum(['any', 'nonNegative', 'positive'])
      .default('any')
      .describe('Numbers that the column may hold; any other is refused.'),
  });

/** When models of a walk are fitted. */
export const walkForwardKeys = ({
  firstFitDays,
  refitEveryDays,
}: {
  firstFitDays: number;
  refitEveryDays: number;
}) => ({
  firstFitDays: z
    .int()
    .positive()
    .default(firstFitDays)
    .describe('Days of the first fit; what comes after is out of sample.'),
  refitEveryDays: z
    .int()
    .positive()
    .default(refitEveryDays)
    .describe('Days from one refit to the next, each begun from the one before.'),
  windowDays: z
    .int()
    .positive()
    .optional()
    .describe('Days fitted on at most, the last ones; all of them where left out.'),
});
