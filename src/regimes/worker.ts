import { createWorkerHandler } from '../engine/jobs/pool-worker.ts';
import { regimeJobs } from './jobs.ts';

/** Entry of the worker threads. */
export const handle = createWorkerHandler(regimeJobs);
