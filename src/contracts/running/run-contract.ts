import type { ContractMemory, RunningContract, Valuation } from '../contract.ts';
import type { Sensitivities } from '../greeks.ts';
import type { Underlying } from '../underlying.ts';
import { createProgress } from './create-progress.ts';
import { differenceDelta, differenceGamma, differenceVega } from './differences.ts';
import type { Moment, PathFunction } from './moment.ts';

/** What a family of contracts says of itself, one path at a time; `runContract` makes the rest of it. */
export interface ContractParts {
  /** Throws where the underlying's model has no value for the contract. */
  readonly check?: (underlying: Underlying) => void;
  /** Takes note of a step's prices. Step 0 is writing; `fixings` the last. */
  readonly observe?: (spot: Float64Array, step: number) => void;
  /** What the contract pays when the price ends at `spot` and all has been observed. */
  readonly payoff: (path: number, spot: number) => number;
  /** Value with at least one fixing to come. */
  readonly value: PathFunction;
  /** Closed forms of the greeks, for expiry too. What is missing is taken from differences of the value. */
  readonly delta?: PathFunction;
  readonly gamma?: PathFunction;
  readonly vega?: PathFunction;
  /** Or the greeks in one, with at least one fixing to come. */
  readonly sensitivities?: (path: number, spot: number, vol: number, moment: Moment) => Omit<Sensitivities, 'price'>;
  readonly memory?: readonly ContractMemory[];
}

/**
 * A contract on its way along paths, from its family's parts. After the last fixing its value is its payoff; greeks are
 * those of the moment after the fixing, so what the fixing has settled counts as settled.
 */
export function runContract(scale: Float64Array, fixings: number, parts: ContractParts): RunningContract {
  const progress = createProgress(scale.length, fixings);
  const { payoff } = parts;
  const value: PathFunction = (path, spot, vol, moment) =>
    moment.fixingsLeft === 0 ? payoff(path, spot) : parts.value(path, spot, vol, moment);
  const greek = (name: 'delta' | 'gamma' | 'vega', difference: PathFunction): PathFunction => {
    const { sensitivities } = parts;
    if (parts[name] !== undefined || sensitivities === undefined) return parts[name] ?? difference;
    return (path, spot, vol, moment) =>
      moment.fixingsLeft === 0 ? difference(path, spot, vol, moment) : sensitivities(path, spot, vol, moment)[name];
  };
  const fill = (one: PathFunction) => (out: Float64Array, at: Valuation) => {
    const moment = progress.moment(at);
    parts.check?.(at.underlying);
    const { spot, vol } = at;
    for (let path = 0; path < out.length; path++) out[path] = one(path, spot[path], vol[path], moment);
  };
  return {
    observe(spot) {
      const step = progress.observe(spot);
      parts.observe?.(spot, step);
    },
    payoff(out) {
      const last = progress.lastPrices();
      for (let path = 0; path < out.length; path++) out[path] = payoff(path, last[path]);
    },
    value: fill(value),
    delta: fill(greek('delta', differenceDelta(value))),
    gamma: fill(greek('gamma', differenceGamma(value))),
    vega: fill(greek('vega', differenceVega(value))),
    memory: parts.memory ?? [],
  };
}
