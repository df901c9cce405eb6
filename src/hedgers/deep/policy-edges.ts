import type { PolicyHead } from '../../engine/policy/policy-problem.ts';
import type { Hedger, HedgeView } from '../hedger.ts';
import { tradeToBand } from '../trade-to-band.ts';

/** s of the band heads: the width of the band where the network's output is 0 is this × log 2, 0.07 of delta. */
export const bandScale = 0.1;

/** Between which holdings a policy does nothing, [instrument][path]: outside it trades to the nearer edge. */
export interface PolicyEdges {
  readonly lower: readonly Float64Array[];
  readonly upper: readonly Float64Array[];
}

/** A policy that is told by its edges: all learned ones are. Equal edges are a holding to be had, whatever is held. */
export interface EdgeHedger extends Hedger {
  /**
   * The edges at this view, in arrays of the caller's. Asked again at the same step it answers the same; one that carries
   * a state along the path must have been asked at each step before, since its `reset`.
   */
  edges(view: HedgeView): PolicyEdges;
}

/** Room for edges of so many instruments and paths. */
export function createEdges(instruments: number, paths: number): PolicyEdges {
  const columns = () => Array.from({ length: instruments }, () => new Float64Array(paths));
  return { lower: columns(), upper: columns() };
}

/** Writes to `target` what is held after trading to the nearer edges. */
export function tradeToEdges(
  { holdings }: Pick<HedgeView, 'holdings'>,
  { lower, upper }: PolicyEdges,
  target: readonly Float64Array[],
): void {
  lower.forEach((below, i) => {
    for (let path = 0; path < below.length; path++) {
      target[i][path] = tradeToBand(holdings[i][path], below[path], upper[i][path]);
    }
  });
}

/**
 * Turns a network's outputs, [output][path], into edges, as the engine's heads do (`PolicyHead`): of several instruments
 * all first outputs come first, then all second ones.
 *
 * @param reference the given hedge δ, [instrument][path]
 */
export function outputsToEdges(
  head: PolicyHead,
  outputs: Float32Array,
  reference: readonly Float64Array[],
  { lower, upper }: PolicyEdges,
): void {
  const second = outputs.length / 2;
  reference.forEach((given, i) => {
    const paths = given.length;
    for (let path = 0; path < paths; path++) {
      const at = i * paths + path;
      switch (head) {
        case 'holding':
          lower[i][path] = upper[i][path] = outputs[at];
          break;
        case 'correction':
          lower[i][path] = upper[i][path] = given[path] + outputs[at];
          break;
        case 'band':
          lower[i][path] = given[path] - bandScale * softplus(outputs[at]);
          upper[i][path] = given[path] + bandScale * softplus(outputs[second + at]);
          break;
        case 'free-band': {
          const centre = given[path] + bandScale * outputs[at];
          const half = bandScale * softplus(outputs[second + at]);
          lower[i][path] = centre - half;
          upper[i][path] = centre + half;
        }
      }
    }
  });
}

/** Turns edges into those of the opposite position: lower ones are what upper ones were, with the other sign. */
export function mirrorEdges({ lower, upper }: PolicyEdges): void {
  lower.forEach((below, i) => {
    const above = upper[i];
    for (let path = 0; path < below.length; path++) [below[path], above[path]] = [-above[path], -below[path]];
  });
}

/** log(1 + e^x). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
