import { availableParallelism } from 'node:os';
import { createPoolExecutor } from '../engine/jobs/executor.ts';
import type { Paths } from '../market/paths.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { requireCount } from '../support/require.ts';
import { checkRequest, createPaths, type Market, type SimulationRequest } from './market.ts';
import { sentMarket } from './sent-market.ts';
import { startDrawRun } from './start-draw-run.ts';

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

/** Paths of a piece at least: less is not worth setting up the kernels. */
const smallestPiece = 2048;

/** Pieces for each thread, so that a slow core holds up nobody. */
const piecesPerThread = 2;

/** Values in the columns of a batch: those of all sets stay in the caches. */
const batchCells = 2 ** 19;

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
    { batchPaths: wanted, signal, onProgress }: StreamOptions = {},
  ): AsyncGenerator<Paths, void, void> {
    checkRequest(request, market);
    if (wanted !== undefined) requireCount('batchPaths', wanted);
    const total = request.paths;
    const batchPaths = evenIf(request.antithetic, wanted ?? defaultBatch(request, market, threads));
    const batches = Math.ceil(total / batchPaths);
    // A thread draws a whole batch, unless there are too few to keep all threads at work.
    const slices = sliceBatch(request, Math.min(batchPaths, total), Math.ceil((piecesPerThread * threads) / batches));
    const ahead = Math.ceil(threads / slices.slices) + 1;
    // One is looked at while those ahead are drawn.
    const stores = Array.from({ length: Math.min(batches, ahead + 1) }, () => spare.pop() ?? createColumnStore());
    const pathsOf = (batch: number) => {
      const part = { ...request, paths: Math.min(batchPaths, total - batch * batchPaths) };
      return createPaths(part, market, stores[batch % stores.length].take(market.flatVol));
    };
    const full = stores.map((_, batch) => pathsOf(batch));
    const run = startDrawRun(
      { executor, threads, market: sentMarket(market), signal },
      { request, batchPaths, ...slices, sets: full.map((paths) => columnsOf(paths, market.flatVol !== undefined)) },
    );
    try {
      run.allow(Math.min(batches, ahead));
      for (let batch = 0; batch < batches; batch++) {
        await run.drawn(batch);
        run.allow(Math.min(batches, batch + 1 + ahead));
        onProgress?.({ label: 'paths', done: Math.min(total, (batch + 1) * batchPaths), total });
        yield (batch + 1) * batchPaths <= total ? full[batch % full.length] : pathsOf(batch);
      }
    } finally {
      // Waited for, so that a stream after this one finds the columns free.
      if (await run.end()) spare.push(...stores);
    }
  }

  return {
    threads,
    stream,
    async simulate(market, request, { signal, onProgress } = {}) {
      checkRequest(request, market);
      const paths = createPaths(request, market, sharedFloat64);
      const slices = sliceBatch(request, request.paths, piecesPerThread * threads);
      const run = startDrawRun(
        { executor, threads, market: sentMarket(market), signal },
        { request, batchPaths: request.paths, ...slices, sets: [columnsOf(paths, false)] },
      );
      run.allow(1);
      await run.drawn(0);
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
  const shared = paths / (piecesPerThread * threads);
  return Math.max(smallestPiece, Math.floor(Math.min(fitting, shared) / batchUnit) * batchUnit);
}

/** What threads draw into. Implied volatilities that stand in their column already are left alone. */
function columnsOf({ spot, impliedVol, signals }: Paths, isFlat: boolean) {
  return { spot, impliedVol: isFlat ? new Float64Array(0) : impliedVol, signals };
}

/** A batch in so many slices of neighbouring paths, or fewer. */
function sliceBatch({ antithetic }: SimulationRequest, paths: number, slices: number) {
  const slicePaths = Math.max(smallestPiece, evenIf(antithetic, Math.ceil(paths / slices)));
  return { slicePaths, slices: Math.ceil(paths / slicePaths) };
}

/** Antithetic paths come in pairs. */
function evenIf(antithetic: boolean | undefined, paths: number): number {
  return antithetic ? paths + (paths % 2) : paths;
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
