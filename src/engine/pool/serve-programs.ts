import { parentPort, workerData } from 'node:worker_threads';
import { errorData } from '../jobs/thread-error.ts';
import type { Program } from '../program.ts';
import { createCollectionPressure } from './collection-pressure.ts';
import { isOpen, type Phase, type WorkerMessage, type WorkerReply, type WorkerStart } from './worker-message.ts';

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
  const { stop, next } = workerData as WorkerStart;
  const objectives = new Map<number, { readonly problem: Problem; program?: Program<object> | undefined }>();
  const pressure = createCollectionPressure();

  function run({ id, problem, range, phase }: WorkerMessage & { kind: 'run' }): WorkerReply {
    if (problem !== undefined) objectives.set(id, { problem: problem as Problem });
    const objective = objectives.get(id);
    if (objective === undefined) return { error: errorData(new Error(`objective ${id} is unknown in this thread`)) };
    try {
      objective.program ??= createProgram(objective.problem);
      const work = beginPhase(objective.program, phase);
      let own = range.from;
      const take = isOpen(phase) ? () => Atomics.add(next, 0, 1) : () => own++;
      for (let group = take(); group < range.to && Atomics.load(stop, 0) === 0; group = take()) work(group);
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

/** Begins an evaluation where the phase does; gives what is to be done with each group. */
function beginPhase(program: Program<object>, phase: Phase): (group: number) => void {
  if (phase.kind !== 'backward') program.begin(phase.weights, phase.batch, phase.dropoutKey);
  if (phase.kind === 'results') return (group) => program.results(group, phase.results);
  const size = program.partialSize;
  const partialOf = (partials: Float64Array, group: number) => partials.subarray(group * size, (group + 1) * size);
  if (phase.kind === 'evaluate' && program.isOnePass) {
    return (group) => program.evaluate(group, partialOf(phase.partials, group));
  }
  if (phase.kind === 'forward' && !program.isOnePass) return (group) => program.forward(group, phase.results);
  if (phase.kind === 'backward' && !program.isOnePass) {
    return (group) => program.backward(group, phase.resultGradient, partialOf(phase.partials, group));
  }
  throw new Error(`phase '${phase.kind}' is not one of this program's`);
}
