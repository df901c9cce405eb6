import type { RunningContract } from '../contracts/contract.ts';
import type { ContractTerms } from '../contracts/contract-terms.ts';
import type { Underlying } from '../contracts/underlying.ts';
import type { HedgedContract } from './hedger.ts';

/** The state of the market that a contract is asked at, but for the volatilities that a policy believes in. */
export interface ContractMoment {
  readonly underlying: Underlying;
  readonly spot: Float64Array;
  readonly years: number;
}

/**
 * A running contract as policies are shown it.
 *
 * @param moment asked anew at each greek, so that one object serves all steps
 * @param memory columns that hold what the contract remembers: its own, or copies
 */
export function hedgedContract(
  terms: ContractTerms,
  running: RunningContract,
  moment: () => ContractMoment,
  memory: readonly Float64Array[] = running.memory.map(({ column }) => column),
): HedgedContract {
  return {
    terms,
    value: (out, vol) => running.value(out, { ...moment(), vol }),
    delta: (out, vol) => running.delta(out, { ...moment(), vol }),
    gamma: (out, vol) => running.gamma(out, { ...moment(), vol }),
    vega: (out, vol) => running.vega(out, { ...moment(), vol }),
    memory,
  };
}
