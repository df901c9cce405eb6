import type { Program, ProgramOptions } from '../program.ts';
import { createOnePassProgram } from './one-pass-program.ts';
import { lossForm } from './policy-losses.ts';
import { checkPolicyProblem, type PolicyBatch, type PolicyProblem } from './policy-problem.ts';
import { createPolicyTiles } from './policy-tiles.ts';
import { createTwoPassProgram } from './two-pass-program.ts';

/** The policy network's gradient through the whole hedging problem, tile by tile. */
export function createPolicyProgram(
  problem: PolicyProblem,
  { criterion, keptBytes = 0 }: ProgramOptions = {},
): Program<PolicyBatch> {
  checkPolicyProblem(problem);
  const form = lossForm(problem.loss, criterion);
  const tiles = createPolicyTiles(problem);
  return form.isOnePass
    ? createOnePassProgram(tiles, form.loss)
    : createTwoPassProgram(tiles, form.criterion, keptBytes);
}
