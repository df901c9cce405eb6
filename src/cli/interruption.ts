import type { CliDependencies, StopSignal } from './dependencies.ts';

const exitCodes: Readonly<Record<StopSignal, number>> = { SIGINT: 130, SIGTERM: 143 };

/** The user stopped the run. Why a long call was aborted, and what the command ends with. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly exitCode: number;

  readonly #aftermath: string | (() => string);

  constructor(signal: StopSignal, aftermath: string | (() => string)) {
    super(`stopped by ${signal}`);
    this.#aftermath = aftermath;
    this.exitCode = exitCodes[signal];
  }

  /** What became of the command's files. */
  get aftermath(): string {
    return typeof this.#aftermath === 'string' ? this.#aftermath : this.#aftermath();
  }
}

/**
 * Runs a task that Ctrl-C (or a SIGTERM) aborts: the task is asked to stop through its signal, and a second Ctrl-C ends
 * the process at once. Whatever the task throws after being asked is reported as the Interruption that caused it.
 *
 * @param aftermath what the user is told of the files that the command writes; a function is asked when the task has stopped
 */
export async function withInterruption<T>(
  { onStopSignal, exit }: Pick<CliDependencies, 'onStopSignal' | 'exit'>,
  task: (signal: AbortSignal) => Promise<T>,
  aftermath: string | (() => string) = 'nothing was written',
): Promise<T> {
  const controller = new AbortController();
  const unsubscribe = onStopSignal((signal) => {
    if (controller.signal.aborted) exit(exitCodes[signal]);
    controller.abort(new Interruption(signal, aftermath));
  });
  try {
    return await task(controller.signal);
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    unsubscribe();
  }
}
