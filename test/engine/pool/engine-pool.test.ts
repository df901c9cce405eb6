import { afterEach, describe, expect, it } from 'vitest';
import type { EnginePool } from '../../../src/engine/pool/engine-pool.ts';
import { sharedFloat32 } from '../../../src/engine/pool/shared-float32.ts';
import { evaluateInline, fakeBatch, fakeWeights, openFakeEngine, openFakeObjective } from './fake-engine.ts';

const engines: EnginePool[] = [];

function openEngine(threads: number): EnginePool {
  const engine = openFakeEngine(threads);
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

const forms = [
  ['one pass', { isOnePass: true }],
  ['two passes', { isOnePass: false }],
] as const;

describe.each(forms)('an objective of %s', (_, problem) => {
  it.each([1, 2, 4])('has the bits of the calling thread on %d workers', async (threads) => {
    const objective = openFakeObjective(openEngine(threads), problem);
    expect(objective.size).toBe(5);
    for (const rows of [1, 256, 257, 1000, 5000]) {
      const batch = fakeBatch(rows);
      const expected = evaluateInline(problem, batch);
      const given = await objective.lossAndGradient(fakeWeights, batch);
      expect(given).toEqual(expected);
      expect(given.gradient).not.toEqual(new Float32Array(5));
    }
    const dropped = evaluateInline(problem, fakeBatch(1000), { dropoutKey: 7 });
    expect(dropped).not.toEqual(evaluateInline(problem, fakeBatch(1000)));
    expect(await objective.lossAndGradient(fakeWeights, fakeBatch(1000), { dropoutKey: 7 })).toEqual(dropped);
  });

  it('gives loss and results as one thread does', async () => {
    const batch = fakeBatch(3000);
    const [one, four] = [1, 4].map((threads) => openFakeObjective(openEngine(threads), problem));
    const results = await four.results(fakeWeights, batch);
    expect(results.buffer).toBeInstanceOf(ArrayBuffer);
    expect(results).toEqual(await one.results(fakeWeights, batch));
    expect(results.every((value) => value !== 0)).toBe(true);
    const loss = await four.loss(fakeWeights, batch);
    expect(loss).toBe(await one.loss(fakeWeights, batch));
    expect(loss).toBeCloseTo(evaluateInline(problem, batch).loss, 9);
  });

  it('gives arrays that later calls leave alone', async () => {
    const objective = openFakeObjective(openEngine(2), problem);
    const { gradient } = await objective.lossAndGradient(fakeWeights, fakeBatch(600));
    const results = await objective.results(fakeWeights, fakeBatch(600));
    const kept = [gradient.slice(), results.slice()];
    await objective.lossAndGradient(new Float32Array(5), fakeBatch(700));
    await objective.results(new Float32Array(5), fakeBatch(600));
    expect([gradient, results]).toEqual(kept);
  });

  it('follows range and rows from call to call, even in one array', async () => {
    const objective = openFakeObjective(openEngine(2), problem);
    const batch = fakeBatch(2000);
    const pick = new Int32Array(700);
    for (const start of [0, 500, 1300]) {
      const ranged = { ...batch, range: [start, start + 700] as const };
      expect(await objective.lossAndGradient(fakeWeights, ranged)).toEqual(evaluateInline(problem, ranged));
      for (let r = 0; r < 700; ++r) pick[r] = (start + 3 * r) % 2000;
      const picked = { ...batch, pick };
      expect(await objective.lossAndGradient(fakeWeights, picked)).toEqual(evaluateInline(problem, picked));
    }
  });

  it.each([
    ['plain', (length: number) => new Float32Array(length)],
    ['shared', sharedFloat32],
  ])('reads %s arrays as they are at each call', async (kind, create) => {
    const objective = openFakeObjective(openEngine(2), problem);
    const batch = fakeBatch(900, create);
    expect(batch.x.buffer instanceof SharedArrayBuffer).toBe(kind === 'shared');
    const before = await objective.lossAndGradient(fakeWeights, batch);
    expect(before).toEqual(evaluateInline(problem, batch));
    batch.y.fill(2);
    const after = await objective.lossAndGradient(fakeWeights, batch);
    expect(after).toEqual(evaluateInline(problem, batch));
    expect(after).not.toEqual(before);
  });

  it('tells batches of all sizes apart', async () => {
    const objective = openFakeObjective(openEngine(2), problem);
    const batches = Array.from({ length: 7 }, (_, k) => fakeBatch(300 + 100 * k));
    const y = fakeBatch(300).y.map((value) => 2 * value);
    for (const batch of [...batches, ...batches.toReversed(), { ...batches[0], y }]) {
      expect(await objective.lossAndGradient(fakeWeights, batch)).toEqual(evaluateInline(problem, batch));
    }
  });
});

describe('calls', () => {
  it('are carried out one after another, of several objectives, with the weights of their time', async () => {
    const engine = openEngine(2);
    const [one, two] = forms.map(([, problem]) => openFakeObjective(engine, problem));
    const weights = fakeWeights.slice();
    const batches = [100, 2000, 600, 1].map((rows) => fakeBatch(rows));
    const calls = batches.flatMap((batch) => [
      one.lossAndGradient(weights, batch),
      two.lossAndGradient(weights, batch),
      two.loss(weights, batch),
    ]);
    weights.fill(0);
    const given = await Promise.all(calls);
    expect(given).toEqual(
      batches.flatMap((batch) => {
        const [a, b] = forms.map(([, problem]) => evaluateInline(problem, batch));
        return [a, b, b.loss];
      }),
    );
  });

  it('reject arguments that do not fit, before any work', async () => {
    const engine = openEngine(2);
    const objective = openFakeObjective(engine, { isOnePass: true });
    const batch = fakeBatch(300);
    const short = new Float32Array(4);
    await expect(objective.loss(short, batch)).rejects.toThrow(new RangeError('weights has length 4: expected 5'));
    await expect(objective.results(short, batch)).rejects.toThrow(RangeError);
    const uneven = { ...batch, y: new Float32Array(3) };
    await expect(objective.lossAndGradient(fakeWeights, uneven)).rejects.toThrow('y has length 3: expected 300');
    expect(await objective.lossAndGradient(fakeWeights, batch)).toEqual(evaluateInline({ isOnePass: true }, batch));
  });

  it('reject once their objective is closed, which waits for those before', async () => {
    const engine = openEngine(2);
    const objective = openFakeObjective(engine, { isOnePass: false });
    const other = openFakeObjective(engine, { isOnePass: true });
    const batch = fakeBatch(2000);
    const pending = objective.lossAndGradient(fakeWeights, batch);
    await new Promise(setImmediate);
    const closing = objective.close();
    await expect(objective.loss(fakeWeights, batch)).rejects.toThrow('the objective is closed');
    expect(await pending).toEqual(evaluateInline({ isOnePass: false }, batch));
    await closing;
    await objective.close();
    expect(await other.lossAndGradient(fakeWeights, batch)).toEqual(evaluateInline({ isOnePass: true }, batch));
  });

  it('reject once the engine is closed, those that run or wait too', async () => {
    const engine = openFakeEngine(2);
    const objective = openFakeObjective(engine, { isOnePass: true });
    const spin = { ...fakeBatch(1000), action: { name: 'spin', group: 3 } };
    const calls = [objective.lossAndGradient(fakeWeights, spin), objective.results(fakeWeights, spin)];
    const settled = Promise.allSettled(calls);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await engine.close();
    await engine.close();
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: new Error('the engine is closed') });
    }
    await expect(objective.loss(fakeWeights, fakeBatch(1))).rejects.toThrow('the engine is closed');
    expect(() => openFakeObjective(engine, { isOnePass: true })).toThrow('the engine is closed');
    await objective.close();
  });
});

it.each([0, 1.5, 257, Number.NaN])('refuses %d threads', (threads) => {
  expect(() => openFakeEngine(threads)).toThrow(
    new RangeError(`threads is ${threads}: expected a whole number from 1 to 256`),
  );
});

it.each([0, -1, 1.5])('refuses a shared array of length %d', (length) => {
  expect(() => sharedFloat32(length)).toThrow(RangeError);
});
