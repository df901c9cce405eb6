import * as tf from '@tensorflow/tfjs-core';
import type { Criterion } from '../../../risk/criterion.ts';
import { checkPolicyBatch } from '../../policy/check-policy-batch.ts';
import { lossParameters, type PolicyBatch, type PolicyProblem } from '../../policy/policy-problem.ts';
import { columnsTensor } from './columns.ts';
import { applyModel, type LayersModel } from './layers-model.ts';
import type { ModelGraph } from './model-graph.ts';
import { policyLoss } from './policy-loss.ts';

/** Hedging by a user's model, as `PolicyProblem` states it; the model is applied anew at each step, without a state. */
export function policyGraph(
  model: LayersModel,
  problem: PolicyProblem,
  criterion?: Criterion,
): ModelGraph<PolicyBatch> {
  if (problem.loss.kind === 'criterion' && criterion === undefined) {
    throw new RangeError("the problem's loss is 'criterion', and no criterion was given");
  }
  const { steps, signals, instruments, readsHoldings, pnlScale, head, unwinds } = problem;

  function results(batch: PolicyBatch, first: number, last: number, training: boolean): tf.Tensor {
    const start = batch.range?.[0] ?? 0;
    const rows = [start + first, start + last] as const;
    const columns = (values: Float32Array, step: number, count: number) =>
      columnsTensor(values, batch.paths, [step * count, count], rows);
    const proportional = tf.tensor1d([...problem.proportionalCost]);
    const quadratic = tf.tensor1d([...problem.quadraticCost]);
    const costOf = (price: tf.Tensor, trade: tf.Tensor) => {
      // |trade| as trade·sign(trade): its gradient at 0 is 0, where TensorFlow.js has −1 for tf.abs.
      const rate = tf.add(tf.mul(proportional, tf.sign(trade)), tf.mul(quadratic, trade));
      return tf.sum(tf.mul(tf.abs(price), tf.mul(trade, rate)), 1);
    };

    const unhedged = tf.tensor1d(batch.unhedged.slice(...rows));
    let pnl: tf.Tensor = unhedged;
    let price = columns(batch.prices, 0, instruments);
    let held: tf.Tensor = tf.zeros([last - first, instruments]);
    for (let t = 0; t < steps; ++t) {
      const read = signals === 0 ? [] : [columns(batch.signals, t, signals)];
      if (pnlScale !== undefined) read[0] = withPnl(read[0], tf.mul(pnlScale, tf.sub(pnl, unhedged)));
      const inputs = tf.concat([...read, ...(readsHoldings ? [held as tf.Tensor2D] : [])], 1);
      const given = head === 'holding' ? undefined : columns(batch.reference!, t, instruments);
      const next = holdings(applyModel(model, inputs, training), given, held, problem);
      const after = columns(batch.prices, t + 1, instruments);
      const gain = tf.sum(tf.mul(next, tf.sub(after, price)), 1);
      pnl = tf.sub(tf.add(pnl, gain), costOf(price, tf.sub(next, held)));
      held = next;
      price = after;
    }
    return tf.reshape(unwinds ? tf.sub(pnl, costOf(price, held)) : pnl, [-1, 1]);
  }

  return {
    parameters: lossParameters(problem),
    checkBatch: (batch) => checkPolicyBatch(problem, batch),
    rowsOf: ({ paths, range: [from, to] = [0, paths] }) => to - from,
    resultsPerRow: 1,
    results,
    loss: (pnl, _, parameter) => policyLoss(problem.loss, tf.reshape(pnl, [-1]), parameter, criterion),
  };
}

/** Signals `[rows, signals]` with what trading has gained so far, `[rows]`, added to the last of them. */
function withPnl(signals: tf.Tensor2D, gained: tf.Tensor): tf.Tensor2D {
  const last = signals.shape[1] - 1;
  return tf.add(
    signals,
    tf.pad(tf.reshape(gained, [-1, 1]), [
      [0, 0],
      [last, 0],
    ]),
  );
}

/** Holdings `[rows, instruments]` by the head of the problem. */
function holdings(
  outputs: tf.Tensor,
  reference: tf.Tensor | undefined,
  held: tf.Tensor,
  { head, instruments, bandScale = 0.1 }: PolicyProblem,
): tf.Tensor {
  if (reference === undefined) return outputs;
  if (head === 'correction') return tf.add(reference, outputs);
  const [first, second] = [0, instruments].map((from) => tf.slice(outputs, [0, from], [-1, instruments]));
  const half = (output: tf.Tensor) => tf.mul(tf.softplus(output), bandScale);
  const centre = head === 'band' ? reference : tf.add(reference, tf.mul(first, bandScale));
  const above = half(second);
  const below = head === 'band' ? half(first) : above;
  return tf.minimum(tf.maximum(held, tf.sub(centre, below)), tf.add(centre, above));
}
