import { z } from 'zod';
import { calmRuleSchema } from '../regimes/calm/calm-rule-schema.ts';
import { detectorNames, detectorSchema } from '../regimes/create-detector.ts';

const file = z.string().min(1);
const positiveInt = z.int().positive();
const once = 'expected no item twice';
const allDiffer = (items: readonly unknown[]) => new Set(items).size === items.length;

const quotes = (meaning: string) =>
  z
    .strictObject({
      file: file.describe(`CSV or Parquet file of dated ${meaning}, annualised, joined on date.`),
      units: z
        .enum(['percent', 'decimal'])
        .default('percent')
        .describe('Unit of the file: 20 (percent) or 0.20 (decimal).'),
      column: file.optional().describe('Its column, where it holds several.'),
    })
    .optional();

const asset = z.strictObject({
  file: file.describe('CSV or Parquet file of dated closes or bars.'),
  lagDays: z.number().min(0).optional().describe('1 for an asset that closes after the bars on the same date; else 0.'),
});

const column = z.strictObject({
  name: z.string().min(1).describe('Name of the feature that the column becomes.'),
  file: file.describe('CSV or Parquet file of dated figures.'),
  column: file.optional().describe('Column of the values; the only one beside the dates where left out.'),
  dateColumn: file.optional().describe('Column of the dates; date, time or the like where left out.'),
  publishedOn: file.optional().describe('Column of the dates on which the figures came out.'),
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

const data = z
  .strictObject({
    file: file.optional().describe('CSV or Parquet file of dated OHLCV bars; without it, the bundled S&P 500.'),
    impliedVol: quotes('implied volatility of a short tenor'),
    impliedVolLong: quotes('implied volatility of a longer tenor'),
    putVol: quotes('implied volatility of an out-of-the-money put'),
    callVol: quotes('implied volatility of the call on the other side'),
    assets: z.array(asset).default([]).describe('Assets beside that of the bars, for correlations.'),
    columns: z.array(column).default([]).describe('Columns of your own, each a feature (docs/features.md).'),
  })
  .prefault({});

const walkForward = z
  .strictObject({
    firstFitDays: positiveInt.default(1000).describe('Days of the first fit; what comes after is out of sample.'),
    refitEveryDays: positiveInt
      .default(252)
      .describe('Days from one refit to the next, each begun from the one before.'),
    windowDays: positiveInt.optional().describe('Days fitted on at most, the last ones; all of them where left out.'),
  })
  .prefault({});

const select = z
  .strictObject({
    detectors: z
      .array(z.enum(detectorNames))
      .min(1)
      .refine(allDiffer, once)
      .default(['hmm', 'kmeans'])
      .describe('Detectors that --select compares; all but `detector` with their default settings.'),
    states: z
      .array(z.int().min(1).max(16))
      .min(1)
      .refine(allDiffer, once)
      .default([1, 2, 3, 4])
      .describe('Numbers of regimes that it compares; one regime, which is the same for all, of the first alone.'),
  })
  .prefault({});

/** What `regime-hedge regimes` reads: a history, a detector and how it is walked forward. `{}` is the bundled data's regimes. */
export const regimesSchema = z.strictObject({
  seed: z.int().min(0).default(7).describe('Whole number that every random stream is split from.'),
  data,
  detector: detectorSchema.prefault({ name: 'hmm' }).describe('What finds the regimes.'),
  features: z
    .array(z.string().min(1))
    .min(1)
    .refine(allDiffer, once)
    .optional()
    .describe('Features that it reads (docs/features.md); those usual for the detector where left out.'),
  walkForward,
  calm: z.array(calmRuleSchema).default([]).describe('Rules against flicker of the label, all in force together.'),
  select,
});

export type RegimesConfig = z.output<typeof regimesSchema>;

/** Keys of files, which a configuration file names from its own folder. */
export const regimesFileKeys = [
  ['data', 'file'],
  ...['impliedVol', 'impliedVolLong', 'putVol', 'callVol', 'assets', 'columns'].map((key) => ['data', key, 'file']),
];
