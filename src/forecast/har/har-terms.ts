import { z } from 'zod';
import { barMeasures, isVarianceMeasure, type VarianceMeasure } from '../../market/daily-variance.ts';
import { gridKey } from '../measure-options.ts';
import { biasCorrections } from './direct-regression.ts';

/** How the values of a column become a regressor. */
export const exogenousTransforms = ['log-variance', 'variance', 'log', 'level'] as const;

/** A further column of the history as a regressor. */
export interface ExogenousTerm {
  /** Its name among `Bars.columns`. */
  readonly column: string;
  /** The row read is this many rows back; 0, the default, for what is known at the close of the row itself. */
  readonly lagDays?: number | undefined;
  /**
   * 'log-variance' (default) and 'variance' take the column for annualised volatility σ and give ln(σ²/252) and σ²/252;
   * 'log' and 'level' give its logarithm and itself. A logarithm of 0 or less counts as missing.
   */
  readonly transform?: (typeof exogenousTransforms)[number] | undefined;
}

/** What the regressors of a heterogeneous autoregression are built from. */
export interface HarTerms {
  readonly measure: VarianceMeasure;
  /** Days of the means of the measure, increasing. */
  readonly windows: readonly number[];
  readonly transform: 'level' | 'log';
  /** Days over which downside returns are taken; none where empty. */
  readonly downsideWindows: readonly number[];
  /** 'daily': mean of the days' negative returns. 'window': the mean return of the window where negative, else 0. */
  readonly downside: 'daily' | 'window';
  /** The realised quarticity whose root, times the mean of the measure, is a regressor of each `quarticityWindows`. */
  readonly quarticity: string | null;
  readonly quarticityWindows: readonly number[];
  readonly exogenous: readonly Required<ExogenousTerm>[];
}

const days = z.int().min(1).max(2520);
const rising = (list: readonly number[]) => list.every((day, i) => i === 0 || day > list[i - 1]);
const windowList = z.array(days).refine(rising, 'expected increasing numbers of days');

/** Days of means as a file gives them. */
export const windowsKey = (byDefault: readonly number[]) =>
  windowList
    .min(1)
    .default([...byDefault])
    .describe('Days of the means that are regressors.');

const exogenousTerm = z.strictObject({
  column: z.string().min(1).describe('Name of a further column of the history.'),
  lagDays: z.int().min(0).max(2520).default(0).describe('Rows back; 0 for what is known at the same close.'),
  transform: z.enum(exogenousTransforms).default('log-variance').describe('How its values become a regressor.'),
});

/** Further columns, as a file or a saved model gives them. */
export const exogenousSchema = z.array(exogenousTerm);

/** Keys of a file that the whole family shares, without the measures. */
export const regressionKeys = {
  gridDays: gridKey,
  exogenous: exogenousSchema.default([]).describe('Further columns as regressors, such as implied volatility.'),
};

/** How forecasts are clipped, as a file gives it. */
export const clipKey = (low: number, high: number) =>
  z
    .strictObject({ low: z.number().min(0).max(1), high: z.number().min(1) })
    .nullable()
    .default({ low, high })
    .describe('Bounds of a forecast, in multiples of the smallest and largest target fitted; null for none.');

/** How a log becomes a variance, as a file gives it. */
export const biasKey = z
  .enum(biasCorrections)
  .default('smearing')
  .describe('What makes up for the mean of a log: the mean residual factor, exp(s²/2), or nothing.');

const measure = z
  .string()
  .refine(isVarianceMeasure, `expected ${barMeasures.join(', ')} or column:NAME`)
  .transform((text) => text as VarianceMeasure);

/** The terms of a saved model. */
export const harTermsSchema: z.ZodType<HarTerms> = z.strictObject({
  measure,
  windows: windowList.min(1),
  transform: z.enum(['level', 'log']),
  downsideWindows: windowList,
  downside: z.enum(['daily', 'window']),
  quarticity: measure.nullable(),
  quarticityWindows: windowList,
  exogenous: exogenousSchema,
});
