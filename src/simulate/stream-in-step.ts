import { setImmediate } from 'node:timers/promises';
import type { Paths } from '../market/paths.ts';
import type { Market, SimulationRequest } from './market.ts';
import type { PathPool, StreamOptions } from './path-pool.ts';

/**
 * The same request in several markets, batch by batch: every value holds the same paths of each of them. The first one
 * reports progress.
 */
export async function* streamInStep(
  pool: PathPool,
  markets: readonly Market[],
  request: SimulationRequest,
  { onProgress, ...options }: StreamOptions,
): AsyncGenerator<readonly Paths[], void, void> {
  const streams = markets.map((market, i) =>
    pool.stream(market, request, { ...options, onProgress: i === 0 ? onProgress : undefined }),
  );
  try {
    for (;;) {
      const next = await Promise.all(streams.map((stream) => stream.next()));
      const batches = next.flatMap(({ value }) => value ?? []);
      if (batches.length < markets.length) return;
      // Where batches are there before they are asked for, nobody would hear of Ctrl-C.
      await setImmediate();
      options.signal?.throwIfAborted();
      yield batches;
    }
  } finally {
    await Promise.all(streams.map((stream) => stream.return()));
  }
}
