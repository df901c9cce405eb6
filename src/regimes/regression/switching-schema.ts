import { z } from 'zod';
import { detectorKeys } from '../detector-keys.ts';
import { variesKinds } from './switching-terms.ts';

const varies = z.enum(variesKinds);

const regressionKeys = {
  ...detectorKeys,
  intercept: varies.default('switching').describe('Whether the intercept is of each regime or of all.'),
  regressors: varies.default('common').describe('Whether slopes are of each regime or of all.'),
  variance: varies.default('switching').describe('Whether the variance is of each regime or of all.'),
  start: z
    .enum(['free', 'stationary'])
    .default('stationary')
    .describe("Probabilities of the first day's regimes: fitted, or the long-run ones of the chain."),
};

/** A Markov-switching regression as a file gives it. */
export const switchingRegressionSchema = z
  .strictObject({ name: z.literal('switching-regression'), ...regressionKeys })
  .describe('Markov-switching regression of the first feature on the others.');

/** A Markov-switching autoregression as a file gives it. */
export const switchingAutoregressionSchema = z
  .strictObject({
    name: z.literal('switching-autoregression'),
    ...regressionKeys,
    lags: z.int().positive().max(7).default(1).describe('Order of the autoregression.'),
    lagCoefficients: varies.default('common').describe('Whether coefficients of lags are of each regime or of all.'),
  })
  .describe("Markov-switching autoregression of the first feature in deviations from the regimes' means.");
