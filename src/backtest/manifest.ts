import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BacktestConfig } from './config.ts';
import { hashMarketData, type MarketData } from './market-data.ts';
import type { RunPlan } from './plan-run.ts';
import type { Manifest } from './results.ts';

/** Version of this package. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** What a reader needs to run the same backtest again and to know that it was the same. */
export function createManifest(
  config: BacktestConfig,
  market: MarketData,
  plan: RunPlan,
  episodes: number,
  milliseconds: number,
): Manifest {
  const { dates } = market.bars;
  return {
    version: packageVersion(),
    seed: config.seed,
    config,
    configHash: createHash('sha256').update(canonicalJson(config)).digest('hex'),
    dataHash: hashMarketData(market),
    node: process.version,
    seconds: Math.round(milliseconds / 100) / 10,
    notices: [...market.notices, ...plan.notices],
    data: {
      source: market.source,
      rows: dates.length,
      from: dates[0],
      to: dates[dates.length - 1],
      evaluatedFrom: dates[plan.evaluatedFrom],
      evaluatedTo: dates[plan.evaluatedTo - 1],
      episodes,
    },
  };
}

/** JSON with the keys of every object in order, so that equal configurations have equal hashes. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    item !== null && typeof item === 'object' && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
