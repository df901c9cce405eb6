import { forecasterNetwork } from '../../dist/engine/forecaster/forecaster-problem.js';
import { initialWeights } from '../../dist/engine/network/initial-weights.js';
import { sharedFloat32 } from '../../dist/engine/pool/shared-float32.js';
import { createRandomStream } from '../../dist/math/random.js';
import { packArray } from './peer-process.mjs';

const BATCH = 256;

/** Operations of an epoch's products; at the first step the hidden state is 0 and needs none. */
function lstmOperations({ windows, window, inputs, units }) {
  const fromInputs = window * 2 * inputs;
  const fromHidden = (window - 1) * 3 * units;
  return 2 * windows * (4 * units * (fromInputs + fromHidden) + 3 * units);
}

/** An epoch of the volatility forecaster: windows of a history in random order, squared error of the log variance. */
export function lstmCase({ name, windows, window, inputs, units, ...rest }) {
  const stream = createRandomStream(1, 'bench', 'lstm');
  const days = windows + window - 1;
  const features = drawShared(inputs * days, () => stream.normal());
  const targets = drawShared(days, () => Math.exp(stream.normal()));
  const rows = Int32Array.from({ length: windows }, (_, k) => k + window - 1);
  for (let k = windows - 1; k > 0; --k) {
    const other = stream.integer(k + 1);
    [rows[k], rows[other]] = [rows[other], rows[k]];
  }
  const problem = {
    kind: 'forecaster',
    inputs,
    window,
    layers: [{ kind: 'lstm', units }],
    horizons: 1,
    loss: 'log-mse',
  };
  const weights = initialWeights(forecasterNetwork(problem), createRandomStream(1, 'bench', 'lstm weights'));
  const batches = [];
  for (let from = 0; from < windows; from += BATCH) {
    batches.push({ days, features, targets, rows: rows.slice(from, from + BATCH) });
  }
  return {
    name,
    unit: 's an epoch',
    millisecondsPerUnit: 1000,
    operations: lstmOperations({ windows, window, inputs, units }),
    problem,
    batches,
    weights,
    variants: ['time first', 'batch first'],
    peerRequest: () => ({
      kind: 'lstm',
      units,
      batch: BATCH,
      arrays: {
        weights: packArray(weights, [weights.length]),
        windows: packArray(gatherWindows(features, rows, { window, inputs, days }), [windows, window, inputs]),
        targets: packArray(
          Float32Array.from(rows, (day) => Math.log(targets[day])),
          [windows],
        ),
      },
    }),
    ...rest,
  };
}

function drawShared(length, draw) {
  const values = sharedFloat32(length);
  for (let k = 0; k < length; ++k) values[k] = draw();
  return values;
}

/** `[row][step][input]`, as the peers read it. */
function gatherWindows(features, rows, { window, inputs, days }) {
  const gathered = new Float32Array(rows.length * window * inputs);
  let next = 0;
  for (const day of rows) {
    for (let t = day - window + 1; t <= day; ++t) {
      for (let i = 0; i < inputs; ++i) gathered[next++] = features[i * days + t];
    }
  }
  return gathered;
}
