import { Worker } from 'node:worker_threads';
import { errorData, rebuildError } from '../jobs/thread-error.ts';
import type { GroupRange, Phase, WorkerMessage, WorkerReply, WorkerStart } from './worker-message.ts';

/** The worker threads of an engine, as many as asked for at most. They run one phase at a time. */
export interface WorkerCrew {
  /**
   * Has worker k run the phase on range k; resolves once all are done. Rejects with the error of the first worker whose
   * program threw, when the others are done too; when a thread died or the crew was dismissed, when all have ended; and
   * with the reason of a signal that was aborted, when all have stopped.
   */
  run(
    objective: CrewObjective,
    phase: Phase,
    ranges: readonly GroupRange[],
    turnover: number,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Has the workers forget an objective. */
  drop(id: number, turnover: number): void;
  /** Ends all threads; what runs rejects with `reason`. The next `run` starts new ones. */
  dismiss(reason: Error): Promise<void>;
}

/** What a phase is of. */
export interface CrewObjective {
  readonly id: number;
  /** What the workers make its program from. */
  readonly problem: unknown;
}

interface Member {
  readonly worker: Worker;
  /** Objectives whose problem it has. */
  readonly known: Set<number>;
  /** What it replied to the phase at hand. */
  reply: WorkerReply | undefined;
  /** What ended it, as far as it said. */
  failure: Error | undefined;
}

export interface WorkerCrewOptions {
  /** JavaScript file that calls `servePrograms`. */
  readonly workerUrl: URL;
  /** JavaScript heap of a worker at most; by default Node's limit. */
  readonly heapMegabytes?: number | undefined;
}

export function createWorkerCrew({ workerUrl, heapMegabytes }: WorkerCrewOptions): WorkerCrew {
  const resourceLimits = heapMegabytes === undefined ? {} : { maxOldGenerationSizeMb: heapMegabytes };
  const stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let members: Member[] = [];
  let ended: Promise<unknown> = Promise.resolve();
  let pending: { waiting: number; readonly done: () => void; readonly fail: (reason: Error) => void } | undefined;

  function start(): Member {
    // Options of the process, as --input-type, are not for these threads.
    const workerData: WorkerStart = { stop, next };
    const worker = new Worker(workerUrl, { name: 'regime-hedge engine', execArgv: [], resourceLimits, workerData });
    const member: Member = { worker, known: new Set(), reply: undefined, failure: undefined };
    worker.unref();
    worker.on('message', (reply: WorkerReply) => settle(member, reply));
    worker.on('messageerror', (error) => {
      member.failure ??= error;
      void worker.terminate();
    });
    worker.on('error', (error) => {
      member.failure ??= error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      if (members.includes(member)) void dismiss(deathOf(member, code));
    });
    return member;
  }

  function settle(member: Member, reply: WorkerReply): void {
    if (pending === undefined || member.reply !== undefined || !members.includes(member)) return;
    member.reply = reply;
    if (--pending.waiting === 0) pending.done();
  }

  async function dismiss(reason: Error): Promise<void> {
    const leaving = members;
    const interrupted = pending;
    members = [];
    pending = undefined;
    ended = Promise.all([ended, ...leaving.map(({ worker }) => worker.terminate())]);
    await ended;
    interrupted?.fail(reason);
  }

  /** Hands each worker its range. */
  function send({ id, problem }: CrewObjective, phase: Phase, ranges: readonly GroupRange[], turnover: number): void {
    for (const [k, range] of ranges.entries()) {
      const member = members[k];
      member.reply = undefined;
      member.worker.ref();
      const isNew = !member.known.has(id);
      const message: WorkerMessage = { kind: 'run', id, ...(isNew ? { problem } : {}), range, phase, turnover };
      try {
        member.worker.postMessage(message);
        member.known.add(id);
      } catch (error) {
        // What cannot be sent to one cannot be sent to any; those that have it are waited for.
        settle(member, { error: errorData(error) });
      }
    }
  }

  return {
    async run(objective, phase, ranges, turnover, signal) {
      signal?.throwIfAborted();
      while (members.length < ranges.length) members.push(start());
      const working = members.slice(0, ranges.length);
      const finished = new Promise<void>((done, fail) => {
        pending = { waiting: working.length, done, fail };
      });
      const halt = () => Atomics.store(stop, 0, 1);
      Atomics.store(stop, 0, 0);
      Atomics.store(next, 0, 0);
      signal?.addEventListener('abort', halt);
      try {
        send(objective, phase, ranges, turnover);
        await finished;
      } finally {
        signal?.removeEventListener('abort', halt);
      }
      pending = undefined;
      for (const { worker } of working) worker.unref();
      for (const { reply } of working) if (reply?.error !== undefined) throw rebuildError(reply.error);
      signal?.throwIfAborted();
    },
    drop(id, turnover) {
      for (const { worker, known } of members) {
        if (known.delete(id)) worker.postMessage({ kind: 'drop', id, turnover } satisfies WorkerMessage);
      }
    },
    dismiss,
  };
}

function deathOf({ failure }: Member, code: number): Error {
  const cause = failure?.message ?? 'it ended before its work was done';
  return new Error(`a worker thread of the engine died (exit code ${code}): ${cause}`, { cause: failure });
}
