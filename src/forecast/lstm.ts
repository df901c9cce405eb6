import { z } from 'zod';
import { createObjective } from '../engine/create-objective.ts';
import { type ForecasterLoss, forecasterNetwork } from '../engine/forecaster/forecaster-problem.ts';
import { initialWeights } from '../engine/network/initial-weights.ts';
import type { Bars } from '../market/bars.ts';
import { createRandomStream } from '../math/random.ts';
import type { SeededCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { checkNetworkTraining, fitNetworks, type NetworkTrainingOptions } from './fit-networks.ts';
import type { VolatilityForecaster, VolatilityModel } from './forecaster.ts';
import { lstmModel, lstmProblem } from './lstm-model.ts';
import { gridKey } from './measure-options.ts';
import { DEFAULT_GRID_DAYS } from './term-structure.ts';

/** Share of the head's usual first weights: the forecast starts close to the linear part. */
const FIRST_HEAD_SHARE = 0.1;

export interface LstmOptions extends NetworkTrainingOptions {
  /** Of each layer. */
  readonly units: number;
  /** LSTM layers one above another; 1 by default. */
  readonly layers?: number;
  /** Share of each layer's outputs that training leaves out at random, in [0, 1); 0 by default. */
  readonly dropout?: number;
  /**
   * What training minimises: QLIKE of variance by default, or the squared error of log variance, which wild days sway
   * less. Of a forecast of the logarithm the level is set right afterwards, as that of any other.
   */
  readonly loss?: ForecasterLoss;
}

/** An LSTM as a file gives it. */
export const lstmSchema = z
  .strictObject({
    name: z.literal('lstm'),
    window: z.int().positive().default(22).describe('Days the network reads.'),
    units: z.int().positive().default(8).describe('Units of each layer.'),
    layers: z.int().positive().default(1).describe('LSTM layers one above another.'),
    dropout: z.number().min(0).lt(1).default(0).describe("Share of each layer's outputs left out in training."),
    loss: z.enum(['qlike', 'log-mse']).default('qlike').describe('What training minimises.'),
    epochs: z.int().positive().default(30).describe('Passes over the fitted days, at most.'),
    batch: z.int().positive().default(128).describe('Days a step.'),
    learningRate: z.number().positive().default(0.005).describe('First learning rate.'),
    ensemble: z.int().positive().default(4).describe('Networks of different seeds, averaged.'),
    gridDays: gridKey,
  })
  .describe('Long short-term memory network beside a linear part.');

/**
 * Long short-term memory network (Hochreiter and Schmidhuber 1997, Neural Computation 9) beside a linear part: the log
 * variance at each horizon of a grid is a heterogeneous autoregression in logarithms (`lstm-baseline.ts`) plus what the
 * network makes of the last `window` days of features (`lstm-features.ts`). The linear part alone is unbounded; the
 * network's cells are bounded, so an unheard-of day cannot send it anywhere.
 *
 * The linear part is fitted on every row whose targets are known. Of these, the network is fitted on all but the last 15 %,
 * which choose among its weights as training goes on; the rows in between, as many as the longest horizon has days, are
 * left out, so that no target of the one reaches into the other. The forecast of range variance is clipped to
 * [0.7 × the smallest, 1.5 × the largest] target, then multiplied per horizon by the mean ratio of target to forecast
 * over the same rows and by the ratio of close-to-close to range variance.
 *
 * The first 21 + window − 1 rows of a history have no forecast.
 *
 * @example
 * const lstm = createLstmForecaster({ window: 22, units: 8, epochs: 30, batch: 128, learningRate: 0.005, ensemble: 4 });
 * const [volToExpiry] = lstm.fit(past, { seed: 7 }).forecast(bars, [21]);
 */
export function createLstmForecaster(options: LstmOptions): VolatilityForecaster {
  checkNetworkTraining(options);
  const { units, layers = 1, dropout = 0, loss = 'qlike', window, gridDays = DEFAULT_GRID_DAYS } = options;
  requireCount('units', units);
  requireCount('layers', layers);
  if (!(dropout >= 0 && dropout < 1)) throw new RangeError(`dropout is ${dropout}: expected a number in [0, 1)`);
  const network = { gridDays, window, units, layers, dropout, loss };
  const problem = lstmProblem(network);

  function fit(history: Bars, call: SeededCallOptions): VolatilityModel {
    const objective = createObjective(problem);
    const first = (member: number) =>
      initialWeights(
        forecasterNetwork(problem),
        createRandomStream(call.seed, 'lstm', member, 'weights'),
        FIRST_HEAD_SHARE,
      );
    return lstmModel(
      fitNetworks(history, options, call, 'lstm', () => ({ objective, first })),
      network,
    );
  }

  return { name: 'lstm', fit };
}
