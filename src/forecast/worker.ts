import { createWorkerHandler } from '../engine/jobs/pool-worker.ts';
import { forecastJobs } from './jobs.ts';

/** Entry of the worker threads. */
export const handle = createWorkerHandler(forecastJobs);
