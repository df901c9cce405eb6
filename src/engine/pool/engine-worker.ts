// Entry file of an engine's worker threads.
import { createProgram } from '../create-program.ts';
import type { OpenedProblem } from './create-engine.ts';
import { servePrograms } from './serve-programs.ts';

servePrograms(({ problem, keptBytes }: OpenedProblem) => createProgram(problem, { keptBytes }));
