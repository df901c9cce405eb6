import { z } from 'zod';

const smoothingWidth = z
  .number()
  .min(0)
  .default(0)
  .describe('Width over which kinks are rounded, in percent of spot; 0: not at all.');

/** The criterion of a backtest. P&L is in percent of spot at writing, and so are all widths, targets and wealth here. */
export const objectiveSchema = z
  .discriminatedUnion('criterion', [
    z
      .strictObject({
        criterion: z.literal('mean-sd'),
        riskAversion: z.number().min(0).default(1.5).describe('Weight of the standard deviation.'),
        smoothingWidth,
      })
      .describe('Mean loss plus a multiple of its standard deviation.'),
    z
      .strictObject({
        criterion: z.literal('cvar'),
        level: z.number().gt(0).lt(1).default(0.95).describe('0.95: the worst 5 % of episodes.'),
        smoothingWidth,
      })
      .describe('Mean loss beyond a quantile.'),
    z
      .strictObject({
        criterion: z.literal('quadratic-cvar'),
        riskAversion: z
          .number()
          .min(1)
          .default(2)
          .describe('Weight of the losses beyond the threshold; 1 is the mean loss.'),
        smoothingWidth,
      })
      .describe('A threshold plus a multiple of the root mean square of losses beyond it, at the best threshold.'),
    z
      .strictObject({
        criterion: z.literal('entropic'),
        riskAversion: z.number().positive().default(1).describe('Risk aversion, per percent of spot.'),
      })
      .describe('Certainty equivalent of the loss under exponential utility.'),
    z
      .strictObject({
        criterion: z.literal('isoelastic'),
        riskAversion: z
          .number()
          .positive()
          .default(10)
          .describe('Relative risk aversion; over initialWealth, about that of entropic.'),
        initialWealth: z
          .number()
          .positive()
          .default(100)
          .describe('Wealth beside the P&L of one contract, in percent of spot: no policy may lose as much.'),
      })
      .describe('Certainty equivalent of the loss under isoelastic (power or log) utility of wealth.'),
    z
      .strictObject({
        criterion: z.literal('downside'),
        target: z.number().default(0).describe('P&L from which on nothing is lost, in percent of spot.'),
        smoothingWidth,
      })
      .describe('Root mean square of what P&L is short of a target.'),
    z
      .strictObject({
        criterion: z.literal('mean-variance'),
        riskAversion: z
          .number()
          .min(0)
          .default(1)
          .describe('Risk aversion, per percent of spot: half of it weighs the variance.'),
      })
      .describe('Mean loss plus a multiple of its variance.'),
    z.strictObject({ criterion: z.literal('variance') }).describe('Variance of the loss, in percent of spot squared.'),
  ])
  .prefault({ criterion: 'mean-sd' })
  .describe('What policies are tuned and trained on: a risk measure of P&L in percent of spot at writing.');
