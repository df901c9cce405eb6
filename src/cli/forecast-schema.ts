import { z } from 'zod';
import { forecasterSchema } from '../forecast/create-forecaster.ts';
import { measureKeys } from '../forecast/measure-options.ts';
import { detectorSchema } from '../regimes/create-detector.ts';
import { barsFileKey, columnSchema, fileKey, quotesSchema, walkForwardKeys } from './data-schema.ts';

const positiveInt = z.int().positive();
const share = z.number().gt(0).lt(1);
const name = z.string().min(1);

const data = z
  .strictObject({
    file: barsFileKey,
    impliedVol: quotesSchema('implied volatility').describe(
      'Joins the history as its column impliedVol, a decimal, known at the close of its own date.',
    ),
    columns: z
      .array(columnSchema('column of the history'))
      .default([])
      .describe('Columns of your own, which forecasters read by name (exogenous, measure: column:NAME).'),
  })
  .prefault({});

const walkForward = z
  .strictObject({
    ...walkForwardKeys({ firstFitDays: 1000, refitEveryDays: 63 }),
    refitEveryDays: positiveInt.default(63).describe('Days from one refit to the next.'),
    networkRefitEveryDays: positiveInt
      .default(252)
      .describe('The same for networks (lstm) and combinations that hold one, which take longest.'),
    warmStart: z
      .boolean()
      .default(false)
      .describe('Whether each refit begins from the one before; refits of a forecaster then follow one another.'),
  })
  .prefault({});

const combine = z
  .strictObject({
    enabled: z.boolean().default(true).describe("Whether there is a forecast 'combined' of others."),
    members: z
      .array(name)
      .min(1)
      .optional()
      .describe(
        'Forecasts combined at all horizons; where left out gjr, har and har-leverage, or all of your own forecasters.',
      ),
    shortHorizons: z
      .strictObject({
        days: positiveInt.default(5).describe('Longest horizon that they join at.'),
        members: z.array(name).optional().describe('Forecasts that join; lstm and boosted-trees where left out.'),
      })
      .prefault({})
      .describe('Further members that join at short horizons alone.'),
    weighting: z
      .enum(['equal', 'qlike'])
      .default('equal')
      .describe('Equal weights, or by the QLIKE of forecasts whose outcome is known.'),
    mean: z.enum(['geometric', 'arithmetic']).default('geometric').describe("Mean of the members' variances."),
    shrinkage: z.number().min(0).max(1).default(0.5).describe('Of weights by loss towards equal ones.'),
    memoryDays: z.number().positive().default(252).describe('Days after which a past loss counts half.'),
  })
  .prefault({});

const regimes = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether scores are told by regime too.'),
    detector: detectorSchema
      .prefault({ name: 'hmm', states: 2 })
      .describe('What finds the regimes, each day by a model of its past; it reads the features usual for it.'),
    refitEveryDays: positiveInt.default(252).describe('Days from one refit of the detector to the next.'),
  })
  .prefault({});

const value = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether each forecast hedges the same rolling options.'),
    tenorDays: z.int().min(2).max(252).default(21).describe('Trading days from writing to expiry.'),
    costBps: z.number().min(0).default(10).describe('Share of the value traded, in basis points.'),
    weight: z.number().gt(0).max(1).default(1).describe('Weight of the forecast against implied volatility.'),
    halfWidth: z.number().min(0).max(1).default(0.06).describe('Half-width of the band around delta.'),
    everyDays: positiveInt.default(1).describe('A contract is written every so many trading days.'),
  })
  .prefault({});

const intervals = z
  .strictObject({
    level: share.default(0.9).describe('Probability that outcomes lie within.'),
    fewestErrors: positiveInt.default(250).describe('Past errors known before the first interval.'),
    windowDays: positiveInt.optional().describe('Past errors kept, the latest; all of them where left out.'),
    adaptiveStep: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe('Step by which every outcome moves the level that is read, such as 0.01; it stays where left out.'),
  })
  .refine(({ windowDays = Number.POSITIVE_INFINITY, fewestErrors }) => windowDays >= fewestErrors, {
    path: ['windowDays'],
    message: 'expected at least intervals.fewestErrors',
  })
  .prefault({});

/** What `regime-hedge forecast` reads. `{}` compares the usual forecasters on the bundled data. */
export const forecastSchema = z.strictObject({
  seed: z.int().min(0).default(7).describe('Whole number that every random stream is split from.'),
  data,
  target: measureKeys.target.describe('The daily variance that is forecast and scored, the same for all forecasters.'),
  horizons: z
    .array(positiveInt.max(252))
    .min(1)
    .refine((days) => days.every((day, i) => i === 0 || day > days[i - 1]), 'expected increasing numbers of days')
    .default([1, 5, 22])
    .describe('Trading days ahead; a forecast is of the mean variance over them.'),
  forecasters: z
    .array(forecasterSchema)
    .min(1)
    .optional()
    .describe('Forecasters compared (docs/forecast-command.md says which by default).'),
  combine,
  walkForward,
  from: z.iso.date().optional().describe('First date that is scored; that of the first forecast where left out.'),
  against: z
    .array(name)
    .min(1)
    .max(3)
    .optional()
    .describe('Forecasts that the others are tested against; har and gjr where they are compared.'),
  chosen: name.optional().describe('Forecast shown in detail; the one of least QLIKE where left out.'),
  replications: z.int().min(100).default(1000).describe('Resamples behind the confidence sets.'),
  regimes,
  intervals,
  value,
  cacheFolder: fileKey
    .optional()
    .describe('Where fitted models are kept, so that a stopped run goes on; the folder fits in --out where left out.'),
});

export type ForecastConfig = z.output<typeof forecastSchema>;

/** Keys of files, which a configuration file names from its own folder. */
export const forecastFileKeys = [
  ['data', 'file'],
  ['data', 'impliedVol', 'file'],
  ['data', 'columns', 'file'],
  ['cacheFolder'],
];
