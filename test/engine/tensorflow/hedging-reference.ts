import type { PolicyBatch, PolicyLoss, PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';

/** P&L of each path in float64 as `PolicyProblem` states it, with a network as a plain function of one row. */
export function referencePnl(
  problem: Omit<PolicyProblem, 'layers'>,
  network: (inputs: readonly number[]) => readonly number[],
  { paths, signals, prices, reference, unhedged, range: [from, to] = [0, paths] }: PolicyBatch,
): number[] {
  const { steps, instruments, readsHoldings, head, bandScale = 0.1, proportionalCost, quadraticCost } = problem;
  const pnl: number[] = [];
  for (let path = from; path < to; ++path) {
    const price = (t: number, i: number) => prices[(t * instruments + i) * paths + path];
    const cost = (t: number, i: number, trade: number) =>
      Math.abs(price(t, i)) * (proportionalCost[i] * Math.abs(trade) + quadraticCost[i] * trade ** 2);
    let x = unhedged[path];
    let held = new Array<number>(instruments).fill(0);
    for (let t = 0; t < steps; ++t) {
      const read = Array.from({ length: problem.signals }, (_, s) => signals[(t * problem.signals + s) * paths + path]);
      if (problem.pnlScale !== undefined) read[problem.signals - 1] += problem.pnlScale * (x - unhedged[path]);
      const y = network([...read, ...(readsHoldings ? held : [])]);
      const next = held.map((before, i) => {
        if (head === 'holding') return y[i];
        const delta = reference![(t * instruments + i) * paths + path];
        if (head === 'correction') return delta + y[i];
        const half = (k: number) => bandScale * Math.log1p(Math.exp(y[k]));
        const [below, above] =
          head === 'band' ? [half(i), half(instruments + i)] : [half(instruments + i), half(instruments + i)];
        const centre = head === 'band' ? delta : delta + bandScale * y[i];
        return Math.min(Math.max(before, centre - below), centre + above);
      });
      for (const [i, h] of next.entries()) x += h * (price(t + 1, i) - price(t, i)) - cost(t, i, h - held[i]);
      held = next;
    }
    if (problem.unwinds) for (const [i, h] of held.entries()) x -= cost(steps, i, h);
    pnl.push(x);
  }
  return pnl;
}

/** A loss of the P&L, in float64. */
export function referenceLoss(loss: PolicyLoss, pnl: readonly number[], threshold: number): number {
  const mean = (f: (x: number) => number) => pnl.reduce((sum, x) => sum + f(x), 0) / pnl.length;
  const average = mean((x) => x);
  switch (loss.kind) {
    case 'entropic':
      return Math.log(mean((x) => Math.exp(-loss.riskAversion * x))) / loss.riskAversion;
    case 'cvar':
      return threshold + mean((x) => Math.max(-x - threshold, 0)) / (1 - loss.level);
    case 'variance':
      return mean((x) => x * x) - average ** 2;
    case 'mean-sd':
      return -average + loss.riskAversion * Math.sqrt(mean((x) => (x - average) ** 2));
    case 'mean-square':
      return mean((x) => x * x);
    case 'criterion':
      throw new RangeError('a criterion has no reference');
  }
}

/** Central differences of a function of weights, in float64. */
export function centralDifferences(
  f: (weights: Float64Array) => number,
  weights: ArrayLike<number>,
  step = 1e-5,
): number[] {
  return Array.from(weights, (value, k) => {
    const at = (x: number) => f(Float64Array.from(weights, (w, j) => (j === k ? x : w)));
    return (at(value + step) - at(value - step)) / (2 * step);
  });
}
