import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EnginePool } from '../../../src/engine/pool/engine-pool.ts';
import {
  evaluateInline,
  type FakeBatch,
  fakeBatch,
  fakeWeights,
  openFakeEngine,
  openFakeObjective,
} from './fake-engine.ts';

const engines: EnginePool[] = [];

function openEngine(): EnginePool {
  const engine = openFakeEngine(2);
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const reason = new Error('enough');
const plain = fakeBatch(6400);

/** 100 groups of 100 ms each, counted as they are begun. */
function slowBatch(): { batch: FakeBatch; begun: () => number } {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  return { batch: { ...plain, action: { name: 'slow', group: 'all', counter } }, begun: () => counter[0] };
}

describe.each([true, false])('a signal (one pass: %s)', (isOnePass) => {
  it.each(['lossAndGradient', 'loss', 'results'] as const)('stops %s while it runs', async (name) => {
    const objective = openFakeObjective(openEngine(), { isOnePass });
    const { batch, begun } = slowBatch();
    const stop = new AbortController();
    const listen = vi.spyOn(stop.signal, 'addEventListener');
    const forget = vi.spyOn(stop.signal, 'removeEventListener');
    const call = objective[name](fakeWeights, batch, { signal: stop.signal }).catch((error: unknown) => error);
    await expect.poll(begun).toBeGreaterThan(1);
    stop.abort(reason);
    expect(await call).toBe(reason);
    expect(begun()).toBeLessThan(20);
    expect(forget).toHaveBeenCalledTimes(listen.mock.calls.length);
    // On the same threads, which have left the groups that were to come.
    const left = begun();
    expect(await objective.lossAndGradient(fakeWeights, plain)).toEqual(evaluateInline({ isOnePass }, plain));
    expect(begun()).toBe(left);
  });

  it('keeps a call from being made at all, now or when its turn comes', async () => {
    const objective = openFakeObjective(openEngine(), { isOnePass });
    const { batch, begun } = slowBatch();
    const stop = new AbortController();
    const { signal } = stop;
    const running = objective.lossAndGradient(fakeWeights, plain);
    const waiting = objective.lossAndGradient(fakeWeights, batch, { signal }).catch((error: unknown) => error);
    stop.abort(reason);
    expect(await running).toEqual(evaluateInline({ isOnePass }, plain));
    expect(await waiting).toBe(reason);
    await expect(objective.loss(fakeWeights, batch, { signal })).rejects.toBe(reason);
    expect(begun()).toBe(0);
  });

  it('that stays quiet changes nothing, and is not listened to afterwards', async () => {
    const objective = openFakeObjective(openEngine(), { isOnePass });
    const { signal } = new AbortController();
    const listen = vi.spyOn(signal, 'addEventListener');
    const forget = vi.spyOn(signal, 'removeEventListener');
    const given = await objective.lossAndGradient(fakeWeights, plain, { signal });
    expect(given).toEqual(evaluateInline({ isOnePass }, plain));
    expect(listen).toHaveBeenCalled();
    expect(forget).toHaveBeenCalledTimes(listen.mock.calls.length);
  });

  it('refuses a dropout key that is none, before any work', async () => {
    const objective = openFakeObjective(openEngine(), { isOnePass });
    await expect(objective.lossAndGradient(fakeWeights, plain, { dropoutKey: -1 })).rejects.toThrow(
      new RangeError('dropoutKey is -1: expected a whole number in [0, 2^53)'),
    );
  });
});
