import { z } from 'zod';
import { detectorNames, detectorSchema } from '../regimes/create-detector.ts';

const file = z.string().min(1);
const positiveInt = z.int().positive();

const data = z
  .strictObject({
    file: file.optional().describe('CSV or Parquet file of dated OHLCV bars; without it, the bundled S&P 500.'),
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
      .default(['hmm', 'kmeans'])
      .describe('Detectors that --select compares; those but `detector` with default settings.'),
    states: z
      .array(z.int().min(1).max(16))
      .min(1)
      .default([1, 2, 3, 4])
      .describe('Numbers of regimes that it compares; K-Means from 2 on.'),
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
    .optional()
    .describe('Features that it reads; those usual for the detector where left out.'),
  walkForward,
  select,
});

export type RegimesConfig = z.output<typeof regimesSchema>;

/** Keys of files, which a configuration file names from its own folder. */
export const regimesFileKeys = [['data', 'file']];
