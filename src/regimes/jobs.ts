import type { JobFunction } from '../engine/jobs/executor.ts';
import { hmmJobs } from './hmm/fit-hmm.ts';

/** What the room hands to worker threads. */
export const regimeJobs: Readonly<Record<string, JobFunction>> = { ...hmmJobs };
