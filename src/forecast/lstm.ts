import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { createObjective } from '../engine/create-objective.ts';
import { type ForecasterLoss, forecasterNetwork } from '../engine/forecaster/forecaster-problem.ts';
import { initialWeights } from '../engine/network/initial-weights.ts';
import { networkSize } from '../engine/network/network-layout.ts';
import type { Bars } from '../market/bars.ts';
import { createRandomStream } from '../math/random.ts';
import { createDetector, detectorSchema } from '../regimes/create-detector.ts';
import { requireCount } from '../support/require.ts';
import { checkNetworkTraining, fitNetworks, type NetworkTrainingOptions } from './fit-networks.ts';
import type { ForecasterFitOptions, VolatilityForecaster, VolatilityModel } from './forecaster.ts';
import { exogenousSchema } from './har/har-terms.ts';
import { createPartner, partnerNames } from './hybrid-partners.ts';
import { type LstmNetwork, lstmModel, lstmProblem } from './lstm-model.ts';
import { gridKey, measureKeys } from './measure-options.ts';
import { type NetworkSources, networkInputNames } from './network-inputs.ts';
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
    beside: z
      .array(z.enum(partnerNames))
      .default([])
      .describe('Forecasters whose residual the network learns: a hybrid.'),
    regimes: detectorSchema
      .optional()
      .describe('A detector whose filtered probabilities the network reads, by name with its settings.'),
    exogenous: exogenousSchema.default([]).describe('Further columns that it reads, such as implied volatility.'),
    gridDays: gridKey,
    ...measureKeys,
  })
  .describe('Long short-term memory network beside a linear part.');

/** An LSTM with the settings of a file. */
export function createNamedLstm({ beside, regimes, ...options }: z.output<typeof lstmSchema>): VolatilityForecaster {
  return createLstmForecaster({
    ...options,
    beside: beside.map((name) => createPartner(name, options)),
    regimes: regimes === undefined ? undefined : createDetector(regimes),
  });
}

/**
 * Long short-term memory network (Hochreiter and Schmidhuber 1997, Neural Computation 9) beside a linear part: the log
 * variance at each horizon of a grid is a regression (`lstm-baseline.ts`) plus what the network makes of the last `window`
 * days of inputs (`network-inputs.ts`). The network's cells are bounded and its inputs held within six standard
 * deviations, so an unheard-of day cannot send it anywhere.
 *
 * With forecasters `beside` it, such as GJR-GARCH, it is a hybrid: their log forecasts are regressors of the linear part.
 *
 * The linear part and the scaler are fitted on every row whose targets are known. Of these, each network of an ensemble
 * is fitted on all but a block of its own, which chooses among its weights as training goes on (`splitRows`). The forecast of
 * the measure is clipped to [0.7 × the smallest, 1.5 × the largest] target, then multiplied per horizon by the mean ratio
 * of target to forecast over the same rows and by the ratio of `target` to `measure`.
 *
 * With `previous`, of a fit with the same settings, networks start from its weights and take half the epochs at half the rate.
 * The blocks held back grow with the history, so a few of their days have taught the weights started from.
 *
 * The first 63 + window − 1 rows of a history have no forecast; more where what it reads begins later.
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
  const networkOf = (sources: NetworkSources): LstmNetwork => ({
    gridDays,
    window,
    units,
    layers,
    dropout,
    loss,
    inputs: networkInputNames(sources).length,
  });

  function fit(history: Bars, call: ForecasterFitOptions): VolatilityModel {
    const open = (_: number, sources: NetworkSources) => {
      const problem = lstmProblem(networkOf(sources));
      const first = (member: number) =>
        initialWeights(
          forecasterNetwork(problem),
          createRandomStream(call.seed, 'lstm', member, 'weights'),
          FIRST_HEAD_SHARE,
        );
      return { objective: createObjective(problem), first };
    };
    const previous = (sources: NetworkSources) => weightsToStartFrom(call.previous, networkOf(sources));
    const found = fitNetworks(history, options, call, 'lstm', { open, previous });
    return lstmModel(found, networkOf(found));
  }

  return { name: 'lstm', fit };
}

/** The networks of the fit before, where they are of the same shape. */
function weightsToStartFrom(previous: VolatilityModel | undefined, network: LstmNetwork): readonly Float32Array[] {
  if (previous?.forecaster !== 'lstm') return [];
  const { gridDays, window, weights } = previous.toJSON();
  const size = networkSize(forecasterNetwork(lstmProblem(network)));
  const isAlike =
    isDeepStrictEqual(gridDays, network.gridDays) &&
    window === network.window &&
    (weights as number[][]).every(({ length }) => length === size);
  return isAlike ? (weights as number[][]).map((values) => Float32Array.from(values)) : [];
}
