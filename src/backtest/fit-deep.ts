import { type TrainedDeepHedger, trainDeepHedger } from '../hedgers/deep/train-deep-hedger.ts';
import type { FrictionTerms } from '../market/frictions/friction-terms.ts';
import { mean } from '../math/moments.ts';
import { createMarket } from '../simulate/create-market.ts';
import type { SignalTable } from './signal-table.ts';
import type { FitPoliciesTask } from './training-ground.ts';
import type { TuningGround } from './tune.ts';

/** Trains the deep policy in a market fitted to the training past. */
export function fitDeep(
  { table, trainFrom, config }: FitPoliciesTask,
  { terms, criterion }: TuningGround,
  signal: AbortSignal | undefined,
  onShare: (share: number) => void,
): TrainedDeepHedger {
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
