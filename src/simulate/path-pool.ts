import { availableParallelism } from 'node:os';
import { createPoolExecutor, type Executor } from '../engine/jobs/executor.ts';
import type { Paths } from '../market/paths.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { checkRequest, createPaths, type Market, type SimulationRequest } from './market.ts';
import type { DrawTask } from './path-jobs.ts';
import { type SentMarket, sentMarket } from './sent-market.ts';

export interface PathPoolOptions {
  /** Worker threads at most, 1 to 256. By default as many as the machine runs at once. Results do not depend on it. */
  readonly threads?: number | undefined;
}

export interface StreamOptions extends LongCallOptions {
  /**
   * Paths of a batch; by default as many as make columns of some 16 MB in all. Results do not depend
   * on it.
   */
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
const tasksPerThread = 2;

/** Values in the columns of a batch: drawing them takes a millisecond or more, beside which a task's message counts for little. */
const batchCells = 2 ** 21;

/** Batches are whole blocks of the kernels, but for the last. */
const batchUnit = 512;

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
  /** Columns of streams that have ended: the system takes its time to hand out fresh memory. */
  const spare: ColumnStore[] = [];

  async function* stream(
    market: Market,
    request: SimulationRequest,
    { batchPaths, signal, onProgress }: StreamOptions = {},
  ): AsyncGenerator<Paths, void, void> {
    checkRequest(request, market);
    const total = request.paths;
    const wanted = batchPaths ?? defaultBatch(request, market, threads);
    requireCount('batchPaths', wanted);
    const size = request.antithetic ? wanted + (wanted % 2) : wanted;
    const batches = Math.ceil(total / size);
    const crew = { executor, task: sentMarket(market), signal, isFlat: market.flatVol !== undefined };
    // A thread draws a whole batch, unless there are too few to keep all threads at work.
    const slices = Math.ceil((tasksPerThread * threads) / batches);
    const ahead = Math.ceil(threads / slices) + 1;
    // One is looked at while those ahead are drawn.
    const sets = Array.from({ length: Math.min(batches, ahead + 1) }, () => spare.pop() ?? createColumnStore());
    const batchAt = (batch: number) => {
      const first = batch * size;
      const part = { ...request, firstPath: (request.firstPath ?? 0) + first, paths: Math.min(size, total - first) };
      const paths = createPaths(part, market, sets[batch % sets.length].take(market.flatVol));
      const drawn = drawParallel(crew, slices, part, paths);
      // Should the reader stop before this one, nobody else would hear of a failure.
      drawn.catch(() => {});
      return { paths, drawn };
    };
    const underway: ReturnType<typeof batchAt>[] = [];
    let next = 0;
    try {
      for (let batch = 0; batch < batches; batch++) {
        while (next < batches && next < batch + ahead) underway.push(batchAt(next++));
        const { paths, drawn } = underway[0];
        await drawn;
        underway.shift();
        if (next < batches) underway.push(batchAt(next++));
        onProgress?.({ label: 'paths', done: Math.min(total, (batch + 1) * size), total });
        yield paths;
      }
    } finally {
      // What a reader no longer wants is still drawn: only then are its columns free for another stream.
      Promise.allSettled(underway.map(({ drawn }) => drawn)).then(() => spare.push(...sets));
    }
  }

  return {
    threads,
    stream,
    async simulate(market, request, { signal, onProgress } = {}) {
      checkRequest(request, market);
      const paths = createPaths(request, market, sharedFloat64);
      const crew = { executor, task: sentMarket(market), signal, isFlat: false };
      await drawParallel(crew, tasksPerThread * threads, request, paths);
      onProgress?.({ label: 'paths', done: request.paths, total: request.paths });
      return paths;
    },
    close: () => executor.close(),
  };
}

/** Paths of a batch where the caller does not say: fewer where the threads would go short of batches. */
function defaultBatch({ paths, steps, signals }: SimulationRequest, market: Market, threads: number): number {
  const columns = 2 + (signals ?? market.signals).length;
  const fitting = batchCells / ((steps + 1) * columns);
  const shared = paths / (tasksPerThread * threads);
  return Math.max(smallestTask, Math.floor(Math.min(fitting, shared) / batchUnit) * batchUnit);
}

interface Crew {
  readonly executor: Executor;
  readonly task: SentMarket;
  readonly signal: AbortSignal | undefined;
  /** Whether implied volatilities stand in their column already. */
  readonly isFlat: boolean;
}

/** Draws paths in so many slices of neighbours, each a task for any thread. */
async function drawParallel(
  { executor, task, signal, isFlat }: Crew,
  slices: number,
  request: SimulationRequest,
  { paths, spot, impliedVol, signals }: Paths,
): Promise<void> {
  const share = Math.ceil(request.paths / slices);
  const slice = Math.max(smallestTask, share + (share % 2));
  const drawn: Promise<void>[] = [];
  for (let first = 0; first < request.paths; first += slice) {
    const part: DrawTask = {
      ...task,
      request: {
        ...request,
        firstPath: (request.firstPath ?? 0) + first,
        paths: Math.min(slice, request.paths - first),
      },
      columns: { stride: paths, offset: first, spot, impliedVol: isFlat ? new Float64Array(0) : impliedVol, signals },
    };
    drawn.push(executor.run('draw', part, { signal }));
  }
  await Promise.all(drawn);
}

function sharedFloat64(values: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(values * Float64Array.BYTES_PER_ELEMENT));
}

/**
 * Columns that are used again: `take` starts from the first, each call of what it gives hands out the next. The second,
 * implied volatility, holds `flatVol` all over where one is given: it is written once for as long as it stays the same.
 */
type ColumnStore = ReturnType<typeof createColumnStore>;

function createColumnStore() {
  const columns: Float64Array[] = [];
  let flat: { readonly column: Float64Array; readonly vol: number } | undefined;

  function fillOnce(column: Float64Array, vol: number): void {
    if (flat?.column !== column || flat.vol !== vol) column.fill(vol);
    flat = { column, vol };
  }

  return {
    take(flatVol?: number) {
      let next = 0;
      return (values: number): Float64Array => {
        const place = next++;
        if (columns[place] === undefined || columns[place].length < values) columns[place] = sharedFloat64(values);
        if (place === volPlace && flatVol !== undefined) fillOnce(columns[place], flatVol);
        else if (place === volPlace) flat = undefined;
        return columns[place].subarray(0, values);
      };
    },
  };
}

/** `createPaths` asks for the prices' column, then that of implied volatilities, then those of signals. */
const volPlace = 1;
