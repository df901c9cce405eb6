// Entry file of an engine's worker threads.
import { createProgram, type Problem } from '../create-program.ts';
import { servePrograms } from './serve-programs.ts';

servePrograms((problem: Problem) => createProgram(problem));
