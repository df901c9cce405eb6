import { createWorkerHandler } from '../../engine/jobs/pool-worker.ts';
import { createBatchJobs } from './batch-jobs.ts';

/** Entry of the worker threads that draw training batches. */
export const handle = createWorkerHandler(createBatchJobs());
