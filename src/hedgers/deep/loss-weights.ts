import { bestThreshold } from '../../engine/policy/policy-losses.ts';
import { lossParameters, type PolicyProblem } from '../../engine/policy/policy-problem.ts';

/**
 * The weights that a training starts from: those of the network, and where the loss is CVaR its threshold, at its best for
 * the first results.
 *
 * @param firstResults P&L at given weights; the threshold among them has no say in it
 */
export function startWeights(
  network: Float32Array,
  { loss }: Pick<PolicyProblem, 'loss'>,
  firstResults: (weights: Float32Array) => Float64Array,
): Float32Array {
  if (lossParameters({ loss }) === 0) return network;
  return withThreshold(network, bestThreshold(loss, firstResults(withThreshold(network, 0))));
}

/** The same where results are promised. */
export async function startWeightsAsync(
  network: Float32Array,
  { loss }: Pick<PolicyProblem, 'loss'>,
  firstResults: (weights: Float32Array) => Promise<Float64Array>,
): Promise<Float32Array> {
  if (lossParameters({ loss }) === 0) return network;
  return withThreshold(network, bestThreshold(loss, await firstResults(withThreshold(network, 0))));
}

/** The weights of the network alone: what a policy keeps of a training. */
export function networkWeights(weights: Float32Array, { loss }: Pick<PolicyProblem, 'loss'>): Float32Array {
  return lossParameters({ loss }) === 0 ? weights : weights.slice(0, weights.length - lossParameters({ loss }));
}

function withThreshold(network: Float32Array, threshold: number): Float32Array {
  const weights = new Float32Array(network.length + 1);
  weights.set(network);
  weights[network.length] = threshold;
  return weights;
}
