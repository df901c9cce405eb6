import { createContract } from '../../contracts/create-contract.ts';
import { createForwardNetwork } from '../../engine/network/forward-network.ts';
import { isRecurrent } from '../../engine/network/network-shape.ts';
import { createSteppedNetwork } from '../../engine/network/stepped-network.ts';
import type { Market } from '../../simulate/market.ts';
import type { Hedger } from '../hedger.ts';
import { tradeToBand } from '../trade-to-band.ts';
import { attributeInputs, type InputAttribution } from './attribute-inputs.ts';
import { parseDeepHedger } from './deep-hedger.ts';
import type { PolicyNetwork } from './edge-hedger.ts';
import { inputNames } from './input-names.ts';
import { createEdges, outputsToEdges } from './policy-edges.ts';
import { deepNetworkShape, namedInputsOf } from './policy-form.ts';
import { drawTrainingBatch } from './training-batch.ts';
import { memoryOf, type TrainingTerms } from './training-contracts.ts';

export interface AttributeDeepHedgerOptions extends TrainingTerms {
  readonly market: Market;
  /** Paths whose steps are the states; 1024 by default. */
  readonly paths?: number;
  readonly seed: number;
}

/**
 * `attributeInputs` of a deep hedger over the states of drawn paths, every step of them: of its band of the underlying, at the
 * position that it was trained at. What it holds on the way and what a recurrent network remembers are its own; an input is
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
  const trained = { ...terms, contract: { ...terms.contract, position } };
  const batch = drawTrainingBatch(market, trained, { ...named, scales }, { paths, seed, stream: ['attribution'] });
  const network = networkOf(saved);
  const wide = named.columns.length * paths;
  const stride = instruments * paths;

  /** The bands of all instruments at the inputs of a step. */
  function edgesAt(inputs: Float32Array, step: number) {
    const reference = Array.from({ length: instruments }, (_, i) =>
      Float64Array.from(batch.reference!.subarray(step * stride + i * paths, step * stride + (i + 1) * paths)),
    );
    const edges = createEdges(instruments, paths);
    outputsToEdges(head, network.forward(inputs, paths, step), reference, edges);
    return edges;
  }

  /** What the network reads at each step, its holdings among it. */
  function blocksAlong(): Float32Array[] {
    const held = new Float64Array(stride);
    network.reset?.(paths);
    return Array.from({ length: terms.contract.steps }, (_, step) => {
      const inputs = new Float32Array(wide + (named.readsHoldings ? stride : 0));
      inputs.set(batch.signals.subarray(step * wide, (step + 1) * wide));
      if (named.readsHoldings) inputs.set(held, wide);
      const { lower, upper } = edgesAt(inputs, step);
      for (let at = 0; at < stride; at++) {
        const [instrument, path] = [Math.floor(at / paths), at % paths];
        held[at] = tradeToBand(held[at], lower[instrument][path], upper[instrument][path]);
      }
      return inputs;
    });
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

function networkOf(saved: ReturnType<typeof parseDeepHedger>): PolicyNetwork {
  const shape = deepNetworkShape(saved);
  return isRecurrent(shape)
    ? createSteppedNetwork(shape, saved.weights)
    : { forward: createForwardNetwork(shape, saved.weights) };
}
