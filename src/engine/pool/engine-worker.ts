// Entry file of an engine's worker threads.
import { createProgram } from '../create-program.ts';
import { servePrograms } from './serve-programs.ts';

servePrograms(createProgram);
