import { type Tail, tailThreshold } from './tail.ts';

/**
 * The tail of a sample whose edge is `width` wide. With weights q over the outcomes, 0 ≤ q ≤ 1/(1 − level) and mean 1,
 * CVaR is the most that E[q × loss] can be; this is the most that
 *
 *   E[q × loss] − ½ width (1 − level) Var q
 *
 * can be, Nesterov's smoothing ("Smooth minimization of non-smooth functions", 2005) of that maximum. Var q is at most
 * level/(1 − level), so that it is lower than CVaR by no more than width × level/2; q = 1 keeps it above the mean loss, and
 * of a sure loss it is that loss. The weights are (1 − level) q = ½ + (t − P&L)/width, held within [0, 1], with the edge
 * t where they add up: a piecewise linear equation, which is solved exactly.
 */
export function smoothTail(pnl: Float64Array, level: number, width: number): Tail {
  const sorted = pnl.slice().sort();
  const { mass, threshold } = tailThreshold(sorted, level);
  // From the threshold, near which digits count: t is within half a width of it.
  const gaps = sorted.map((gain) => gain - threshold);
  const edge = solveEdge(gaps, mass, width);
  const shareOfGap = (gap: number) => Math.min(Math.max(0.5 + (edge - gap) / width, 0), 1);
  const average = mass / gaps.length;
  let sum = 0;
  let squares = 0;
  for (const gap of gaps) {
    const share = shareOfGap(gap);
    if (share > 0) sum += share * gap;
    squares += (share - average) ** 2;
  }
  return {
    mass,
    shareOf: (gain) => shareOfGap(gain - threshold),
    loss: -threshold - (sum + (width / 2) * squares) / mass,
  };
}

/** The edge, from the threshold, at which the shares of the sorted gaps add up to `mass`. */
function solveEdge(gaps: Float64Array, mass: number, width: number): number {
  const half = width / 2;
  const from = gaps.findIndex((gap) => gap > -width);
  const end = gaps.findIndex((gap) => gap >= width);
  // Outcomes before these count in full, those after them not at all, whatever the edge.
  const near = gaps.subarray(from, end === -1 ? gaps.length : end);
  const shares = (edge: number) =>
    near.reduce((sum, gap) => sum + Math.min(Math.max(0.5 + (edge - gap) / width, 0), 1), from);
  const corners = Float64Array.from(near, (gap) => (gap > 0 ? gap - half : gap + half)).sort();
  // The sum of the shares is linear between corners: the first at which it suffices ends the stretch with the edge.
  let low = -1;
  let high = corners.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (shares(corners[middle]) >= mass) high = middle;
    else low = middle;
  }
  const left = low === -1 ? -half : corners[low];
  const right = corners[high];
  let full = from;
  let partial = 0;
  let sum = 0;
  for (const gap of near) {
    if (gap + half <= left) full++;
    else if (gap - half < right) {
      partial++;
      sum += gap;
    }
  }
  if (partial === 0) return right;
  return Math.min(Math.max(sum / partial + width * ((mass - full) / partial - 0.5), left), right);
}
