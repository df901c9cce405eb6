import type { RunningContract, Valuation } from '../contract.ts';

export interface RunningLeg {
  readonly quantity: number;
  readonly contract: RunningContract;
}

type Column = 'payoff' | 'value' | 'delta' | 'gamma' | 'vega';

/**
 * Several contracts held at once: every figure is the sum of the legs' in proportion to their quantities. The memory is
 * that of all legs one after another, named by leg: '0.average'.
 */
export function runBook(legs: readonly RunningLeg[], paths: number): RunningContract {
  const scratch = new Float64Array(paths);
  const total = new Float64Array(paths);
  const sum = (column: Column, out: Float64Array, at?: Valuation) => {
    // `out` may be the very column of `at` that the next leg reads.
    total.fill(0);
    for (const { quantity, contract } of legs) {
      if (column === 'payoff' || at === undefined) contract.payoff(scratch);
      else contract[column](scratch, at);
      for (let path = 0; path < paths; path++) total[path] += quantity * scratch[path];
    }
    out.set(total);
  };
  return {
    observe(spot) {
      for (const { contract } of legs) contract.observe(spot);
    },
    payoff: (out) => sum('payoff', out),
    value: (out, at) => sum('value', out, at),
    delta: (out, at) => sum('delta', out, at),
    gamma: (out, at) => sum('gamma', out, at),
    vega: (out, at) => sum('vega', out, at),
    memory: legs.flatMap(({ contract }, leg) =>
      contract.memory.map(({ name, column }) => ({ name: `${leg}.${name}`, column })),
    ),
  };
}
