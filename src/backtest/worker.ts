import { createWorkerHandler } from '../engine/jobs/pool-worker.ts';
import { backtestJobs } from './jobs.ts';

/** Entry of the worker threads. */
export const handle = createWorkerHandler(backtestJobs);
