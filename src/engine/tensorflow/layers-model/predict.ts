import { tidy } from '@tensorflow/tfjs-core';
import { requireCount } from '../../../support/require.ts';
import { requireLength } from '../../check-network.ts';
import { checkForecasterBatch } from '../../forecaster/check-forecaster-batch.ts';
import { columnsTensor, scatterColumns, windowsTensor } from './columns.ts';
import { applyModel, checkModel, type LayersModel } from './layers-model.ts';

/** Rows that go through a model at once. */
const ROWS_AT_ONCE = 8192;

/**
 * Outputs `[outputs][rows]` of a user's model for inputs `[inputs][rows]`, nothing dropped: a policy's step, say.
 * Throws a RangeError when the inputs do not fit the model.
 */
export function predictRows(model: LayersModel, inputs: Float32Array, rows: number): Float32Array {
  requireCount('rows', rows);
  const read = model.inputs[0]?.shape.at(-1) ?? 0;
  const given = model.outputs[0]?.shape.at(-1) ?? 0;
  checkModel(model, read, given);
  requireLength('inputs', inputs, read * rows);
  const outputs = new Float32Array(given * rows);
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const to = Math.min(from + ROWS_AT_ONCE, rows);
    const table = tidy(() => applyModel(model, columnsTensor(inputs, rows, [0, read], [from, to]), false).dataSync());
    scatterColumns(table, given, outputs, rows, from);
  }
  return outputs;
}

/** Days of a history to forecast at. */
export interface Windows {
  readonly days: number;
  /** `[inputs][days]`. */
  readonly features: Float32Array;
  /** Steps of a window. */
  readonly window: number;
  /** Days to forecast at, each the last of its window. */
  readonly rows: Int32Array;
}

/**
 * Outputs `[outputs][rows]` of a user's model that reads windows `[rows, window, inputs]`, nothing dropped.
 * Throws a RangeError when the features do not fit the model or a window starts before the first day.
 */
export function predictWindows(model: LayersModel, { days, features, window, rows }: Windows): Float32Array {
  const read = model.inputs[0]?.shape.at(-1) ?? 0;
  const given = model.outputs[0]?.shape.at(-1) ?? 0;
  checkModel(model, read, given, window);
  checkForecasterBatch({ inputs: read, window, horizons: given }, { days, features, rows });
  const outputs = new Float32Array(given * rows.length);
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    const some = rows.subarray(from, from + ROWS_AT_ONCE);
    const table = tidy(() => applyModel(model, windowsTensor(features, days, read, window, some), false).dataSync());
    scatterColumns(table, given, outputs, rows.length, from);
  }
  return outputs;
}
