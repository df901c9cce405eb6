import type { EnsembleHedgerOptions } from '../hedgers/deep/ensemble-hedger.ts';
import { defaultInputs } from '../hedgers/deep/input-names.ts';
import type { PolicyForm, PolicyLayers } from '../hedgers/deep/policy-form.ts';
import type { DeepName } from './policy-names.ts';

/** What a learned policy has that 'deep', a band around delta that reads the state, has not. */
export interface DeepForm
  extends Pick<PolicyForm, 'head' | 'inputs'>,
    Pick<PolicyLayers, 'layers'>,
    Pick<EnsembleHedgerOptions, 'disagreement'> {
  /** Networks that differ by their seed; one unless given. */
  readonly members?: number;
}

/** Learned policies of the comparison, by name; layers, steps and the rest are those of `policies.deep`. */
export const deepForms: Readonly<Record<DeepName, DeepForm>> = {
  deep: {},
  'deep-free-band': { head: 'free-band' },
  'deep-correction': { head: 'correction' },
  'deep-holding': { head: 'holding', inputs: [...defaultInputs, 'holding'] },
  'deep-pnl': { head: 'free-band', inputs: [...defaultInputs, 'p&l so far'] },
  'deep-memory': {
    head: 'free-band',
    layers: [
      { kind: 'gru', units: 16 },
      { kind: 'dense', units: 16, activation: 'silu' },
    ],
  },
  'deep-ensemble': { members: 3, disagreement: 1 },
};
