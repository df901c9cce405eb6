import { createContract } from '../../contracts/create-contract.ts';
import type { Hedger } from '../hedger.ts';
import { parseDeepHedger } from './deep-hedger.ts';
import { layersOf, type PolicyForm, type PolicyLayers, savedForm } from './policy-form.ts';
import type { PolicyInputScales } from './policy-inputs.ts';
import { memoryOf, type TrainingTerms } from './training-contracts.ts';

/** What a training may start from: a deep hedger, or its weights with the scales of its inputs. */
export type InitialPolicy = Hedger | InitialWeights;

export interface InitialWeights {
  /** Flat weights of the network. */
  readonly weights: Float32Array;
  readonly scales: PolicyInputScales;
}

/** Options of a training that can start from a policy. */
interface StartOptions extends TrainingTerms, PolicyLayers, Pick<PolicyForm, 'head' | 'inputs'> {
  readonly initial?: InitialPolicy | undefined;
  readonly initialWeights?: Float32Array;
  readonly scales?: PolicyInputScales | undefined;
}

/**
 * The options with the weights and scales of the policy that they start from. Of a hedger, layers, head and inputs are taken
 * over where the options do not name them.
 *
 * @throws RangeError where the policy is of another form than the training's, by the first difference
 */
export function withInitial<Options extends StartOptions>(options: Options): Options {
  const { initial, initialWeights, scales } = options;
  if (initial === undefined) return options;
  if (initialWeights !== undefined || scales !== undefined) {
    const other = initialWeights === undefined ? 'scales' : 'initialWeights';
    throw new RangeError(
      `initial and ${other} are given: expected one of them, for initial has both weights and scales`,
    );
  }
  if (!('toJSON' in initial)) return { ...options, initialWeights: initial.weights, scales: initial.scales };
  const start = parseDeepHedger(initial.toJSON());
  const { hidden, layers, head = start.head, inputs = start.inputs } = options;
  const isSilent = hidden === undefined && layers === undefined;
  const chosen = { ...options, ...(isSilent && { hidden: start.hidden, layers: start.layers }), head, inputs };
  const { contract, instruments = [] } = options;
  const references = instruments.map(({ reference = 0 }) => reference);
  refuseDifference(
    { ...start, layers: layersOf(start) },
    { ...chosen, layers: layersOf(chosen), memory: memoryOf(createContract(contract.terms)), references },
    contract.position,
  );
  return { ...chosen, initialWeights: start.weights, scales: start.scales };
}

type Form = PolicyForm & Pick<PolicyLayers, 'layers'>;

function refuseDifference(start: Form & { readonly position: 1 | -1 }, training: Form, position: 1 | -1): void {
  const [found, expected] = [
    { ...figures(start), position: start.position },
    { ...figures(training), position },
  ].map((form) => Object.entries(form).map(([name, value]) => [name, JSON.stringify(value)] as const));
  for (const [k, [name, value]] of found.entries()) {
    if (value === expected[k][1]) continue;
    throw new RangeError(`initial has ${name} ${value}: expected the training's, ${expected[k][1]}`);
  }
}

/** All that settles a network, its inputs by their full names. */
function figures({ layers, head, inputs, memory, references }: Form) {
  return { layers, ...savedForm({ head, inputs, memory, references }) };
}
