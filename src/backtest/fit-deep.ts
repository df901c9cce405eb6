import { trainDeepEnsemble } from '../hedgers/deep/train-deep-ensemble.ts';
import { trainDeepHedger } from '../hedgers/deep/train-deep-hedger.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import type { FrictionTerms } from '../market/frictions/friction-terms.ts';
import { mean } from '../math/moments.ts';
import { createMarket } from '../simulate/create-market.ts';
import type { Progress } from '../support/long-call.ts';
import { deepForms } from './deep-forms.ts';
import type { DeepName } from './policy-names.ts';
import type { SignalTable } from './signal-table.ts';
import type { FitPoliciesTask } from './training-ground.ts';
import type { TuningGround } from './tune.ts';

export interface FittedDeep {
  readonly hedger: Hedger;
  /** The criterion on paths that training has not seen; the members' mean of an ensemble. */
  readonly objective: number;
}

interface FitDeepOptions {
  readonly signal: AbortSignal | undefined;
  /** Told the share of all trainings that is done. */
  readonly onShare: (share: number) => void;
}

/** Trains learned policies, all in one market that is fitted to the training past. */
export function fitDeep(
  names: readonly DeepName[],
  { table, trainFrom, config }: FitPoliciesTask,
  { terms, criterion }: TuningGround,
  { signal, onShare }: FitDeepOptions,
): ReadonlyMap<DeepName, FittedDeep> {
  if (names.length === 0) return new Map();
  const { contract, position, underlying, frictions } = terms;
  const { hidden, ...schedule } = config.policies.deep;
  const common = {
    ...schedule,
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
  };
  return new Map(
    names.map((name, k) => {
      const { members, layers, ...form } = deepForms[name];
      const network = layers === undefined ? { hidden } : { layers };
      const onProgress = ({ done, total }: Progress) => onShare((k + done / total) / names.length);
      const options = { ...common, ...network, ...form, name, onProgress };
      if (members === undefined) return [name, trainDeepHedger(options)];
      const ensemble = trainDeepEnsemble({ ...options, members });
      return [name, { hedger: ensemble.hedger, objective: mean(ensemble.members.map((member) => member.objective)) }];
    }),
  );
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
