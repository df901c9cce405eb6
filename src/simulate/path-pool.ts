import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { createPoolExecutor, type Executor } from '../engine/jobs/executor.ts';
import type { Paths } from '../market/paths.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { checkRequest, createPaths, type Market, type SimulationRequest } from './market.ts';
import type { DrawTask } from './path-jobs.ts';

export interface PathPoolOptions {
  /** Worker threads at most, 1 to 256. By default as many as the machine runs at once. Results do not depend on it. */
  readonly threads?: number | undefined;
}

export interface StreamOptions extends LongCallOptions {
  /** Paths of a batch; 65 536 by default. Results do not depend on it. */
  readonly batchPaths?: number | undefined;
}

/** Worker threads that draw paths. */
export interface PathPool {
  readonly threads: number;
  /** `market.simulate(request)` on all threads, to the bit, with columns in shared memory. */
  simulate(market: Market, request: SimulationRequest, options?: LongCallOptions): Promise<Paths>;
  /**
   * The same paths batch by batch, so that memory does not grow with their number. The next batch is drawn while one is
   * looked at; a batch is good until the next is asked for: then the one after that is drawn in its place.
   */
  stream(market: Market, request: SimulationRequest, options?: StreamOptions): AsyncGenerator<Paths, void, void>;
  /** Ends all threads; what runs rejects. */
  close(): Promise<void>;
}

/** Paths of a task at least: less is not worth the message. */
const smallestTask = 2048;

/** Tasks for each thread, so that a slow core holds up nobody. */
const tasksPerThread = 4;

const defaultBatchPaths = 65_536;

/**
 * Opens worker threads that draw paths. Workers make the market again from its `toJSON()`, so any market that `loadMarket`
 * knows can be drawn.
 *
 * @throws RangeError for a number of threads that is not a whole one from 1 to 256
 * @example
 * const pool = createPathPool();
 * const paths = await pool.simulate(createGbm({ volAnnual: 0.2 }), { paths: 100_000, steps: 21, seed: 7, stream: [] });
 * await pool.close();
 */
export function createPathPool({ threads = Math.min(256, availableParallelism()) }: PathPoolOptions = {}): PathPool {
  // From src/simulate and dist/simulate alike: threads load built files.
  const workerUrl = new URL('../../dist/simulate/path-worker.js', import.meta.url);
  const executor = createPoolExecutor({ workerUrl, threads });

  async function* stream(
    market: Market,
    request: SimulationRequest,
    { batchPaths = defaultBatchPaths, signal, onProgress }: StreamOptions = {},
  ): AsyncGenerator<Paths, void, void> {
    requireCount('batchPaths', batchPaths);
    checkRequest(request, market);
    const size = request.antithetic ? batchPaths + (batchPaths % 2) : batchPaths;
    const total = request.paths;
    const firstPath = request.firstPath ?? 0;
    // Two sets of columns in turn: one is looked at while the other is drawn into.
    const sets = [createColumnStore(), createColumnStore()];
    const batchAt = (done: number) => {
      const part = { ...request, firstPath: firstPath + done, paths: Math.min(size, total - done) };
      const paths = createPaths(part, market, sets[(done / size) % 2].take());
      return { paths, drawn: drawParallel(executor, threads, market, part, paths, signal) };
    };
    let next = batchAt(0);
    for (let done = 0; done < total; done += size) {
      const { paths, drawn } = next;
      await drawn;
      if (done + size < total) {
        next = batchAt(done + size);
        // Should the reader stop here, nobody else would hear of a failure.
        next.drawn.catch(() => {});
      }
      onProgress?.({ label: 'paths', done: Math.min(total, done + size), total });
      yield paths;
    }
  }

  return {
    threads,
    stream,
    async simulate(market, request, { signal, onProgress } = {}) {
      checkRequest(request, market);
      const paths = createPaths(request, market, sharedFloat64);
      await drawParallel(executor, threads, market, request, paths, signal);
      onProgress?.({ label: 'paths', done: request.paths, total: request.paths });
      return paths;
    },
    close: () => executor.close(),
  };
}

/** Draws paths in slices of neighbours on all threads. */
async function drawParallel(
  executor: Executor,
  threads: number,
  market: Market,
  request: SimulationRequest,
  paths: Paths,
  signal: AbortSignal | undefined,
): Promise<void> {
  const json = market.toJSON();
  const key = createHash('sha256').update(JSON.stringify(json)).digest('hex');
  const share = Math.ceil(request.paths / (threads * tasksPerThread));
  const slice = Math.max(smallestTask, share + (share % 2));
  const tasks: DrawTask[] = [];
  for (let first = 0; first < request.paths; first += slice) {
    tasks.push({
      key,
      market: json,
      request: {
        ...request,
        firstPath: (request.firstPath ?? 0) + first,
        paths: Math.min(slice, request.paths - first),
      },
      columns: {
        stride: paths.paths,
        offset: first,
        spot: paths.spot,
        impliedVol: paths.impliedVol,
        signals: paths.signals,
      },
    });
  }
  await Promise.all(tasks.map((task) => executor.run('draw', task, { signal })));
}

function sharedFloat64(values: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(values * Float64Array.BYTES_PER_ELEMENT));
}

/** Columns that are used again: `take` starts from the first, each call of what it gives hands out the next. */
function createColumnStore() {
  const columns: Float64Array[] = [];
  return {
    take() {
      let next = 0;
      return (values: number): Float64Array => {
        const place = next++;
        if (columns[place] === undefined || columns[place].length < values) columns[place] = sharedFloat64(values);
        return columns[place].subarray(0, values);
      };
    },
  };
}
