import { existsSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { Paths } from '../../src/market/paths.ts';
import { calibrateBlockBootstrap } from '../../src/simulate/calibrate-block-bootstrap.ts';
import { createGbm } from '../../src/simulate/gbm.ts';
import { createHeston } from '../../src/simulate/heston.ts';
import type { Market, SimulationRequest } from '../../src/simulate/market.ts';
import { createPathPool } from '../../src/simulate/path-pool.ts';
import { createRoughBergomi } from '../../src/simulate/rough-bergomi.ts';
import { sp500Close } from './sp500-close.ts';

const markets: readonly Market[] = [
  createGbm({ volAnnual: 0.2 }),
  createHeston({
    initialVariance: 0.04,
    meanReversionAnnual: 2,
    longRunVariance: 0.05,
    volOfVol: 0.6,
    correlation: -0.6,
  }),
  createRoughBergomi({ hurst: 0.1, volOfVol: 1.5, correlation: -0.7, forwardVariance: 0.04 }),
  calibrateBlockBootstrap({ close: sp500Close().subarray(0, 1000) }).market,
];
const request: SimulationRequest = { paths: 5000, steps: 4, seed: 9, stream: ['pool'], quote: 'instantaneous' };
const gbm = markets[0];

/** Columns of paths, told apart from another's by their bits alone. */
function columns({ spot, impliedVol, signals, strike, yearsToExpiry }: Paths): Record<string, Float64Array> {
  return { spot, impliedVol, strike, yearsToExpiry, ...signals };
}

// Threads load built files: `npm test` builds first.
describe.skipIf(!existsSync(new URL('../../dist/simulate/path-worker.js', import.meta.url)))('createPathPool', () => {
  const pools = [1, 2, 4].map((threads) => createPathPool({ threads }));
  afterAll(async () => {
    for (const pool of pools) await pool.close();
  });
  const [one, two] = pools;

  it.each(markets)('draws $name to the bit as one thread does, on 1, 2 and 4', async (market) => {
    for (const antithetic of [false, true]) {
      const expected = market.simulate({ ...request, antithetic });
      for (const pool of pools) {
        const drawn = await pool.simulate(market, { ...request, antithetic });
        for (const [name, column] of Object.entries(columns(expected))) {
          expect(Buffer.compare(bytes(columns(drawn)[name]), bytes(column)), name).toBe(0);
        }
        expect(drawn.spot.buffer).toBeInstanceOf(SharedArrayBuffer);
      }
    }
  });

  it.each(markets)('streams $name to the same bits whatever the batch', async (market) => {
    const start = { ...request, firstPath: 100 };
    const whole = market.simulate(start);
    for (const [pool, batchPaths] of [
      [one, 5000],
      [two, 1700],
      [two, 4999],
      [pools[2], 65_536],
    ] as const) {
      let first = 0;
      for await (const batch of pool.stream(market, start, { batchPaths })) {
        for (const [name, column] of Object.entries(columns(batch))) {
          if (name === 'yearsToExpiry') continue;
          const all = columns(whole)[name];
          for (let step = 0; step < column.length / batch.paths; step++) {
            const here = column.subarray(step * batch.paths, (step + 1) * batch.paths);
            const there = all.subarray(step * 5000 + first, step * 5000 + first + batch.paths);
            expect(Buffer.compare(bytes(here), bytes(there)), `${name} of step ${step}`).toBe(0);
          }
        }
        first += batch.paths;
      }
      expect(first).toBe(5000);
    }
  });

  it('keeps the pairs of antithetic paths together in odd batches', async () => {
    const whole = gbm.simulate({ ...request, antithetic: true });
    const ends: number[] = [];
    for await (const { spot, paths } of two.stream(gbm, { ...request, antithetic: true }, { batchPaths: 777 })) {
      ends.push(...spot.subarray(4 * paths));
    }
    expect(ends).toEqual([...whole.spot.subarray(4 * 5000)]);
  });

  it('uses a few sets of columns in turn, however many the batches', async () => {
    const buffers = new Set<ArrayBufferLike>();
    let batches = 0;
    for await (const { spot, impliedVol, signals } of two.stream(gbm, request, { batchPaths: 300 })) {
      for (const column of [spot, impliedVol, ...Object.values(signals)]) buffers.add(column.buffer);
      batches++;
    }
    expect(batches).toBe(17);
    // One that is looked at, one for each thread, and one that waits.
    expect(buffers.size).toBe((two.threads + 2) * (2 + gbm.signals.length));
  });

  it('leaves a batch as it is while the next one is drawn', async () => {
    for await (const { spot } of two.stream(gbm, request, { batchPaths: 1000 })) {
      const copy = spot.slice();
      // The workers take their work in order: the next batch is drawn when this is.
      await two.simulate(gbm, { ...request, paths: 3000 });
      expect(Buffer.compare(bytes(spot), bytes(copy))).toBe(0);
    }
  });

  it('lets others have their turn in the middle of a long stream', async () => {
    let done = 0;
    let other: Promise<number> | undefined;
    for await (const { paths } of one.stream(gbm, { ...request, paths: 20_000_000 }, { batchPaths: 20_000 })) {
      other ??= one.simulate(gbm, request).then(() => done);
      done += paths;
    }
    expect(await other).toBeLessThan(20_000_000);
  });

  it('serves a stream within a stream', async () => {
    const ends: number[] = [];
    const inner = one.stream(gbm, { ...request, firstPath: 5000 }, { batchPaths: 500 });
    for await (const { spot, paths } of one.stream(gbm, request, { batchPaths: 500 })) {
      const { value } = await inner.next();
      ends.push(spot[4 * paths], (value as Paths).spot[4 * paths]);
    }
    const whole = gbm.simulate({ ...request, paths: 10_000 }).spot.subarray(4 * 10_000);
    expect(ends).toEqual(Array.from({ length: 10 }, (_, k) => [whole[500 * k], whole[5000 + 500 * k]]).flat());
  });

  it('tells how far it has come', async () => {
    const done: number[] = [];
    for await (const _ of one.stream(gbm, request, { batchPaths: 2000, onProgress: (p) => done.push(p.done) }));
    expect(done).toEqual([2000, 4000, 5000]);
  });

  it('stops when it is told to, before and during the work, and serves on', async () => {
    await expect(one.simulate(gbm, request, { signal: AbortSignal.abort(new Error('never')) })).rejects.toThrow(
      'never',
    );
    const abort = new AbortController();
    const read = async () => {
      for await (const _ of two.stream(
        gbm,
        { ...request, paths: 200_000 },
        { batchPaths: 2000, signal: abort.signal },
      )) {
        abort.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');
    expect((await two.simulate(gbm, request)).spot).toEqual(gbm.simulate(request).spot);
  });

  it('rejects where a worker cannot make the market, or cannot draw it', async () => {
    const strange: Market = { ...gbm, toJSON: () => ({ market: 'nowhere' }) };
    await expect(two.simulate(strange, request)).rejects.toThrow('nowhere');
    const read = async () => {
      for await (const _ of two.stream(strange, request, { batchPaths: 1000 })) throw new Error('a batch came');
    };
    await expect(read()).rejects.toThrow('nowhere');
    expect((await two.simulate(gbm, request)).paths).toBe(5000);
  });

  it('refuses requests that make no sense in the calling thread', async () => {
    await expect(one.simulate(gbm, { ...request, steps: 0 })).rejects.toThrow(RangeError);
    await expect(one.stream(gbm, request, { batchPaths: 0 }).next()).rejects.toThrow('batchPaths');
    const mirrored = { ...request, antithetic: true };
    await expect(one.stream(gbm, mirrored, { batchPaths: 1.5 }).next()).rejects.toThrow('batchPaths');
    expect(() => createPathPool({ threads: 0 })).toThrow(RangeError);
  });

  it('rejects what runs when it is closed', async () => {
    const pool = createPathPool({ threads: 1 });
    const running = pool.simulate(gbm, { ...request, paths: 100_000 });
    const refused = expect(running).rejects.toThrow();
    await pool.close();
    await refused;
  });
});

function bytes(column: Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}
