import { describe, requireLayers, requireSize } from '../check-network.ts';
import { checkNetworkShape, isRecurrent, type LayerShape, type NetworkShape } from '../network/network-shape.ts';

/**
 * What is minimised, averaged over rows and horizons. v is the variance that followed, g the log variance forecast: the
 * network's output plus the batch's `baseline` where it has one.
 */
export type ForecasterLoss =
  /** v e^{−g} − log(v e^{−g}) − 1, least at the conditional mean of v (Patton, 2011). */
  | 'qlike'
  /** (g − log v)². */
  | 'log-mse';

/**
 * A forecaster of log variance, as plain data: recurrent layers read `window` steps of `inputs` numbers, and what stands
 * above the last recurrent one, with a linear layer on top, gives one output per horizon after the last step.
 */
export interface ForecasterProblem {
  readonly kind: 'forecaster';
  readonly inputs: number;
  /** Steps read, the row of the forecast among them; 1 without a recurrent layer, which would see no other. */
  readonly window: number;
  readonly layers: readonly LayerShape[];
  readonly horizons: number;
  readonly loss: ForecasterLoss;
}

/** Rows of a history to forecast at. Arrays in shared memory are not copied. */
export interface ForecasterBatch {
  /** Length of the columns: days of the history. */
  readonly days: number;
  /** `[inputs][days]`. */
  readonly features: Float32Array;
  /** Variance that followed, above 0, `[horizons][days]`; only entries at `rows` are read. `results` does without. */
  readonly targets?: Float32Array | undefined;
  /** Log variance to which the outputs are added, `[horizons][days]`. */
  readonly baseline?: Float32Array | undefined;
  /** Days to forecast at, each the last of its window. */
  readonly rows: Int32Array;
}

/** The network that a problem trains. */
export function forecasterNetwork({ inputs, layers, horizons }: ForecasterProblem): NetworkShape {
  return { inputs, layers, outputs: horizons };
}

/** Throws a RangeError that names the first part of a problem that makes no sense. */
export function checkForecasterProblem(problem: ForecasterProblem): void {
  checkForecasterTask(problem);
  const { window, layers } = problem;
  requireLayers(layers);
  checkNetworkShape(forecasterNetwork(problem));
  if (window > 1 && !isRecurrent({ layers })) {
    throw new RangeError(`window is ${window}: expected 1 without a recurrent layer`);
  }
}

/** `checkForecasterProblem` but for the layers, which a network of the user's own brings. */
export function checkForecasterTask({ inputs, window, horizons, loss }: Omit<ForecasterProblem, 'layers'>): void {
  requireSize('inputs', inputs);
  requireSize('window', window);
  requireSize('horizons', horizons);
  if (!['qlike', 'log-mse'].includes(loss)) {
    throw new RangeError(`loss is ${describe(loss)}: expected qlike or log-mse`);
  }
}
