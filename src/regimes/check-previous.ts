import type { RegimeModel } from './detector.ts';

/** Throws a RangeError unless an earlier model can be a starting point of a fit of this detector. */
export function checkPrevious(
  previous: RegimeModel,
  {
    detector,
    states,
    features,
  }: { readonly detector: string; readonly states: number; readonly features: readonly string[] },
): void {
  const describe = (kind: string, count: number, names: readonly string[]) =>
    `'${kind}' of ${count} regimes on ${names.join(', ')}`;
  const given = describe(previous.detector, previous.states.length, previous.features);
  const expected = describe(detector, states, features);
  if (given !== expected) throw new RangeError(`previous is a model ${given}: expected one ${expected}`);
}
