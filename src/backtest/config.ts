import { z } from 'zod';
import { contractTermsSchema } from '../contracts/schema/contract-schema.ts';
import { frictionsSchema } from '../market/frictions/friction-schema.ts';
import { marketSchema } from '../simulate/schema/market-schema.ts';
import { objectiveSchema } from './objective-schema.ts';
import {
  furtherDeepPolicies,
  furtherPolicies,
  mainPolicies,
  type SimulatedPolicy,
  simulatedPolicies,
  switchable,
} from './policy-names.ts';

const seed = z.int().min(0).describe('Whole number that every random stream is split from.');
const isoDate = z.iso.date();
const years = z.number().positive();
const positiveInt = z.int().positive();
const grid = z.array(z.number().min(0)).min(1);

const data = z
  .strictObject({
    file: z
      .string()
      .min(1)
      .optional()
      .describe('CSV or Parquet file of dated OHLCV bars; without it, the bundled S&P 500.'),
    impliedVol: z
      .strictObject({
        file: z.string().min(1).optional().describe('CSV or Parquet file of dated implied volatility, joined on date.'),
        units: z
          .enum(['percent', 'decimal'])
          .default('percent')
          .describe('Unit of the file: 20 (percent) or 0.20 (decimal).'),
        premium: z.number().positive().default(1.1).describe('Without a file: implied over forecast volatility.'),
        lambda: z
          .number()
          .gt(0)
          .lt(1)
          .default(0.94)
          .describe('Without a file: decay of the EWMA behind the modelled implied volatility.'),
      })
      .prefault({}),
    halfSpread: z
      .strictObject({
        file: z.string().min(1).describe('CSV or Parquet file of dated half-spreads, joined on date.'),
        column: z.string().min(1).optional().describe('Its column; the only one beside the date where left out.'),
      })
      .optional()
      .describe(
        'Half-spreads in basis points of the price, read by a friction half-spread with signal: halfSpreadBps. The last figure known holds.',
      ),
    priceShift: z
      .number()
      .min(0)
      .default(0)
      .describe(
        'Added to all prices before anything is computed, so that futures which settled below 0 can be read; needs underlying.kind futures and model bachelier.',
      ),
    from: isoDate.optional().describe('First writing date evaluated; earlier rows still train.'),
    to: isoDate.optional().describe('Last writing date evaluated.'),
  })
  .prefault({});

const contract = z
  .strictObject({
    type: z.enum(['call', 'put']).default('call').describe('Payoff of the option.'),
    side: z
      .enum(['short', 'long'])
      .default('short')
      .describe('short: the desk has written the option; long: it has bought it.'),
    tenorDays: z.int().min(2).max(252).default(21).describe('Trading days from writing to expiry.'),
    moneyness: z.number().positive().default(1).describe('Strike over spot at writing.'),
    terms: contractTermsSchema
      .optional()
      .describe('Any other contract, in place of type and moneyness; levels are multiples of spot at writing.'),
    everyDays: positiveInt.default(1).describe('A contract is written every so many trading days.'),
  })
  .prefault({});

const underlying = z
  .strictObject({
    kind: z
      .enum(['spot', 'futures', 'fx'])
      .default('spot')
      .describe('What the bars are prices of: a share or index, a future, an exchange rate.'),
    model: z
      .enum(['black-scholes', 'bachelier'])
      .default('black-scholes')
      .describe('Model of prices and greeks; under bachelier implied volatility counts as lognormal, times the price.'),
    dividendYieldAnnual: z
      .number()
      .min(-0.5)
      .max(1)
      .default(0)
      .describe('Continuously compounded dividend yield of a share or index, a decimal.'),
    foreignRateAnnual: z
      .number()
      .min(-0.5)
      .max(1)
      .default(0)
      .describe('Continuously compounded interest rate of the currency bought, a decimal; with kind fx.'),
    interestDayCount: z
      .enum(['trading/252', 'act/365', 'act/360', '30/360', 'act/act'])
      .default('trading/252')
      .describe('Years over which interest and yields accrue: by trading days, or by the dates of the bars.'),
  })
  .prefault({});

const walkForward = z
  .strictObject({
    signalYears: years.default(2).describe('Years before the first fit of detectors and forecasters.'),
    firstFitYears: years.default(5).describe('Years before the first fit of the policies; evaluation starts there.'),
    refitYears: years.default(1).describe('Years between refits of everything.'),
    window: z
      .enum(['expanding', 'rolling'])
      .default('expanding')
      .describe('Training past: everything so far, or its last years.'),
    rollingYears: years.default(5).describe('Length of the training past when the window is rolling.'),
  })
  .prefault({});

const regimes = z
  .strictObject({
    states: z.int().min(2).max(5).default(3).describe('Regimes, ordered by variance: 0 is the calmest.'),
    restarts: positiveInt.default(10).describe('Random starts of each fit; the best is kept.'),
    hmmFeatures: z
      .array(z.string())
      .min(1)
      .default(['return'])
      .describe('Features that the hidden Markov model reads.'),
    kmeansFeatures: z
      .array(z.string())
      .min(1)
      .default(['logVol5', 'logVol21', 'trend21', 'drawdown'])
      .describe('Features that K-Means reads, standardised.'),
  })
  .prefault({});

const forecast = z
  .strictObject({
    signal: z
      .enum(['combination', 'lstm', 'gjr', 'har', 'ewma'])
      .default('combination')
      .describe('The forecast that policies read.'),
    halfSpread: z
      .enum(['ewma', 'random-walk', 'log-har'])
      .default('ewma')
      .describe('What forecasts half-spreads for liquidity-forecast.'),
    ewmaLambda: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.94)
      .describe('Daily decay of the EWMA of range variances, and of half-spreads for liquidity-forecast.'),
    lstm: z
      .strictObject({
        window: z.int().min(2).max(252).default(22).describe('Days the network reads.'),
        units: positiveInt.default(8).describe('Width of each layer.'),
        layers: positiveInt.default(1).describe('LSTM layers one above another.'),
        dropout: z.number().min(0).lt(1).default(0).describe('Share of outputs that training leaves out at random.'),
        loss: z
          .enum(['qlike', 'log-mse'])
          .default('qlike')
          .describe('What training minimises: QLIKE of variance, or squared error of log variance.'),
        epochs: positiveInt.default(30).describe('Passes over the training windows.'),
        batch: positiveInt.default(128).describe('Training windows in one optimiser step.'),
        learningRate: z.number().positive().default(0.005).describe('Step size of Adam.'),
        ensemble: positiveInt.default(5).describe('Networks of different seeds, averaged in log variance.'),
      })
      .prefault({}),
  })
  .prefault({});

const policies = z
  .strictObject({
    include: z
      .array(
        z.enum([
          ...mainPolicies,
          ...furtherPolicies,
          ...furtherDeepPolicies,
          ...(Object.keys(simulatedPolicies) as SimulatedPolicy[]),
        ]),
      )
      .min(1)
      .default([...mainPolicies])
      .describe(
        'Policies compared, in the order of the tables (docs/policies.md); delta and delta-band are always among them. bartlett, delta-gamma and delta-vega need simulated paths and are refused here.',
      ),
    bandWidths: grid
      .default([0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2])
      .describe('Half-widths tried, in delta; for value-band in traded value over the strike.'),
    forecastWeights: grid
      .default([0, 0.25, 0.5, 0.75, 1])
      .describe('Weights of the forecast against implied volatility.'),
    uncertaintyWeights: grid
      .default([0, 0.5, 1, 2])
      .describe("Multiples of the delta's uncertainty by which uncertain-forecast widens its band, tried."),
    liquidityExponents: grid
      .default([0, 0.33, 0.67, 1])
      .describe('Powers of forecast over present half-spread by which liquidity-forecast widens its band, tried.'),
    riskAversions: grid
      .default([1, 4, 16, 64, 256, 1024])
      .describe('Whalley–Wilmott and Zakamouline risk aversions tried, per percent of spot.'),
    everyDays: z
      .array(positiveInt)
      .min(1)
      .default([1, 2, 3, 5, 10])
      .describe('Days between trades tried for periodic-delta and leland.'),
    corrections: grid
      .default([0, 0.05, 0.1, 0.15, 0.2])
      .describe('Spot–vol corrections tried for spot-vol: multiples of φ(d1) subtracted from delta.'),
    deep: z
      .strictObject({
        hidden: z.array(positiveInt).min(1).default([32, 32]).describe('Width of each hidden layer.'),
        steps: positiveInt.default(400).describe('Optimiser steps.'),
        paths: z
          .int()
          .min(2)
          .default(512)
          .describe('Simulated paths a step; batches of 3 million states in all are gone through again and again.'),
        learningRate: z.number().positive().default(0.01).describe('Step size of Adam.'),
      })
      .prefault({}),
    switcher: z
      .strictObject({
        minimumDwellDays: positiveInt.default(5).describe('Days that a policy is kept before the next switch.'),
        probabilityThreshold: z
          .number()
          .min(0)
          .max(1)
          .default(0.7)
          .describe('Filtered probability that a regime needs to be switched to.'),
        candidates: z
          .array(z.enum(switchable))
          .min(1)
          .default(['delta-band', 'forecast-adjusted', 'deep'])
          .describe('Policies that a regime may be assigned.'),
        minimumGain: z
          .number()
          .min(0)
          .default(0.01)
          .describe('Relative gain in the training past below which the single best policy is kept.'),
      })
      .prefault({}),
  })
  .prefault({});

/** Configuration of the comparative backtest. Every key has a default: `{}` is the main job. */
export const backtestConfigSchema = z.strictObject({
  seed: seed.default(7),
  data,
  contract,
  underlying,
  costBps: z.number().min(0).default(10).describe('Proportional cost of every trade, in basis points of its value.'),
  frictions: frictionsSchema.default([]),
  rateAnnual: z.number().min(-0.5).max(1).default(0).describe('Continuously compounded interest rate, a decimal.'),
  objective: objectiveSchema,
  walkForward,
  regimes,
  forecast,
  policies,
  market: marketSchema
    .prefault({ name: 'filtered-history' })
    .describe('Market that the deep hedge is trained in, fitted to the training past where it has no parameters here.'),
  bootstrap: z
    .strictObject({
      draws: z.int().min(10).default(1000).describe('Resamples behind each interval of the comparison.'),
      blockDays: positiveInt.default(63).describe('Mean block length of the stationary bootstrap over writing dates.'),
    })
    .prefault({}),
});

export type BacktestConfig = z.output<typeof backtestConfigSchema>;
export type BacktestConfigInput = z.input<typeof backtestConfigSchema>;
