import type { Criterion } from '../risk/criterion.ts';
import type { ForecasterBatch, ForecasterProblem } from './forecaster/forecaster-problem.ts';
import { createForecasterProgram } from './forecaster/forecaster-program.ts';
import type { PolicyBatch, PolicyProblem } from './policy/policy-problem.ts';
import { createPolicyProgram } from './policy/policy-program.ts';
import type { Program } from './program.ts';

/** What the engine can train, as plain data. */
export type Problem = PolicyProblem | ForecasterProblem;

/** The batches of a problem. */
export type BatchOf<P extends Problem> = P extends PolicyProblem ? PolicyBatch : ForecasterBatch;

/** What of a problem plain data cannot hold. */
export interface ProblemOptions {
  /** What is minimised when a policy problem's loss is 'criterion'. */
  readonly criterion?: Criterion | undefined;
}

/** The program of a problem, for one thread. Throws a RangeError for a problem that makes no sense. */
export function createProgram<P extends Problem>(problem: P, options: ProblemOptions = {}): Program<BatchOf<P>> {
  switch (problem.kind) {
    case 'policy':
      return createPolicyProgram(problem, options.criterion) as Program<BatchOf<P>>;
    case 'forecaster':
      return createForecasterProgram(problem) as Program<BatchOf<P>>;
    default:
      throw new RangeError(`kind is ${(problem as { kind: unknown }).kind}: expected policy or forecaster`);
  }
}
