import { createWorkerHandler } from '../engine/jobs/pool-worker.ts';
import { createPathJobs } from './path-jobs.ts';

/** Entry of the worker threads that draw paths. */
export const handle = createWorkerHandler(createPathJobs());
