import type { RandomStream } from '../../math/random.ts';
import { initialWeights } from '../network/initial-weights.ts';
import { checkPolicyProblem, lossParameters, type PolicyProblem, policyNetwork } from './policy-problem.ts';

/**
 * Weights to start training a policy from: `initialWeights` of its network, then the threshold 0 where the loss is CVaR
 * (`bestThreshold` finds a better one from first results).
 *
 * @param lastScale factor on the linear layer; 0.1, say, starts a policy near its bias
 * @throws RangeError for a problem that makes no sense
 * @example
 * const weights = initialPolicyWeights(problem, createRandomStream(7, 'weights'));
 */
export function initialPolicyWeights(problem: PolicyProblem, stream: RandomStream, lastScale = 1): Float32Array {
  checkPolicyProblem(problem);
  const network = initialWeights(policyNetwork(problem), stream, lastScale);
  const weights = new Float32Array(network.length + lossParameters(problem));
  weights.set(network);
  return weights;
}
