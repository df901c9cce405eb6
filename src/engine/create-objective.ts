import { requireLength } from './check-network.ts';
import { type BatchOf, createProgram, type Problem, type ProblemOptions } from './create-program.ts';
import type { Evaluation, EvaluationOptions, Objective } from './objective.ts';
import { groupCount, type Program } from './program.ts';

/**
 * The objective of a problem, evaluated in the calling thread. The same bits as on any number of workers
 * (`createEngine`), which is what long trainings use.
 *
 * Throws a RangeError for a problem that makes no sense.
 *
 * @example
 * const objective = createObjective(problem);
 * const { loss, gradient } = objective.lossAndGradient(weights, batch);
 */
export function createObjective<P extends Problem>(problem: P, options?: ProblemOptions): Objective<BatchOf<P>> {
  const program: Program<BatchOf<P>> = createProgram(problem, options);

  function begin(weights: Float32Array, batch: BatchOf<P>, evaluation: EvaluationOptions): number {
    requireLength('weights', weights, program.size);
    program.checkBatch(batch);
    program.begin(weights, batch, evaluation);
    return groupCount(program.rowsOf(batch));
  }

  function allResults(groups: number, batch: BatchOf<P>, keeps: boolean): Float64Array {
    const results = new Float64Array(program.rowsOf(batch) * program.resultsPerRow);
    for (let group = 0; group < groups; ++group) program.results(group, results, keeps);
    return results;
  }

  function lossAndGradient(weights: Float32Array, batch: BatchOf<P>, evaluation: EvaluationOptions = {}): Evaluation {
    const groups = begin(weights, batch, evaluation);
    const partials: Float64Array[] = [];
    const partialOf = (group: number) => {
      partials[group] = new Float64Array(program.partialSize);
      return partials[group];
    };
    if (program.isOnePass) {
      for (let group = 0; group < groups; ++group) program.evaluate(group, partialOf(group));
      return program.combine(partials, program.rowsOf(batch));
    }
    const results = allResults(groups, batch, true);
    const resultGradient = new Float64Array(results.length);
    const loss = program.lossOfResults(results, resultGradient);
    for (let group = 0; group < groups; ++group) program.backward(group, resultGradient, partialOf(group));
    return { loss, gradient: program.combine(partials, program.rowsOf(batch)).gradient };
  }

  return {
    size: program.size,
    lossAndGradient,
    loss(weights, batch) {
      const groups = begin(weights, batch, {});
      return program.lossOfResults(allResults(groups, batch, false));
    },
    results(weights, batch) {
      const groups = begin(weights, batch, {});
      return allResults(groups, batch, false);
    },
  };
}
