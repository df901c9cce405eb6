import * as tf from '@tensorflow/tfjs-core';
import type { PolicyLoss } from '../../policy/policy-problem.ts';

/** Standard deviations below its square root have no gradient: there is none at 0. */
const LEAST_VARIANCE = 1e-30;

/** A loss of the P&L `[paths]`. `threshold` is ω of CVaR; other losses do not read it. */
export function policyLoss(loss: PolicyLoss, pnl: tf.Tensor, threshold: tf.Tensor): tf.Scalar {
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
  }
}

/** About the mean: E X² − (E X)² would lose its digits in float32. */
function variance(values: tf.Tensor): tf.Scalar {
  return tf.mean(tf.square(tf.sub(values, tf.mean(values))));
}
