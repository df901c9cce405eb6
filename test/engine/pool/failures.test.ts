import { afterEach, describe, expect, it } from 'vitest';
import type { ParallelObjective } from '../../../src/engine/objective.ts';
import { createEnginePool, type EnginePool } from '../../../src/engine/pool/engine-pool.ts';
import type { TwoPassProgram } from '../../../src/engine/program.ts';
import { InputError } from '../../../src/support/input-error.ts';
import {
  createFakeProgram,
  evaluateInline,
  type FakeBatch,
  fakeBatch,
  fakeWeights,
  openFakeEngine,
  openFakeObjective,
} from './fake-engine.ts';

const engines: EnginePool[] = [];

function openEngine(threads: number, heapMegabytes?: number): EnginePool {
  const engine = openFakeEngine(threads, heapMegabytes);
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const batch = fakeBatch(1000);
const withAction = (name: string, group = 2): FakeBatch => ({ ...batch, action: { name, group } });

/** Worker threads of this process, whichever they are. */
function threadCount(): number {
  const { workers } = process.report.getReport() as unknown as { workers: readonly unknown[] };
  return workers.length;
}

async function expectWorks(objective: ParallelObjective<FakeBatch>, isOnePass: boolean): Promise<void> {
  expect(await objective.lossAndGradient(fakeWeights, batch)).toEqual(evaluateInline({ isOnePass }, batch));
}

describe.each([true, false])('what a worker throws (one pass: %s)', (isOnePass) => {
  it.each([
    ['rangeError', RangeError, 'RangeError', 'paths is 0'],
    ['inputError', InputError, 'InputError', 'no such day'],
    ['typeError', TypeError, 'TypeError', /undefined/],
    ['text', Error, 'Error', 'just text'],
  ] as const)('rejects the call, in its class: %s', async (action, kind, name, message) => {
    const objective = openFakeObjective(openEngine(2), { isOnePass });
    for (const group of [0, 3]) {
      const failed = objective.lossAndGradient(fakeWeights, withAction(action, group));
      const error = await failed.catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ name });
      expect((error as Error).message).toMatch(message);
      await expect(objective.loss(fakeWeights, withAction(action, group))).rejects.toThrow(kind);
    }
    await expectWorks(objective, isOnePass);
  });
});

describe.each([true, false])('a thread that dies (one pass: %s)', (isOnePass) => {
  it('fails the call, takes the others with it, and is replaced by the next one', async () => {
    const before = threadCount();
    const engine = openEngine(4);
    const objective = openFakeObjective(engine, { isOnePass });
    await expectWorks(objective, isOnePass);
    expect(threadCount()).toBe(before + 4);
    const calls = [withAction('exit'), batch, withAction('exit'), batch].map((each) =>
      objective.lossAndGradient(fakeWeights, each),
    );
    const [first, second, third, fourth] = await Promise.allSettled(calls);
    const reason = new Error('a worker thread of the engine died (exit code 3): it ended before its work was done');
    expect([first, third]).toEqual([
      { status: 'rejected', reason },
      { status: 'rejected', reason },
    ]);
    const value = evaluateInline({ isOnePass }, batch);
    expect([second, fourth]).toEqual([
      { status: 'fulfilled', value },
      { status: 'fulfilled', value },
    ]);
    await expect(objective.loss(fakeWeights, withAction('exit'))).rejects.toThrow(reason);
    expect(threadCount()).toBe(before);
    await expectWorks(objective, isOnePass);
    await engine.close();
    expect(threadCount()).toBe(before);
  });
});

it('names what a thread that ran out of memory died of', async () => {
  const objective = openFakeObjective(openEngine(2, 32), { isOnePass: true });
  await expect(objective.loss(fakeWeights, withAction('outOfMemory'))).rejects.toThrow(
    /^a worker thread of the engine died \(exit code 1\): .*memory/,
  );
  await expectWorks(objective, true);
});

it('goes on after a thread that died between two calls', async () => {
  const before = threadCount();
  const objective = openFakeObjective(openEngine(2), { isOnePass: true });
  // The worker's reply comes before it ends.
  await objective.lossAndGradient(fakeWeights, withAction('exitLater'));
  await expect.poll(threadCount, { timeout: 10_000 }).toBe(before);
  // It is gone a moment before this thread hears of it, which takes its time on a busy machine.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await expectWorks(objective, true);
});

it('says that the worker file is missing', async () => {
  const engine = createEnginePool({ threads: 2, workerUrl: new URL('file:///nowhere.mjs') });
  engines.push(engine);
  const objective = openFakeObjective(engine, { isOnePass: true });
  await expect(objective.loss(fakeWeights, batch)).rejects.toThrow(
    /^a worker thread of the engine died \(exit code 1\): .*nowhere/,
  );
});

it('passes on that a worker cannot make the program, or is sent what cannot be sent', async () => {
  const engine = openEngine(2);
  const refused = engine.objective({ isBad: true }, createFakeProgram({ isOnePass: true }));
  await expect(refused.loss(fakeWeights, batch)).rejects.toThrow(new RangeError('isBad is true: expected false'));
  const objective = openFakeObjective(engine, { isOnePass: true });
  const odd = { ...batch, name: () => 'a function' };
  await expect(objective.loss(fakeWeights, odd)).rejects.toThrow(/could not be cloned/);
  await expectWorks(objective, true);
});

it('passes on what the calling thread throws, when the workers are done', async () => {
  const engine = openEngine(2);
  const problem = { isOnePass: false };
  const program = createFakeProgram(problem) as TwoPassProgram<FakeBatch>;
  const fail = (what: string) => () => {
    throw new Error(what);
  };
  const unable = engine.objective(problem, { ...program, begin: fail('no room to begin') });
  await expect(unable.loss(fakeWeights, batch)).rejects.toThrow('no room to begin');
  const unlucky = engine.objective(problem, { ...program, lossGradient: fail('no loss') });
  await expect(unlucky.lossAndGradient(fakeWeights, batch)).rejects.toThrow('no loss');
  await expectWorks(openFakeObjective(engine, problem), false);
});
