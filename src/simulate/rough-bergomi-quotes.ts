import type { RoughGrid } from './rough-grid.ts';

/** Products of one register block of the kernels. */
const nodesPerGroup = 4;

/** Substeps ahead up to which one group of nodes suffices. */
const oneGroupReach = 128;

/**
 * Plan for the kernels: at each step, how to average the variance expected of the remaining substeps,
 * E_t[v_l] = ξ_l exp(Σ_{j<i} w_{l−1−j} Z_j − ½ Σ_{k=l−i}^{l−1} w_k²), v_i itself at l = i. The expected variance is a smooth
 * function of the logarithm of l − i: it is evaluated at a few nodes and interpolated by cubics in that logarithm, so that
 * the average is a weighted sum over the nodes, its root within some 0.3 % of that of the full sum.
 */
export function quotePlan({ weights, forwardVariance, substeps }: RoughGrid, substepsPerStep: number): Float64Array {
  const squares = new Float64Array(substeps + 1);
  for (let k = 0; k < substeps; k++) squares[k + 1] = squares[k] + weights[k] ** 2;
  const plan: number[] = [];
  for (let at = 0; at < substeps; at += substepsPerStep) {
    const left = substeps - at;
    const { nodes, shares } = averagingNodes(left - 1);
    const groups = nodes.length / nodesPerGroup;
    plan.push(at, groups, 1 / left, forwardVariance[0]);
    for (let group = 0; group < groups; group++) {
      const own = nodes.slice(nodesPerGroup * group, nodesPerGroup * (group + 1));
      const later = own.map((ahead) => at + ahead);
      plan.push(...later.map((l) => l - 1));
      plan.push(...later.map((l) => Math.log(forwardVariance[l]) - 0.5 * (squares[l] - squares[l - at])));
      plan.push(...shares.slice(nodesPerGroup * group, nodesPerGroup * (group + 1)).map((share) => share / left));
    }
  }
  plan.push(substeps, 0, 1, forwardVariance[0], -1);
  return Float64Array.from(plan);
}

/**
 * Nodes 1 … most, about equally far apart in their logarithm, and how much each counts in the sum over 1, 2, …, most of
 * the interpolated function. Padded to whole groups with nodes that count nothing.
 */
function averagingNodes(most: number): { readonly nodes: number[]; readonly shares: number[] } {
  if (most < 1) return { nodes: [], shares: [] };
  const wanted = most <= oneGroupReach ? nodesPerGroup : 2 * nodesPerGroup;
  const nodes: number[] = [];
  for (let i = 0; i < wanted; i++) {
    const node = Math.max(Math.round(most ** (i / (wanted - 1))), (nodes[nodes.length - 1] ?? 0) + 1);
    if (node <= most) nodes.push(node);
  }
  if (nodes[nodes.length - 1] !== most) nodes[nodes.length - 1] = most;
  const places = nodes.map(Math.log);
  const shares = nodes.map(() => 0);
  for (let ahead = 1; ahead <= most; ahead++) {
    const x = Math.log(ahead);
    const from = firstOfFour(places, x);
    const to = Math.min(from + 4, places.length);
    for (let i = from; i < to; i++) {
      let share = 1;
      for (let j = from; j < to; j++) if (j !== i) share *= (x - places[j]) / (places[i] - places[j]);
      shares[i] += share;
    }
  }
  while (nodes.length % nodesPerGroup !== 0) {
    nodes.push(1);
    shares.push(0);
  }
  return { nodes, shares };
}

/** Where the four neighbouring places around x begin. */
function firstOfFour(places: readonly number[], x: number): number {
  let above = 0;
  while (above < places.length && places[above] < x) above++;
  return Math.max(0, Math.min(above - 2, places.length - 4));
}
