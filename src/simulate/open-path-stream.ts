import { pathKey } from '../math/path-key.ts';
import { createPathStream } from '../math/path-stream.ts';
import type { RandomStream } from '../math/random.ts';
import type { SimulationRequest } from './market.ts';

/** The random stream of any path of a request in a market, by the path's number: the same in every batch. */
export function openPathStreams(
  market: string,
  { seed, stream }: Pick<SimulationRequest, 'seed' | 'stream'>,
): (path: number) => RandomStream {
  const key = pathKey(seed, market, ...stream);
  return (path) => createPathStream(key, path);
}
