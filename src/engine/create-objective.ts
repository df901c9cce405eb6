import { requireDropoutKey } from './check-network.ts';
import { type BatchOf, createCallersProgram, KEPT_BYTES, type Problem, type ProblemOptions } from './create-program.ts';
import type { Evaluation, EvaluationOptions, Objective } from './objective.ts';
import { groupCount } from './row-groups.ts';

/**
 * The objective of a problem, evaluated in the calling thread. The same bits as on any number of workers
 * (`createEngine`), which is what long trainings use.
 *
 * Throws a RangeError for a problem that makes no sense, or whose loss is 'criterion' where none is given.
 *
 * @example
 * const objective = createObjective(problem);
 * const { loss, gradient } = objective.lossAndGradient(weights, batch);
 */
export function createObjective<P extends Problem>(
  problem: P,
  { criterion }: ProblemOptions = {},
): Objective<BatchOf<P>> {
  const program = createCallersProgram(problem, { criterion, keptBytes: KEPT_BYTES });
  /** Sums of the group at hand. */
  let partial: Float64Array | undefined;

  /** Begins an evaluation; gives what runs some work on each of its groups. */
  function begin(
    weights: Float32Array,
    batch: BatchOf<P>,
    { dropoutKey, signal }: EvaluationOptions,
    takesLoss: boolean,
  ): (work: (group: number) => void) => void {
    requireDropoutKey(dropoutKey);
    program.check(weights, batch, takesLoss);
    program.begin(weights, batch, dropoutKey);
    const groups = groupCount(program.rowsOf(batch), program.partialSize);
    return (work) => {
      for (let group = 0; group < groups; ++group) {
        signal?.throwIfAborted();
        work(group);
      }
    };
  }

  function resultsOf(
    weights: Float32Array,
    batch: BatchOf<P>,
    options: EvaluationOptions,
    takesLoss: boolean,
  ): Float64Array {
    const eachGroup = begin(weights, batch, options, takesLoss);
    const results = new Float64Array(program.rowsOf(batch) * program.resultsPerRow);
    eachGroup((group) => program.results(group, results));
    return results;
  }

  function lossAndGradient(weights: Float32Array, batch: BatchOf<P>, options: EvaluationOptions = {}): Evaluation {
    const eachGroup = begin(weights, batch, options, true);
    const rows = program.rowsOf(batch);
    partial ??= new Float64Array(program.partialSize);
    const sums = partial;
    const total = program.newTotal();
    if (program.isOnePass) {
      eachGroup((group) => {
        program.evaluate(group, sums);
        program.add(total, sums);
      });
      return program.finish(total, rows);
    }
    const results = new Float64Array(rows * program.resultsPerRow);
    eachGroup((group) => program.forward(group, results));
    const resultGradient = new Float64Array(results.length);
    const loss = program.lossGradient(results, resultGradient);
    eachGroup((group) => {
      program.backward(group, resultGradient, sums);
      program.add(total, sums);
    });
    return { loss, gradient: program.finish(total) };
  }

  return {
    size: program.size,
    lossAndGradient,
    loss: (weights, batch, { signal } = {}) => program.lossOfResults(resultsOf(weights, batch, { signal }, true)),
    results: (weights, batch, { signal } = {}) => resultsOf(weights, batch, { signal }, false),
  };
}
