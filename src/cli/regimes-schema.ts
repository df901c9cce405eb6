import { z } from 'zod';
import { calmRuleSchema } from '../regimes/calm/calm-rule-schema.ts';
import { detectorNames, detectorSchema } from '../regimes/create-detector.ts';
import { barsFileKey, columnSchema, fileKey, quotesSchema, walkForwardKeys } from './data-schema.ts';

const once = 'expected no item twice';
const allDiffer = (items: readonly unknown[]) => new Set(items).size === items.length;

const asset = z.strictObject({
  file: fileKey.describe('CSV or Parquet file of dated closes or bars.'),
  lagDays: z.number().min(0).optional().describe('1 for an asset that closes after the bars on the same date; else 0.'),
});

const data = z
  .strictObject({
    file: barsFileKey,
    impliedVol: quotesSchema('implied volatility of a short tenor'),
    impliedVolLong: quotesSchema('implied volatility of a longer tenor'),
    putVol: quotesSchema('implied volatility of an out-of-the-money put'),
    callVol: quotesSchema('implied volatility of the call on the other side'),
    assets: z.array(asset).default([]).describe('Assets beside that of the bars, for correlations.'),
    columns: z
      .array(columnSchema('feature'))
      .default([])
      .describe('Columns of your own, each a feature (docs/features.md).'),
  })
  .prefault({});

const walkForward = z.strictObject(walkForwardKeys({ firstFitDays: 1000, refitEveryDays: 252 })).prefault({});

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
