import * as tf from '@tensorflow/tfjs-core';
import type { Criterion } from '../../../risk/criterion.ts';
import type { PolicyLoss } from '../../policy/policy-problem.ts';

/** A variance below it counts as none: there the standard deviation has no gradient. */
const LEAST_VARIANCE = 1e-30;

/**
 * A loss of the P&L `[paths]`.
 *
 * @param threshold ω of CVaR; other losses do not read it
 * @param criterion the loss of a problem that has none of its own
 */
export function policyLoss(
  loss: PolicyLoss,
  pnl: tf.Tensor,
  threshold: tf.Tensor,
  criterion: Criterion | undefined,
): tf.Scalar {
  switch (loss.kind) {
    case 'entropic': {
      const a = loss.riskAversion;
      return tf.div(tf.sub(tf.logSumExp(tf.mul(pnl, -a)), Math.log(pnl.size)), a);
    }
    case 'cvar': {
      const excess = tf.relu(tf.sub(tf.neg(pnl), threshold));
      return tf.add(tf.sum(threshold), tf.div(tf.mean(excess), 1 - loss.level));
    }
    case 'variance':
      return variance(pnl);
    case 'mean-sd': {
      const deviation = tf.sqrt(tf.maximum(variance(pnl), LEAST_VARIANCE));
      return tf.sub(tf.mul(deviation, loss.riskAversion), tf.mean(pnl));
    }
    case 'mean-square':
      return tf.mean(tf.square(pnl));
    case 'criterion':
      return criterionLoss(pnl, criterion!);
  }
}

/** About the mean: E X² − (E X)² would lose its digits in float32. */
function variance(values: tf.Tensor): tf.Scalar {
  return tf.mean(tf.square(tf.sub(values, tf.mean(values))));
}

/** A criterion brings its own gradient. */
function criterionLoss(pnl: tf.Tensor, criterion: Criterion): tf.Scalar {
  const operation = tf.customGrad((x) => {
    const values = Float64Array.from((x as tf.Tensor).dataSync<'float32'>());
    const slope = new Float64Array(values.length);
    const value = tf.scalar(criterion.gradient(values, slope));
    return { value, gradFunc: (dy: tf.Tensor) => tf.mul(dy, tf.tensor1d(Float32Array.from(slope))) };
  });
  return operation(pnl) as tf.Scalar;
}
