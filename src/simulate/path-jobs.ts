import type { JobFunction } from '../engine/jobs/executor.ts';
import { type DrawRun, drawPieces } from './draw-run.ts';
import { loadMarket } from './load-market.ts';
import type { Market } from './market.ts';
import type { SentMarket } from './sent-market.ts';

/** A run to take part in. */
export interface DrawTask extends SentMarket {
  readonly run: DrawRun;
}

/** Markets kept loaded, the latest last: their tables of implied volatilities take time to make. */
const keptMarkets = 4;

/** The jobs of a path worker, with the markets that it has loaded. */
export function createPathJobs(): Readonly<Record<string, JobFunction>> {
  const markets = new Map<string, Market>();

  function marketOf({ key, market }: DrawTask): Market {
    const known = markets.get(key) ?? loadMarket(market);
    markets.delete(key);
    markets.set(key, known);
    for (const oldest of markets.keys()) if (markets.size > keptMarkets) markets.delete(oldest);
    return known;
  }

  return {
    draw(payload) {
      const task = payload as DrawTask;
      drawPieces(marketOf(task), task.run);
    },
  };
}
