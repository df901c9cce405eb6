import type { Program } from '../program.ts';
import type { ForecasterBatch, ForecasterProblem } from './forecaster-problem.ts';
export function createForecasterProgram(_p: ForecasterProblem): Program<ForecasterBatch> { throw new Error('to be written'); }
