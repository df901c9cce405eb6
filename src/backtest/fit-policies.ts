import type { Hedger, HedgerJSON } from '../hedgers/hedger.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { fitDeep } from './fit-deep.ts';
import { fitRule, type RuleName, type RuleParameters } from './fit-rules.ts';
import { type FittedSwitcher, fitSwitcher } from './fit-switcher.ts';
import { type FurtherPolicy, furtherPolicies } from './policy-names.ts';
import type { RefitRecord } from './results.ts';
import { detectorNames } from './signal-table.ts';
import { type FitPoliciesTask, trainingGround } from './training-ground.ts';

export interface FittedPolicies {
  readonly hedgers: readonly HedgerJSON[];
  readonly record: RefitRecord;
}

/** Roughly the shares of a fit's time by which the rules, and then the deep policy, are done. */
const [rulesDone, deepDone] = [10, 80];

/**
 * Tunes, trains and assigns every policy of the comparison on one training past: the episodes that were written and
 * have expired within it, with the signals as they were known then. Policies that no table shows are fitted where a switcher
 * may hand over to them. A job of the worker pool.
 */
export function fitPolicies(task: FitPoliciesTask, { signal, onProgress }: LongCallOptions = {}): FittedPolicies {
  const { config, date } = task;
  const include: readonly string[] = config.policies.include;
  const ground = trainingGround(task);
  const progress = (done: number) => onProgress?.({ label: 'policies', done, total: 100 });

  const detectors = detectorNames.filter((detector) => include.includes(`switcher-${detector}`));
  const switched: readonly string[] = detectors.length > 0 ? config.policies.switcher.candidates : [];
  const single = [...new Set([...include, ...switched])].filter((name) => !name.startsWith('switcher-'));

  const hedgers = new Map<string, Hedger>();
  const chosen = new Map<string, RuleParameters>();
  for (const name of single) {
    if (name === 'deep') continue;
    signal?.throwIfAborted();
    const { hedger, parameters } = fitRule(name as RuleName, ground, config.policies);
    hedgers.set(name, hedger);
    chosen.set(name, parameters);
  }
  progress(rulesDone);
  let deepObjective: number | null = null;
  if (single.includes('deep')) {
    const deep = fitDeep(task, ground, signal, (share) => progress(rulesDone + (deepDone - rulesDone) * share));
    hedgers.set('deep', deep.hedger);
    deepObjective = deep.objective;
  }
  progress(deepDone);
  const candidates = switched.map((name) => hedgers.get(name) as Hedger);
  const switchers: FittedSwitcher[] = detectors.map((detector, index) => {
    const fitted = fitSwitcher(detector, candidates, config, ground, signal);
    hedgers.set(`switcher-${detector}`, fitted.hedger);
    progress(deepDone + ((100 - deepDone) * (index + 1)) / detectors.length);
    return fitted;
  });

  const parameter = (name: RuleName, key: string) => chosen.get(name)?.[key] ?? null;
  return {
    hedgers: include.map((name) => (hedgers.get(name) as Hedger).toJSON()),
    record: {
      date,
      trainingEpisodes: ground.paths.paths,
      bandWidth: parameter('delta-band', 'halfWidth'),
      riskAversion: parameter('whalley-wilmott', 'riskAversion'),
      forecastWeight: parameter('forecast-adjusted', 'weight'),
      forecastBandWidth: parameter('forecast-adjusted', 'halfWidth'),
      deepObjective,
      switchers: switchers.map(({ hedger, assignment }) => ({ name: hedger.name, assignment })),
      ...furtherChoices(chosen),
    },
  };
}

/** What was chosen for further rules; nothing where there are none, so that records of the main job stay as they are. */
function furtherChoices(chosen: ReadonlyMap<string, RuleParameters>): Pick<RefitRecord, 'further'> {
  const further = [...chosen].filter(([name]) => furtherPolicies.includes(name as FurtherPolicy));
  return further.length === 0 ? {} : { further: Object.fromEntries(further) };
}
