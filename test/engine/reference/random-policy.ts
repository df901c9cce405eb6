import {
  lossParameters,
  type PolicyBatch,
  type PolicyProblem,
  policyNetwork,
} from '../../../src/engine/policy/policy-problem.ts';
import { createRandomStream } from '../../../src/math/random.ts';
import { policyFloat64 } from './policy-float64.ts';
import { randomWeights } from './random-weights.ts';

/** A batch of geometric Brownian paths around 100 with a short call to hedge, and weights at which to hedge it. */
export function randomPolicy(
  problem: PolicyProblem,
  paths: number,
  seed: number,
): { weights: Float32Array; batch: PolicyBatch } {
  const stream = createRandomStream(seed, 'policy gradient');
  const { steps, signals, instruments, loss } = problem;
  const prices = new Float32Array((steps + 1) * instruments * paths);
  const reference = new Float32Array(steps * instruments * paths);
  for (let k = 0; k < instruments * paths; ++k) {
    let price = 100 * Math.exp(0.05 * stream.normal());
    let delta = 0.3 + 0.4 * stream.uniform();
    for (let t = 0; t <= steps; ++t) {
      // Some prices cross 0, as those of futures may.
      prices[t * instruments * paths + k] = k % 4 === 3 ? price - 100 : price;
      if (t < steps) reference[t * instruments * paths + k] = delta;
      price *= Math.exp(0.015 * stream.normal());
      delta += 0.1 * stream.normal();
    }
  }
  const last = prices.subarray(steps * instruments * paths);
  const batch = {
    paths,
    signals: Float32Array.from({ length: steps * signals * paths }, () => stream.normal()),
    prices,
    reference,
    unhedged: Float32Array.from({ length: paths }, (_, path) => 2 - Math.max(last[path] - 100, 0)),
  };
  const network = randomWeights(policyNetwork(problem), stream);
  const weights = new Float32Array(network.length + lossParameters(problem));
  weights.set(network);
  if (loss.kind === 'cvar') {
    const { pnl } = policyFloat64(problem, Float64Array.from(weights), batch);
    weights[network.length] = tailThreshold(pnl, loss.level);
  }
  return { weights, batch };
}

/** Half-way between two losses, with more or fewer above than the tail holds, so that the slope there is not 0. */
function tailThreshold(pnl: readonly number[], level: number): number {
  const losses = pnl.map((x) => -x).sort((a, b) => b - a);
  const tail = (1 - level) * losses.length;
  const more = Math.floor(1.4 * tail) + 1;
  const above = more <= losses.length ? more : Math.ceil(tail / 2);
  return above === losses.length ? losses[above - 1] - 0.5 : (losses[above - 1] + losses[above]) / 2;
}

/** The paths [from, to) of a batch, copied out. */
export function copyPaths(batch: PolicyBatch, from: number, to: number): PolicyBatch {
  const part = (column: Float32Array) => column.filter((_, k) => k % batch.paths >= from && k % batch.paths < to);
  return {
    paths: to - from,
    signals: part(batch.signals),
    prices: part(batch.prices),
    reference: batch.reference && part(batch.reference),
    unhedged: part(batch.unhedged),
  };
}
