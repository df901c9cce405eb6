import type { Hedger } from '../hedgers/hedger.ts';
import { createSwitcherHedger } from '../hedgers/switcher.ts';
import { assignRegimes } from './assign-regimes.ts';
import type { BacktestConfig } from './config.ts';
import type { TuningGround } from './tune.ts';

export interface FittedSwitcher {
  readonly hedger: Hedger;
  /** Name of the policy of each regime. */
  readonly assignment: readonly string[];
}

/** Learns which of the candidates hedges in which regime of a detector. */
export function fitSwitcher(
  detector: string,
  candidates: readonly Hedger[],
  { policies, regimes }: BacktestConfig,
  ground: TuningGround,
  signal: AbortSignal | undefined,
): FittedSwitcher {
  const make = (assignment: readonly number[]) =>
    createSwitcherHedger({
      name: `switcher-${detector}`,
      detector,
      candidates,
      assignment,
      guard: policies.switcher,
    });
  const { minimumGain } = policies.switcher;
  const assignment = assignRegimes({ regimes: regimes.states, candidates, make, minimumGain, signal }, ground);
  return { hedger: make(assignment), assignment: assignment.map((candidate) => candidates[candidate].name) };
}
