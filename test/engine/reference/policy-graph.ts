import * as tf from '@tensorflow/tfjs';
import type { PolicyBatch, PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';
import { policyNetwork } from '../../../src/engine/policy/policy-problem.ts';
import { graphGradient, networkGraph } from './network-graph.ts';

/** Loss, P&L `[paths]` and gradient of a hedging problem as a plain TensorFlow.js graph, of all paths of a batch. */
export function policyReference(problem: PolicyProblem, weights: Float32Array, batch: PolicyBatch) {
  return graphGradient((w) => {
    const results = policyPnl(problem, w, batch);
    return { results, loss: policyLoss(problem, results, tf.slice(w, w.size - 1, 1)) };
  }, weights);
}

function policyPnl(problem: PolicyProblem, weights: tf.Tensor1D, batch: PolicyBatch): tf.Tensor1D {
  const { steps, signals, instruments, readsHoldings, pnlScale, unwinds } = problem;
  const { paths } = batch;
  const network = networkGraph(policyNetwork(problem), weights, paths);
  const column = (values: readonly number[]) => tf.tensor2d([...values], [instruments, 1]);
  const p = column(problem.proportionalCost);
  const q = column(problem.quadraticCost);
  /** Number `t` of `rows × paths` blocks. */
  const at = (values: Float32Array, rows: number, t: number) =>
    tf.tensor2d(values.slice(t * rows * paths, (t + 1) * rows * paths), [rows, paths]);
  const cost = (price: tf.Tensor2D, trade: tf.Tensor2D) => {
    // tf.abs has a slope of −1 at 0.
    const size = tf.mul(trade, tf.sign(trade));
    return tf.mul(tf.abs(price), tf.add(tf.mul(p, size), tf.mul(q, tf.square(trade))));
  };

  let held: tf.Tensor2D = tf.zeros([instruments, paths]);
  let gains: tf.Tensor2D = tf.zeros([instruments, paths]);
  for (let t = 0; t < steps; ++t) {
    const inputs = [...(signals > 0 ? [at(batch.signals, signals, t)] : []), ...(readsHoldings ? [held] : [])];
    if (pnlScale !== undefined) {
      const others = tf.zeros([signals - 1, paths]);
      const soFar = tf.mul(pnlScale, tf.sum(gains, 0, true));
      inputs[0] = tf.add(inputs[0], tf.concat([others, soFar], 0));
    }
    const y = network(tf.concat(inputs, 0) as tf.Tensor2D);
    const holding = headOf(problem, y, held, batch.reference && at(batch.reference, instruments, t));
    const price = at(batch.prices, instruments, t);
    const move = tf.sub(at(batch.prices, instruments, t + 1), price);
    gains = tf.sub(tf.add(gains, tf.mul(holding, move)), cost(price, tf.sub(holding, held)));
    held = holding;
  }
  if (unwinds) gains = tf.sub(gains, cost(at(batch.prices, instruments, steps), held));
  return tf.add(tf.sum(gains, 0), tf.tensor1d(batch.unhedged.slice()));
}

function headOf(problem: PolicyProblem, y: tf.Tensor2D, held: tf.Tensor2D, delta?: tf.Tensor2D): tf.Tensor2D {
  if (problem.head === 'holding') return y;
  if (problem.head === 'correction') return tf.add(delta!, y);
  if (problem.head === 'free-band') {
    const [shift, width] = tf.split(y, 2, 0);
    const centre = tf.add(delta!, tf.mul(problem.bandScale ?? 0.1, shift));
    const half = tf.mul(problem.bandScale ?? 0.1, tf.softplus(width));
    return tf.minimum(tf.maximum(held, tf.sub(centre, half)), tf.add(centre, half));
  }
  const [below, above] = tf.split(tf.mul(problem.bandScale ?? 0.1, tf.softplus(y)) as tf.Tensor2D, 2, 0);
  return tf.minimum(tf.maximum(held, tf.sub(delta!, below)), tf.add(delta!, above));
}

function policyLoss({ loss }: PolicyProblem, pnl: tf.Tensor1D, last: tf.Tensor1D): tf.Scalar {
  const variance = () => tf.mean(tf.square(tf.sub(pnl, tf.mean(pnl)))) as tf.Scalar;
  switch (loss.kind) {
    case 'entropic': {
      const a = loss.riskAversion;
      return tf.div(tf.sub(tf.logSumExp(tf.mul(pnl, -a)), Math.log(pnl.size)), a);
    }
    case 'cvar': {
      const threshold = tf.sum(last);
      const excess = tf.relu(tf.sub(tf.neg(pnl), threshold));
      return tf.add(threshold, tf.div(tf.mean(excess), 1 - loss.level)) as tf.Scalar;
    }
    case 'variance':
      return variance();
    case 'mean-sd':
      return tf.sub(tf.mul(loss.riskAversion, tf.sqrt(variance())), tf.mean(pnl)) as tf.Scalar;
    case 'mean-square':
      return tf.mean(tf.square(pnl)) as tf.Scalar;
    default:
      throw new RangeError(`loss.kind is ${loss.kind}: expected one that the graph knows`);
  }
}
