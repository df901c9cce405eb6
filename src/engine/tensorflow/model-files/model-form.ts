import { requireSize } from '../../check-network.ts';
import type { ForecasterProblem } from '../../forecaster/forecaster-problem.ts';
import { isRecurrent, type NetworkShape } from '../../network/network-shape.ts';
import type { PolicyProblem } from '../../policy/policy-problem.ts';

/** What a saved network reads and gives, as shapes of its one input and output. */
export type ModelForm =
  /** `[rows, inputs]` to `[rows, outputs]`: a network without recurrent layers. */
  | { readonly kind: 'rows' }
  /** `[rows, steps, inputs]` to `[rows, steps, outputs]`, an output at every step: a recurrent policy. */
  | { readonly kind: 'sequence'; readonly steps: number | null }
  /** `[rows, steps, inputs]` to `[rows, outputs]`, after the last step: a recurrent forecaster. */
  | { readonly kind: 'window'; readonly steps: number | null };

/** The form in which a network is saved when none is asked for: windows of a forecaster, sequences of any length else. */
export function defaultForm(network: NetworkShape, problem?: PolicyProblem | ForecasterProblem): ModelForm {
  if (!isRecurrent(network)) return { kind: 'rows' };
  if (problem?.kind === 'forecaster') return { kind: 'window', steps: problem.window };
  return { kind: 'sequence', steps: null };
}

/** Throws a RangeError unless a network can be saved in a form. */
export function checkForm(network: NetworkShape, form: ModelForm): void {
  if (form.kind !== 'rows' && form.steps !== null) requireSize('form.steps', form.steps);
  const hasState = isRecurrent(network);
  if (form.kind === 'rows' && hasState) {
    throw new RangeError('form.kind is rows: expected sequence or window for a network with recurrent layers');
  }
  if (form.kind === 'window' && !hasState) {
    throw new RangeError('form.kind is window: expected rows or sequence for a network without recurrent layers');
  }
}
