import { z } from 'zod';

const number = () => z.number();
const positive = () => z.number().positive();
const count = () => z.int().positive();
const correlation = () => z.number().min(-1).max(1);
const innerCorrelation = () => z.number().gt(-1).lt(1);

// Bounds lie far beyond any market, as Heston's own do: above them prices underflow to 0, or all but stand still.
const vol = () => z.number().positive().max(100);
const variance = () => z.number().min(0).max(100);

const driftAnnual = number().optional().describe('Expected return a year, a decimal; 0 by default.');
const daysPerYear = positive().optional().describe('Trading days in a year; 252 by default.');
const substepsPerDay = count().optional().describe('Moves a trading day; 1 by default.');
const keepDrift = z.boolean().optional().describe("Whether prices keep history's mean growth; false by default.");

const jumps = {
  jumpsPerYear: z.number().min(0).max(1e4).optional().describe('Mean number of jumps a year.'),
  jumpMean: z.number().min(-5).max(5).optional().describe('Mean of a jump of the log price.'),
  jumpSd: z.number().min(0).max(5).optional().describe('Standard deviation of a jump of the log price.'),
};

const heston = {
  initialVariance: variance().optional().describe('Annualised variance at writing (0.04 is 20 %).'),
  meanReversionAnnual: positive().optional().describe('Speed of mean reversion a year.'),
  longRunVariance: z.number().positive().max(100).optional().describe('Annualised variance in the long run.'),
  volOfVol: vol().optional().describe('Volatility of the variance.'),
  correlation: correlation().optional().describe('Correlation of price and variance.'),
};

/** A market by name, with its parameters or with how it is to be fitted. */
export const marketSchema = z.discriminatedUnion('name', [
  z
    .strictObject({
      name: z.literal('filtered-history'),
      meanBlockDays: z.number().min(1).optional().describe('Mean length of the blocks drawn, in days; 10 by default.'),
    })
    .describe('Filtered historical simulation around implied volatility; fitted to bars.'),
  z
    .strictObject({
      name: z.literal('block-bootstrap'),
      meanBlockDays: z
        .number()
        .min(1)
        .optional()
        .describe('Mean block length in days; chosen from the data by default.'),
      keepDrift,
    })
    .describe('Stationary block bootstrap of daily returns; fitted to bars.'),
  z
    .strictObject({
      name: z.literal('markov-switching'),
      states: z.int().min(2).max(5).optional().describe('Regimes; 2 by default.'),
      warmUpDays: z.int().min(0).optional().describe('Days drawn before writing for the filter; 63 by default.'),
      keepDrift,
    })
    .describe('Regimes of a hidden Markov chain, seen through their filtered probabilities alone; fitted to bars.'),
  z
    .strictObject({
      name: z.literal('gjr-garch'),
      omega: positive().optional().describe('Constant part of the daily variance, a decimal.'),
      alpha: z.number().min(0).optional().describe("Weight of yesterday's squared return."),
      gamma: number().optional().describe('Further weight of it after a fall.'),
      beta: z.number().min(0).optional().describe("Weight of yesterday's variance."),
      degreesOfFreedom: z.number().gt(2).optional().describe('Of the Student-t innovations; normal ones without it.'),
      start: z
        .enum(['long-run', 'today'])
        .optional()
        .describe(
          'Where fitted to bars: contracts are written at volatilities of the long run, or at that of the last day.',
        ),
      startVolAnnual: vol().optional().describe('Volatility of the first day; the long-run one by default.'),
      warmUpDays: z.int().min(0).optional().describe('Days drawn before writing; 0 by default.'),
    })
    .describe('GJR-GARCH with Student-t innovations; fitted to bars, or with omega, alpha, gamma and beta.'),
  z
    .strictObject({
      name: z.literal('gbm'),
      volAnnual: vol().optional().describe('Annualised volatility.'),
      driftAnnual,
      daysPerYear,
    })
    .describe('Geometric Brownian motion; fitted to bars, or with volAnnual.'),
  z
    .strictObject({
      name: z.literal('merton'),
      volAnnual: vol().optional().describe('Annualised volatility between jumps.'),
      ...jumps,
      driftAnnual,
      daysPerYear,
    })
    .describe("Merton's jump diffusion; fitted to bars, or with volAnnual, jumpsPerYear, jumpMean and jumpSd."),
  z
    .strictObject({ name: z.literal('heston'), ...heston, driftAnnual, daysPerYear, substepsPerDay })
    .describe("Heston's stochastic variance; fitted to implied volatilities, or with its five parameters."),
  z
    .strictObject({ name: z.literal('bates'), ...heston, ...jumps, driftAnnual, daysPerYear, substepsPerDay })
    .describe('Heston with jumps; fitted to implied volatilities, or with its eight parameters.'),
  z
    .strictObject({
      name: z.literal('sabr'),
      volAnnual: vol().optional().describe('Volatility at writing.'),
      beta: z.number().min(0).max(1).optional().describe('How volatility in money follows the price; 1 by default.'),
      correlation: innerCorrelation().optional().describe('Correlation of price and volatility.'),
      volOfVol: vol().optional().describe('Volatility of the volatility.'),
      driftAnnual,
      daysPerYear,
      substepsPerDay,
    })
    .describe('SABR; fitted to implied volatilities, or with volAnnual, correlation and volOfVol.'),
  z
    .strictObject({
      name: z.literal('rough-bergomi'),
      hurst: z.number().gt(0).max(0.5).optional().describe('Hurst exponent of the volatility, at most 0.5.'),
      volOfVol: positive().max(20).optional().describe('Volatility of the variance (eta), of its logarithm.'),
      correlation: innerCorrelation().optional().describe('Correlation of price and variance.'),
      forwardVariance: positive().max(100).optional().describe('Flat forward variance (xi), annualised.'),
      driftAnnual,
      daysPerYear,
      substepsPerDay,
    })
    .describe(
      'Rough Bergomi; fitted to implied volatilities, or with hurst, volOfVol, correlation and forwardVariance.',
    ),
  z
    .strictObject({
      name: z.literal('bachelier'),
      volMoneyAnnual: positive()
        .max(10_000)
        .optional()
        .describe(
          'Volatility in money per root year: of drawn prices, which are 100 at writing; in `regime-hedge price`, of the spot given.',
        ),
      driftMoneyAnnual: number().optional().describe('Expected move a year in the same money; 0 by default.'),
      daysPerYear,
    })
    .describe('Arithmetic Brownian motion, whose prices may be negative; with volMoneyAnnual.'),
]);

/** A market as files name it. */
export type MarketTerms = z.output<typeof marketSchema>;

/** Names of all markets that files may ask for. */
export const marketNames: readonly MarketTerms['name'][] = marketSchema.options.map(({ shape }) => shape.name.value);
