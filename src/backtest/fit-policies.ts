import type { Hedger, HedgerJSON } from '../hedgers/hedger.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { fitDeep } from './fit-deep.ts';
import { type ChosenRules, fitRule, type RuleParameters } from './fit-rules.ts';
import { type FittedSwitcher, fitSwitcher } from './fit-switcher.ts';
import { fittedPolicies, furtherPolicies, isDeep, type RuleName } from './policy-names.ts';
import type { RefitRecord } from './results.ts';
import { detectorNames } from './signal-table.ts';
import { type FitPoliciesTask, trainingGround } from './training-ground.ts';

export interface FittedPolicies {
  readonly hedgers: readonly HedgerJSON[];
  readonly record: RefitRecord;
}

/** Roughly the shares of a fit's time by which the rules, and then the learned policies, are done. */
const [rulesDone, deepDone] = [10, 80];

/**
 * Tunes, trains and assigns every policy of the comparison on one training past: the episodes that were written and
 * have expired within it, with the signals as they were known then. Policies that no table shows are fitted where a switcher
 * may hand over to them. A job of the worker pool.
 */
export function fitPolicies(task: FitPoliciesTask, { signal, onProgress }: LongCallOptions = {}): FittedPolicies {
  const { config, date } = task;
  const { include, switcher } = config.policies;
  const ground = trainingGround(task);
  const progress = (done: number) => onProgress?.({ label: 'policies', done, total: 100 });

  const fitted = fittedPolicies(config.policies);
  const hedgers = new Map<string, Hedger>();
  const chosen = new Map<RuleName, RuleParameters>();
  for (const name of fitted) {
    if (isDeep(name)) continue;
    signal?.throwIfAborted();
    const { hedger, parameters } = fitRule(name, ground, config.policies, chosen);
    hedgers.set(name, hedger);
    chosen.set(name, parameters);
  }
  progress(rulesDone);
  const onShare = (share: number) => progress(rulesDone + (deepDone - rulesDone) * share);
  const deep = fitDeep([...fitted].filter(isDeep), task, ground, { signal, onShare });
  for (const [name, { hedger }] of deep) hedgers.set(name, hedger);
  progress(deepDone);
  const hedgerOf = (name: string) => hedgers.get(name) as Hedger;
  const detectors = detectorNames.filter((detector) => include.includes(`switcher-${detector}`));
  const switchers: FittedSwitcher[] = detectors.map((detector, index) => {
    const switching = fitSwitcher(detector, switcher.candidates.map(hedgerOf), config, ground, signal);
    hedgers.set(`switcher-${detector}`, switching.hedger);
    progress(deepDone + ((100 - deepDone) * (index + 1)) / detectors.length);
    return switching;
  });

  const parameter = (name: RuleName, key: string) => chosen.get(name)?.[key] ?? null;
  return {
    hedgers: include.map((name) => hedgerOf(name).toJSON()),
    record: {
      date,
      trainingEpisodes: ground.paths.paths,
      bandWidth: parameter('delta-band', 'halfWidth'),
      riskAversion: parameter('whalley-wilmott', 'riskAversion'),
      forecastWeight: parameter('forecast-adjusted', 'weight'),
      forecastBandWidth: parameter('forecast-adjusted', 'halfWidth'),
      deepObjective: deep.get('deep')?.objective ?? null,
      switchers: switchers.map(({ hedger, assignment }) => ({ name: hedger.name, assignment })),
      ...furtherChoices(chosen),
    },
  };
}

/** What was chosen for further rules; nothing where there are none, so that records of the main job stay as they are. */
function furtherChoices(chosen: ChosenRules): Pick<RefitRecord, 'further'> {
  const names: readonly RuleName[] = furtherPolicies;
  const further = [...chosen].filter(([name]) => names.includes(name));
  return further.length === 0 ? {} : { further: Object.fromEntries(further) };
}
