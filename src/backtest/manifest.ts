import { createHash } from 'node:crypto';
import { canonicalJson } from '../support/canonical-json.ts';
import { packageVersion } from '../support/package-version.ts';
import type { BacktestConfig } from './config.ts';
import type { EvaluatedPolicies } from './evaluate-policies.ts';
import { hashMarketData, type MarketData } from './market-data.ts';
import type { PolicyOutcomes } from './metrics.ts';
import type { RunPlan } from './plan-run.ts';
import type { Manifest } from './results.ts';

/** What a reader needs to run the same backtest again and to know that it was the same. */
export function createManifest(
  config: BacktestConfig,
  market: MarketData,
  plan: RunPlan,
  { writing, outcomes }: Pick<EvaluatedPolicies, 'writing' | 'outcomes'>,
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
    notices: [...market.notices, ...plan.notices, ...idleNotices(config, outcomes)],
    data: {
      source: market.source,
      rows: dates.length,
      from: dates[0],
      to: dates[dates.length - 1],
      evaluatedFrom: dates[plan.evaluatedFrom],
      evaluatedTo: dates[plan.evaluatedTo - 1],
      episodes: writing.length,
    },
  };
}

/** What makes the comparison one of equal policies, where it is. */
function idleNotices({ frictions }: BacktestConfig, outcomes: readonly PolicyOutcomes[]): readonly string[] {
  if (outcomes.some(({ trades }) => trades.some((count) => count > 0))) return [];
  const lots = frictions.find(({ kind }) => kind === 'lots');
  const reason =
    lots?.kind === 'lots'
      ? `lots of ${lots.lotUnits} units (frictions) are more than twice any holding wanted, and holdings are rounded to whole lots`
      : 'the contract asks for no holding, or frictions leave none';
  return [`no policy ever traded, so that all of them equal no hedge: ${reason}`];
}
