import { createForwardNetwork } from '../../engine/network/forward-network.ts';
import type { Market } from '../../simulate/market.ts';
import type { Hedger } from '../hedger.ts';
import { attributeInputs, type InputAttribution } from './attribute-inputs.ts';
import { createBand, outputsToBand } from './band-head.ts';
import { bandInputsOf } from './band-inputs.ts';
import { bandNetworkShape, parseDeepHedger } from './deep-hedger.ts';
import { drawTrainingBatch, type TrainingTerms } from './training-batch.ts';

export interface AttributeDeepHedgerOptions extends TrainingTerms {
  readonly market: Market;
  /** Paths whose steps are the states; 1024 by default. */
  readonly paths?: number;
  readonly seed: number;
}

/**
 * `attributeInputs` of a deep hedger over the states of drawn paths, every step of them.
 *
 * @throws InputError where the hedger is none that `createDeepHedger` made; RangeError where it was trained on a contract with
 *   another memory
 * @example
 * attributeDeepHedger(hedger, { market, contract, underlying, frictions, seed: 7 }).map(({ name, width }) => [name, width]);
 */
export function attributeDeepHedger(
  hedger: Hedger,
  { market, paths = 1024, seed, ...terms }: AttributeDeepHedgerOptions,
): readonly InputAttribution[] {
  const { hidden, weights, scales, memory, position } = parseDeepHedger(hedger.toJSON());
  const { signals, reference } = drawTrainingBatch(market, terms, scales, { paths, seed, stream: ['attribution'] });
  const { steps } = terms.contract;
  const names = bandInputsOf(memory);
  if (signals.length !== steps * names.length * paths) {
    throw new RangeError(
      `policy '${hedger.name}' was trained on a contract with ${memory} columns of memory: this one (${terms.contract.terms.type}) has another number`,
    );
  }
  const forward = createForwardNetwork(bandNetworkShape(hidden, memory), weights);
  const size = names.length * paths;
  return attributeInputs({
    names,
    blocks: Array.from({ length: steps }, (_, step) => signals.subarray(step * size, (step + 1) * size)),
    edges(inputs, step) {
      const band = createBand(paths);
      // The reference is −position × delta.
      const delta = Float64Array.from(
        reference!.subarray(step * paths, (step + 1) * paths),
        (holding) => -terms.contract.position * holding,
      );
      outputsToBand(forward(inputs, paths), delta, terms.contract.position, position, band);
      return band;
    },
  });
}
