import type { Executor } from '../engine/jobs/executor.ts';
import type { LongCallOptions } from '../support/long-call.ts';

export interface RunJobsOptions extends LongCallOptions {
  /** What one task is, for people. */
  readonly label: (index: number) => string;
}

/**
 * Runs one job over many tasks on the executor and returns their results in the order of the tasks, whatever the number
 * of workers. Reports progress by the share of all tasks that is done, in thousandths of a task.
 */
export async function runJobs<Task, Result>(
  executor: Executor,
  job: string,
  tasks: readonly Task[],
  { signal, onProgress, label }: RunJobsOptions,
): Promise<readonly Result[]> {
  const shares = new Float64Array(tasks.length);
  const report = (index: number) => {
    const done = shares.reduce((sum, share) => sum + share, 0);
    onProgress?.({ label: label(index), done: Math.round(1000 * done), total: 1000 * tasks.length });
  };
  return Promise.all(
    tasks.map(async (task, index) => {
      const result = await executor.run<Result>(job, task, {
        signal,
        onProgress: ({ done, total }) => {
          shares[index] = Math.max(shares[index], Math.min(0.99, total > 0 ? done / total : 0));
          report(index);
        },
      });
      shares[index] = 1;
      report(index);
      return result;
    }),
  );
}
