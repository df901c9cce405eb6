import { parentPort } from 'node:worker_threads';
import type { Program } from '../program.ts';
import { createCollectionPressure } from './collection-pressure.ts';
import { errorData } from './thread-error.ts';
import type { GroupRange, Phase, WorkerMessage, WorkerReply } from './worker-message.ts';

/** Makes the program of a problem, in whichever thread it is called. */
export type ProgramFactory<Problem> = (problem: Problem) => Program<object>;

/**
 * What the entry file of an engine's worker thread calls: holds a program for each objective that is open and runs it on
 * the groups it is asked to.
 *
 * @throws Error in the main thread
 */
export function servePrograms<Problem>(createProgram: ProgramFactory<Problem>): void {
  const port = parentPort;
  if (port === null) throw new Error('servePrograms was called in the main thread: it is for worker threads');
  const objectives = new Map<number, { readonly problem: Problem; program?: Program<object> | undefined }>();
  const pressure = createCollectionPressure();

  function run({ id, problem, range, phase }: WorkerMessage & { kind: 'run' }): WorkerReply {
    if (problem !== undefined) objectives.set(id, { problem: problem as Problem });
    const objective = objectives.get(id);
    if (objective === undefined) return { error: errorData(new Error(`objective ${id} is unknown in this thread`)) };
    try {
      objective.program ??= createProgram(objective.problem);
      runPhase(objective.program, range, phase);
      return {};
    } catch (error) {
      // Whatever state it was left in: the next call makes a new one.
      objective.program = undefined;
      return { error: errorData(error) };
    }
  }

  port.on('message', (message: WorkerMessage) => {
    if (message.kind === 'drop') objectives.delete(message.id);
    else port.postMessage(run(message));
    pressure(message.turnover);
  });
}

function runPhase(program: Program<object>, { from, to }: GroupRange, phase: Phase): void {
  const size = program.partialSize;
  const partialOf = (partials: Float64Array, g: number) => partials.subarray(g * size, (g + 1) * size).fill(0);
  switch (phase.kind) {
    case 'evaluate':
      program.begin(phase.weights, phase.batch, phase.options);
      for (let g = from; g < to; ++g) program.evaluate(g, partialOf(phase.partials, g));
      break;
    case 'results':
      program.begin(phase.weights, phase.batch, phase.options);
      for (let g = from; g < to; ++g) program.results(g, phase.results, phase.keeps);
      break;
    case 'backward':
      for (let g = from; g < to; ++g) {
        program.backward(g, phase.resultGradient, partialOf(phase.partials, g));
      }
      break;
  }
}
