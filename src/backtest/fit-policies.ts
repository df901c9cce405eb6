import { createBlackScholesDeltaHedger } from '../hedgers/black-scholes-delta.ts';
import { trainDeepHedger } from '../hedgers/deep/train-deep-hedger.ts';
import { createDeltaBandHedger } from '../hedgers/delta-band.ts';
import { createForecastAdjustedHedger } from '../hedgers/forecast-adjusted.ts';
import type { Hedger, HedgerJSON } from '../hedgers/hedger.ts';
import { createNoHedge } from '../hedgers/no-hedge.ts';
import { createSwitcherHedger } from '../hedgers/switcher.ts';
import { createWhalleyWilmottHedger } from '../hedgers/whalley-wilmott.ts';
import type { FrictionTerms } from '../market/frictions/friction-terms.ts';
import { mean } from '../math/moments.ts';
import { createCriterion } from '../risk/create-criterion.ts';
import { createMarket } from '../simulate/create-market.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { assignRegimes } from './assign-regimes.ts';
import type { BacktestConfig } from './config.ts';
import { episodePaths, writingRows } from './episodes.ts';
import type { RefitRecord } from './results.ts';
import { detectorNames, firstCompleteRow, type SignalTable } from './signal-table.ts';
import { hedgingTerms } from './terms-of-config.ts';
import { type TuningGround, tune } from './tune.ts';

/** All that a fit of the policies is given: signals of rows up to the refit date and nothing after. */
export interface FitPoliciesTask {
  readonly table: SignalTable;
  /** First row of the training past. */
  readonly trainFrom: number;
  readonly date: string;
  readonly config: BacktestConfig;
}

export interface FittedPolicies {
  readonly hedgers: readonly HedgerJSON[];
  readonly record: RefitRecord;
}

/**
 * Tunes, trains and assigns every policy of the comparison on one training past: the episodes that were written and
 * have expired within it, with the signals as they were known then. A job of the worker pool.
 */
export function fitPolicies(task: FitPoliciesTask, { signal, onProgress }: LongCallOptions = {}): FittedPolicies {
  const { config, date } = task;
  const { policies } = config;
  const ground = trainingGround(task);
  const progress = (done: number) => onProgress?.({ label: 'policies', done, total: 100 });

  const none = createNoHedge();
  const delta = createBlackScholesDeltaHedger();
  const band = tune(policies.bandWidths, (halfWidth) => createDeltaBandHedger({ halfWidth }), ground);
  const whalleyWilmott = tune(
    policies.riskAversions,
    (riskAversion) => createWhalleyWilmottHedger({ riskAversion }),
    ground,
  );
  signal?.throwIfAborted();
  const adjusted = tune(
    policies.forecastWeights.flatMap((weight) => policies.bandWidths.map((halfWidth) => ({ weight, halfWidth }))),
    (parameters) => createForecastAdjustedHedger(parameters),
    ground,
  );
  signal?.throwIfAborted();
  progress(10);
  const deep = trainDeep(task, ground, signal, (share) => progress(10 + 70 * share));
  progress(80);

  const byName: Readonly<Record<string, Hedger>> = {
    delta,
    'delta-band': band.hedger,
    'whalley-wilmott': whalleyWilmott.hedger,
    'forecast-adjusted': adjusted.hedger,
    deep: deep.hedger,
  };
  const candidates = policies.switcher.candidates.map((name) => byName[name]);
  const switchers = detectorNames.map((detector, index) => {
    const make = (assignment: readonly number[]) =>
      createSwitcherHedger({
        name: `switcher-${detector}`,
        detector,
        candidates,
        assignment,
        guard: policies.switcher,
      });
    const { minimumGain } = policies.switcher;
    const regimes = config.regimes.states;
    const assignment = assignRegimes({ regimes, candidates, make, minimumGain, signal }, ground);
    progress(80 + (20 * (index + 1)) / detectorNames.length);
    return { hedger: make(assignment), assignment: assignment.map((candidate) => candidates[candidate].name) };
  });

  const hedgers = [none, ...Object.values(byName), ...switchers.map(({ hedger }) => hedger)];
  return {
    hedgers: hedgers.map((hedger) => hedger.toJSON()),
    record: {
      date,
      trainingEpisodes: ground.paths.paths,
      bandWidth: band.parameters,
      riskAversion: whalleyWilmott.parameters,
      forecastWeight: adjusted.parameters.weight,
      forecastBandWidth: adjusted.parameters.halfWidth,
      deepObjective: deep.objective,
      switchers: switchers.map(({ hedger, assignment }) => ({ name: hedger.name, assignment })),
    },
  };
}

function trainingGround({ table, trainFrom, config }: FitPoliciesTask): TuningGround {
  const { tenorDays, everyDays } = config.contract;
  const from = Math.max(trainFrom, firstCompleteRow(table));
  const terms = hedgingTerms(config);
  return {
    paths: episodePaths(table, writingRows(from, table.rows - tenorDays, everyDays), { ...terms, tenorDays }),
    terms,
    criterion: createCriterion(config.objective),
  };
}

/** Simulated paths have no half-spreads: training takes the mean of the training past. */
function withMeanSpread(
  frictions: readonly FrictionTerms[],
  { halfSpreadBps }: SignalTable,
  trainFrom: number,
): readonly FrictionTerms[] {
  if (halfSpreadBps === undefined) return frictions;
  // `planRun` has seen to it that there are some.
  const known = halfSpreadBps.subarray(trainFrom).filter((value) => Number.isFinite(value));
  return frictions.map((terms) =>
    terms.kind === 'half-spread' && terms.signal !== undefined
      ? { kind: 'half-spread', halfSpreadBps: mean(known) }
      : terms,
  );
}

function trainDeep(
  { table, trainFrom, config }: FitPoliciesTask,
  { terms, criterion }: TuningGround,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
) {
  const { contract, position, underlying, frictions } = terms;
  return trainDeepHedger({
    ...config.policies.deep,
    market: createMarket(config.market, {
      history: { close: table.close.slice(trainFrom), impliedVol: table.impliedVol.slice(trainFrom) },
      seed: config.seed,
    }).market,
    contract: { terms: contract, position, steps: config.contract.tenorDays },
    underlying,
    frictions: withMeanSpread(frictions.underlying, table, trainFrom),
    criterion,
    seed: config.seed,
    signal,
    onProgress: ({ done, total }) => onShare(done / total),
  });
}
