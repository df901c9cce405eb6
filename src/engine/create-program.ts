import type { Criterion } from '../risk/criterion.ts';
import { describe, requireObject } from './check-network.ts';
import type { ForecasterBatch, ForecasterProblem } from './forecaster/forecaster-problem.ts';
import { createForecasterProgram } from './forecaster/forecaster-program.ts';
import type { PolicyBatch, PolicyProblem } from './policy/policy-problem.ts';
import { createPolicyProgram } from './policy/policy-program.ts';
import type { Program, ProgramOptions } from './program.ts';

/** What the engine can train, as plain data. */
export type Problem = PolicyProblem | ForecasterProblem;

/** The batches of a problem. */
export type BatchOf<P extends Problem> = P extends PolicyProblem ? PolicyBatch : ForecasterBatch;

/** What of a problem plain data cannot hold. */
export interface ProblemOptions {
  /** What is minimised when a policy problem's loss is 'criterion'. */
  readonly criterion?: Criterion | undefined;
}

/** Memory for kept activations, of all threads together. */
export const KEPT_BYTES = 256 * 2 ** 20;

/** The program of a problem, for one thread. Throws a RangeError for a problem that makes no sense. */
export function createProgram<P extends Problem>(problem: P, options: ProgramOptions = {}): Program<BatchOf<P>> {
  requireObject('problem', problem);
  switch (problem.kind) {
    case 'policy':
      return createPolicyProgram(problem, options) as Program<BatchOf<P>>;
    case 'forecaster':
      return createForecasterProgram(problem) as Program<BatchOf<P>>;
    default:
      throw new RangeError(`kind is ${describe((problem as { kind: unknown }).kind)}: expected policy or forecaster`);
  }
}

/** `createProgram` for the thread that takes the loss, which has to be given the criterion of a problem that needs one. */
export function createCallersProgram<P extends Problem>(problem: P, options: ProgramOptions): Program<BatchOf<P>> {
  const program = createProgram(problem, options);
  if (problem.kind === 'policy' && problem.loss.kind === 'criterion' && options.criterion === undefined) {
    throw new RangeError("the problem's loss is 'criterion', and no criterion was given");
  }
  return program;
}
