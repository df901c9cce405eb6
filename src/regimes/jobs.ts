import type { JobFunction } from '../engine/jobs/executor.ts';
import { hmmJobs } from './hmm/fit-hmm.ts';
import { walkJobs } from './walk-jobs.ts';

/** What the room hands to worker threads. */
export const regimeJobs: Readonly<Record<string, JobFunction>> = { ...hmmJobs, ...walkJobs };
