import type { Executor } from '../engine/jobs/executor.ts';
import { type DrawRun, endPiece, firstCount, nextPiece } from './draw-run.ts';
import type { DrawTask } from './path-jobs.ts';
import type { SentMarket } from './sent-market.ts';

/** Who draws a run: threads, and the market as they are sent it. */
export interface DrawCrew {
  readonly executor: Executor;
  readonly threads: number;
  readonly market: SentMarket;
  readonly signal: AbortSignal | undefined;
}

/** A run under way. */
export interface DrawRunUnderway {
  /** Lets the batches below this number be drawn. */
  allow(batches: number): void;
  /** Resolves when a batch is drawn; rejects when a thread failed or was stopped. */
  drawn(batch: number): Promise<void>;
  /**
   * Lets nothing more be drawn. Resolves when the threads are done: to true when nobody writes to the columns any longer, to
   * false when a thread was stopped, which may still write for a moment.
   */
  end(): Promise<boolean>;
}

/** Starts a run, of which nothing may be drawn yet. */
export function startDrawRun(
  { executor, threads, market, signal }: DrawCrew,
  plan: Omit<DrawRun, 'control'>,
): DrawRunUnderway {
  const { slices, sets } = plan;
  const control = new Int32Array(new SharedArrayBuffer(4 * (firstCount + sets.length)));
  const task: DrawTask = { ...market, run: { ...plan, control } };
  const jobs = new Set<Promise<void>>();
  let failure: { readonly error: unknown } | undefined;

  /** A job for every thread that has something to do; one that finds nothing more ends. */
  function employ(): void {
    const open = Atomics.load(control, endPiece) - Atomics.load(control, nextPiece);
    for (let wanted = Math.min(threads, open); jobs.size < wanted && failure === undefined; ) {
      const job: Promise<void> = executor.run<void>('draw', task, { signal }).then(
        () => {
          jobs.delete(job);
          // More may have been allowed just as it ended.
          employ();
        },
        (error: unknown) => {
          jobs.delete(job);
          failure ??= { error };
          // Whoever waits wakes up to find the failure.
          for (let set = 0; set < sets.length; set++) Atomics.notify(control, firstCount + set);
        },
      );
      jobs.add(job);
    }
  }

  return {
    allow(batches) {
      Atomics.store(control, endPiece, batches * slices);
      employ();
    },
    async drawn(batch) {
      const place = firstCount + (batch % sets.length);
      const count = (Math.floor(batch / sets.length) + 1) * slices;
      for (;;) {
        if (failure !== undefined) throw failure.error;
        const seen = Atomics.load(control, place);
        if (seen >= count) return;
        await Atomics.waitAsync(control, place, seen).value;
      }
    },
    async end() {
      Atomics.store(control, endPiece, 0);
      await Promise.all(jobs);
      return failure === undefined;
    },
  };
}
