import { initialWeights } from '../../dist/engine/network/initial-weights.js';
import { denseLayers } from '../../dist/engine/network/network-shape.js';
import { policyNetwork } from '../../dist/engine/policy/policy-problem.js';
import { sharedFloat32 } from '../../dist/engine/pool/shared-float32.js';
import { createRandomStream } from '../../dist/math/random.js';
import { packArray } from './peer-process.mjs';

const STEPS = 30;
const VOL_TO_EXPIRY = 0.2 * Math.sqrt(STEPS / 252);
const COST = 1e-3;
const RISK_AVERSION = 10;

/** Hedging a call struck at the money on paths of geometric Brownian motion, with the entropic loss. */
export function policyProblem({ widths, activation }) {
  return {
    kind: 'policy',
    steps: STEPS,
    signals: 2,
    instruments: 1,
    layers: denseLayers(widths, activation),
    readsHoldings: true,
    head: 'holding',
    proportionalCost: [COST],
    quadraticCost: [0],
    unwinds: true,
    loss: { kind: 'entropic', riskAversion: RISK_AVERSION },
  };
}

/** The network reads the log price, in standard deviations to expiry, the share of time left and the last holding. */
export function policyBatch(paths) {
  const stream = createRandomStream(1, 'bench', 'policy');
  const prices = sharedFloat32((STEPS + 1) * paths).fill(1, 0, paths);
  const signals = sharedFloat32(STEPS * 2 * paths);
  const unhedged = sharedFloat32(paths);
  const deviation = VOL_TO_EXPIRY / Math.sqrt(STEPS);
  for (let t = 0; t < STEPS; ++t) {
    const now = prices.subarray(t * paths, (t + 1) * paths);
    const next = prices.subarray((t + 1) * paths, (t + 2) * paths);
    const logPrice = signals.subarray(2 * t * paths, (2 * t + 1) * paths);
    signals.fill(1 - t / STEPS, (2 * t + 1) * paths, (2 * t + 2) * paths);
    for (let p = 0; p < paths; ++p) {
      logPrice[p] = Math.log(now[p]) / VOL_TO_EXPIRY;
      next[p] = now[p] * Math.exp(deviation * stream.normal() - deviation ** 2 / 2);
    }
  }
  const last = prices.subarray(STEPS * paths);
  for (let p = 0; p < paths; ++p) unhedged[p] = 0.4 * VOL_TO_EXPIRY - Math.max(last[p] - 1, 0);
  return { paths, signals, prices, unhedged };
}

/** Floating-point operations of a step's matrix products, two for each multiplication and addition. */
function policyOperations(widths, paths) {
  const sizes = [3, ...widths, 1];
  const products = sizes.slice(1).map((outputs, l) => sizes[l] * outputs);
  const forward = products.reduce((sum, product) => sum + product, 0);
  // Of the first layer's inputs the last holding alone needs a gradient, and not at the first step, where it is 0.
  const toInputs = STEPS * (forward - products[0]) + (STEPS - 1) * widths[0];
  return 2 * paths * (2 * STEPS * forward + toInputs);
}

/** A case of the benchmark: what is trained, by whom, and how its peers are asked for the same. */
export function policyCase({ name, widths, activation = 'relu', paths, ...rest }) {
  const problem = policyProblem({ widths, activation });
  const batch = policyBatch(paths);
  const weights = initialWeights(policyNetwork(problem), createRandomStream(1, 'bench', 'policy weights'));
  const sizes = [3, ...widths, 1];
  return {
    name,
    unit: 'ms a step',
    millisecondsPerUnit: 1,
    operations: policyOperations(widths, paths),
    problem,
    batches: [batch],
    weights,
    variants: ['rows', 'columns'],
    peerRequest: () => ({
      kind: 'policy',
      layers: sizes.slice(1).map((outputs, l) => [sizes[l], outputs]),
      activation,
      cost: COST,
      riskAversion: RISK_AVERSION,
      arrays: {
        weights: packArray(weights, [weights.length]),
        signals: packArray(batch.signals, [STEPS, 2, paths]),
        prices: packArray(batch.prices, [STEPS + 1, paths]),
        unhedged: packArray(batch.unhedged, [paths]),
      },
    }),
    ...rest,
  };
}
