import { createContract } from '../../contracts/create-contract.ts';
import type { Market } from '../../simulate/market.ts';
import type { Hedger } from '../hedger.ts';
import { attributeInputs, type InputAttribution } from './attribute-inputs.ts';
import { parseDeepHedger } from './deep-hedger.ts';
import { inputNames, readsPnl } from './input-names.ts';
import { pnlScaleOf } from './pnl-so-far.ts';
import { createEdges, outputsToEdges, tradeToEdges } from './policy-edges.ts';
import { deepNetworkShape, namedInputsOf } from './policy-form.ts';
import { createPolicyNetwork } from './policy-network.ts';
import { drawTrainingBatch } from './training-batch.ts';
import { memoryOf, type TrainingTerms } from './training-contracts.ts';
import { trainingCosts } from './training-costs.ts';

export interface AttributeDeepHedgerOptions extends TrainingTerms {
  readonly market: Market;
  /** Paths whose steps are the states; 1024 by default. */
  readonly paths?: number;
  readonly seed: number;
}

/**
 * `attributeInputs` of a deep hedger over the states of drawn paths, every step of them: of its band of the underlying, at the
 * position that it was trained at. What it holds and has gained on the way and what a recurrent network remembers are its own; an input is
 * moved at one step alone.
 *
 * @throws InputError where the hedger is none that `createDeepHedger` made; RangeError where the terms are not those of its
 *   training: another memory of the contract, other instruments, signals that the market does not draw
 * @example
 * attributeDeepHedger(hedger, { market, contract, underlying, frictions, seed: 7 }).map(({ name, width }) => [name, width]);
 */
export function attributeDeepHedger(
  hedger: Hedger,
  { market, paths = 1024, seed, ...terms }: AttributeDeepHedgerOptions,
): readonly InputAttribution[] {
  const saved = parseDeepHedger(hedger.toJSON());
  const { head = 'band', references = [], memory = 0, scales, position } = saved;
  const named = namedInputsOf(saved);
  const instruments = 1 + references.length;
  if ((terms.instruments ?? []).length !== references.length) {
    throw new RangeError(
      `policy '${hedger.name}' was trained to hedge with ${instruments} instruments, the underlying among them: expected as many here, not ${1 + (terms.instruments ?? []).length}`,
    );
  }
  const found = memoryOf(createContract(terms.contract.terms));
  if (found !== memory) {
    throw new RangeError(
      `policy '${hedger.name}' was trained on a contract with ${memory} columns of memory: this one (${terms.contract.terms.type}) has ${found}`,
    );
  }
  const trained = {
    ...terms,
    contract: { ...terms.contract, position },
    instruments: (terms.instruments ?? []).map((each, i) => ({ ...each, reference: references[i] })),
  };
  const batch = drawTrainingBatch(market, trained, { ...named, scales }, { paths, seed, stream: ['attribution'] });
  const network = createPolicyNetwork(deepNetworkShape(saved), saved.weights);
  const wide = named.columns.length * paths;
  const stride = instruments * paths;
  const costs = [terms, ...(terms.instruments ?? [])].map(({ frictions = [] }) => trainingCosts(frictions));

  /** The bands of all instruments at the inputs of a step. */
  function edgesAt(inputs: Float32Array, step: number) {
    const reference = Array.from({ length: instruments }, (_, i) =>
      Float64Array.from(batch.reference!.subarray(step * stride + i * paths, step * stride + (i + 1) * paths)),
    );
    const edges = createEdges(instruments, paths);
    outputsToEdges(head, network.forward(inputs, paths, step), reference, edges);
    return edges;
  }

  /** What the network reads at each step, its holdings and what they have gained among it. */
  function blocksAlong(): Float32Array[] {
    const holdings = Array.from({ length: instruments }, () => new Float64Array(paths));
    const gained = new Float64Array(paths);
    const pnlAt = readsPnl(named.columns) ? wide - paths : undefined;
    const pnlScale = pnlScaleOf(scales, terms.contract.terms);
    network.reset?.(paths);
    return Array.from({ length: terms.contract.steps }, (_, step) => {
      const inputs = new Float32Array(wide + (named.readsHoldings ? stride : 0));
      inputs.set(batch.signals.subarray(step * wide, (step + 1) * wide));
      if (named.readsHoldings) holdings.forEach((held, i) => void inputs.set(held, wide + i * paths));
      if (pnlAt !== undefined) {
        for (let path = 0; path < paths; path++) inputs[pnlAt + path] += pnlScale * gained[path];
      }
      const before = holdings.map((held) => held.slice());
      tradeToEdges({ holdings: before }, edgesAt(inputs, step), holdings);
      for (let i = 0; i < instruments; i++) addGains(gained, before[i], holdings[i], i, step);
      return inputs;
    });
  }

  /** P&L of an instrument from one step to the next, less what the trade costs, as the engine accounts for it. */
  function addGains(gained: Float64Array, before: Float64Array, held: Float64Array, i: number, step: number): void {
    const { proportional, quadratic } = costs[i];
    const from = step * stride + i * paths;
    for (let path = 0; path < paths; path++) {
      const price = batch.prices[from + path];
      const next = batch.prices[from + stride + path];
      const traded = held[path] - before[path];
      const cost = Math.abs(price) * (proportional * Math.abs(traded) + quadratic * traded * traded);
      gained[path] += held[path] * (next - price) - cost;
    }
  }

  const blocks = blocksAlong();
  network.reset?.(paths);
  return attributeInputs({
    names: inputNames(named, instruments),
    blocks,
    edges(inputs, step) {
      const { lower, upper } = edgesAt(inputs, step);
      return { lower: lower[0], upper: upper[0] };
    },
  });
}
