import { createRandomStream } from '../math/random.ts';
import type { RegimeModel } from './detector.ts';
import { drawState } from './draw-state.ts';
import { regimeMoments } from './regime-moments.ts';
import { stationaryShares } from './stationary-shares.ts';

/** A drawn history. */
export interface SampledRegimes {
  /** The regime of each row. */
  readonly labels: Int32Array;
  /** Its daily log return. */
  readonly returns: Float64Array;
}

/**
 * Draws a history of regimes and returns: the first regime from the chain's long-run shares (`stationaryShares`), each later
 * one from the transition, the return from a normal distribution with the mean and variance within its regime
 * (`regimeMoments`). The returns of any model are drawn as normal ones, whatever its features.
 *
 * @param rows whole number >= 0
 * @throws RangeError on other rows and on a transition that is none or that falls apart
 * @example
 * const { labels, returns } = sampleRegimes(model, 2520, { seed: 1 }); // ten years
 */
export function sampleRegimes(
  { transition, states }: Pick<RegimeModel, 'transition' | 'states'>,
  rows: number,
  { seed }: { readonly seed: number },
): SampledRegimes {
  if (!Number.isInteger(rows) || rows < 0) throw new RangeError(`rows is ${rows}: expected a whole number >= 0`);
  if (states.length !== transition.length) {
    throw new RangeError(`states has ${states.length} regimes: expected ${transition.length}, as transition has`);
  }
  const shares = stationaryShares(transition);
  const { means, variances } = regimeMoments(states);
  const deviations = variances.map(Math.sqrt);
  const changes = createRandomStream(seed, 'regimes', 'labels');
  const shocks = createRandomStream(seed, 'regimes', 'returns');
  const labels = new Int32Array(rows);
  const returns = new Float64Array(rows);
  for (let t = 0; t < rows; t++) {
    const label = drawState(t === 0 ? shares : transition[labels[t - 1]], changes);
    labels[t] = label;
    returns[t] = means[label] + deviations[label] * shocks.normal();
  }
  return { labels, returns };
}
