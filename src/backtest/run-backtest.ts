import { availableParallelism } from 'node:os';
import { createInlineExecutor, createPoolExecutor, type Executor } from '../engine/jobs/executor.ts';
import { realisedVol } from '../forecast/realised.ts';
import { logReturns } from '../market/bars.ts';
import { mostProbable } from '../regimes/most-probable.ts';
import { createCriterion } from '../risk/create-criterion.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { shareOfProgress } from '../support/share-of-progress.ts';
import { comparePolicies } from './compare-policies.ts';
import type { BacktestConfig, BacktestConfigInput } from './config.ts';
import { backtestConfigSchema } from './config.ts';
import { type EvaluatedPolicies, evaluatePolicies } from './evaluate-policies.ts';
import { backtestJobs } from './jobs.ts';
import { createManifest } from './manifest.ts';
import { loadMarketData, type MarketData } from './market-data.ts';
import { measureOutcomes, selectOutcomes } from './metrics.ts';
import { planRun, type RunPlan } from './plan-run.ts';
import type { BacktestRun, DailyTable, PolicyResult } from './results.ts';
import { scoreDetector, scoreForecasts } from './score-signals.ts';
import { detectorNames, reportingDetector } from './signal-table.ts';
import { checkCombinations, hedgingTerms } from './terms-of-config.ts';
import { walkPolicies } from './walk-policies.ts';
import { type WalkedSignals, walkSignals } from './walk-signals.ts';

export interface RunBacktestOptions extends LongCallOptions {
  /** Market data at hand; without it, what the configuration names is read. */
  readonly data?: MarketData;
  /** Worker threads; 0 runs everything in the calling thread. Results do not depend on it. Default: all cores. */
  readonly threads?: number;
}

/**
 * The comparative backtest: walks forward through the bars, refits every part on the past of each refit date, runs
 * every policy over the same episodes and measures them.
 *
 * @throws InputError on a bad configuration, bad data or too few rows
 * @example
 * const run = await runBacktest({ costBps: 5, data: { from: '2015-01-01' } });
 * run.results.policies.map(({ name, metrics }) => [name, metrics.objective]);
 */
export async function runBacktest(
  input: BacktestConfigInput = {},
  { data, threads = Math.min(256, availableParallelism()), signal, onProgress }: RunBacktestOptions = {},
): Promise<BacktestRun> {
  const started = performance.now();
  const config = parseConfig(input);
  checkCombinations(config);
  const market = data ?? (await loadMarketData(config));
  const plan = planRun(market, config);
  const executor = openExecutor(threads);
  try {
    const signals = await walkSignals(market, config, plan.signalRefits, executor, {
      signal,
      onProgress: shareOfProgress(onProgress, 0, 0.35),
    });
    const segments = await walkPolicies(signals.table, market, config, plan, executor, {
      signal,
      onProgress: shareOfProgress(onProgress, 0.35, 0.95),
    });
    const labels = Object.fromEntries(
      detectorNames.map((name) => [name, mostProbable({ rows: plan.rows, columns: signals.table.regimes[name] })]),
    );
    const evaluated = evaluatePolicies(
      signals.table,
      segments,
      { ...hedgingTerms(config), tenorDays: config.contract.tenorDays },
      { byDetector: labels, reporting: reportingDetector },
    );
    shareOfProgress(onProgress, 0.95, 1)?.({ label: 'uncertainty of the comparison', done: 0, total: 1 });
    const daily = dailyTable(market, config, plan, signals, labels);
    const range = { from: plan.evaluatedFrom, to: plan.evaluatedTo };
    const returns = logReturns(market.bars);
    const policies = policyResults(evaluated, labels[reportingDetector], config, signal);
    onProgress?.({ label: 'done', done: 1000, total: 1000 });
    return {
      results: {
        schema: 1,
        manifest: createManifest(config, market, plan, evaluated, performance.now() - started),
        policies,
        regimes: detectorNames.map((name) =>
          scoreDetector(name, labels[name], returns, config.regimes.states, signals.alignment[name], range),
        ),
        forecast: scoreForecasts(daily.forecasts, daily.realisedVol, config.contract.tenorDays, range),
        refits: segments.map(({ fitted }) => fitted.record),
      },
      bars: market.bars,
      daily,
      episodes: evaluated.episodes,
      decisions: evaluated.decisions,
    };
  } finally {
    await executor.close();
  }
}

function parseConfig(input: BacktestConfigInput): BacktestConfig {
  const parsed = backtestConfigSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InputError(`configuration, ${issue.path.join('.') || 'top level'}: ${issue.message}`);
}

function openExecutor(threads: number): Executor {
  if (threads === 0) return createInlineExecutor(backtestJobs);
  return createPoolExecutor({ workerUrl: new URL('./worker.js', import.meta.url), threads });
}

function policyResults(
  { policies, outcomes, writing }: EvaluatedPolicies,
  labels: Int32Array,
  config: BacktestConfig,
  signal: AbortSignal | undefined,
): readonly PolicyResult[] {
  const criterion = createCriterion(config.objective);
  const comparison = comparePolicies(
    outcomes.map(({ pnl }) => pnl),
    criterion,
    {
      draws: config.bootstrap.draws,
      meanBlock: config.bootstrap.blockDays / config.contract.everyDays,
      seed: config.seed,
      signal,
    },
  );
  const versusDelta = comparison.versus(policies.findIndex(({ name }) => name === 'delta'));
  const versusBand = comparison.versus(policies.findIndex(({ name }) => name === 'delta-band'));
  const byRegime = Array.from({ length: config.regimes.states }, (_, regime) => ({
    regime,
    episodes: Int32Array.from(writing.keys()).filter((episode) => labels[writing[episode]] === regime),
  })).filter(({ episodes }) => episodes.length > 0);
  return policies.map(({ name, kind }, index) => ({
    name,
    kind,
    metrics: measureOutcomes(outcomes[index], criterion),
    uncertainty: {
      objective: comparison.objective[index],
      objectiveVersusDelta: versusDelta[index],
      objectiveVersusBand: versusBand[index],
    },
    byRegime: byRegime.map(({ regime, episodes }) => ({
      regime,
      episodes: episodes.length,
      metrics: measureOutcomes(selectOutcomes(outcomes[index], episodes), criterion),
    })),
  }));
}

function dailyTable(
  { bars, impliedVol }: MarketData,
  config: BacktestConfig,
  { evaluatedFrom, evaluatedTo }: RunPlan,
  { tenorForecasts }: WalkedSignals,
  regimes: Readonly<Record<string, Int32Array>>,
): DailyTable {
  return {
    impliedVol,
    forecasts: tenorForecasts,
    realisedVol: realisedVol(bars, config.contract.tenorDays),
    regimes,
    evaluatedFrom,
    evaluatedTo,
  };
}
