import type { PolicyBatch, PolicyProblem } from '../../../src/engine/policy/policy-problem.ts';
import { networkFloat64 } from './network-float64.ts';

/** What a hedging problem comes to in float64. */
export interface PolicyFloat64 {
  readonly loss: number;
  /** `[paths]`. */
  readonly pnl: readonly number[];
  /** h_t − h_{t−1} of all steps, instruments and paths, for tests to see how near to a kink of the cost they are. */
  readonly trades: readonly number[];
}

/** A hedging problem in float64, path by path in plain loops. */
export function policyFloat64(problem: PolicyProblem, weights: Float64Array, batch: PolicyBatch): PolicyFloat64 {
  const { steps, signals, instruments, readsHoldings, pnlScale, head, bandScale = 0.1, unwinds } = problem;
  const { paths } = batch;
  const start = networkFloat64(
    {
      inputs: signals + (readsHoldings ? instruments : 0),
      layers: problem.layers,
      outputs: head === 'band' || head === 'free-band' ? 2 * instruments : instruments,
    },
    weights,
  );
  const trades: number[] = [];
  const pnl: number[] = [];
  for (let path = 0; path < paths; ++path) {
    const network = start();
    const price = (t: number, i: number) => batch.prices[(t * instruments + i) * paths + path];
    const cost = (t: number, i: number, trade: number) =>
      Math.abs(price(t, i)) *
      (problem.proportionalCost[i] * Math.abs(trade) + problem.quadraticCost[i] * trade * trade);
    let total = batch.unhedged[path];
    const held = new Array<number>(instruments).fill(0);
    for (let t = 0; t < steps; ++t) {
      const x = Array.from({ length: signals }, (_, s) => batch.signals[(t * signals + s) * paths + path]);
      if (pnlScale !== undefined) x[signals - 1] += pnlScale * (total - batch.unhedged[path]);
      const y = network(readsHoldings ? [...x, ...held] : x);
      for (let i = 0; i < instruments; ++i) {
        const delta = batch.reference?.[(t * instruments + i) * paths + path] ?? Number.NaN;
        let holding = y[i];
        if (head === 'correction') holding = delta + y[i];
        if (head === 'band' || head === 'free-band') {
          const other = y[instruments + i];
          const low =
            head === 'band' ? delta - bandScale * softplus(y[i]) : delta + bandScale * (y[i] - softplus(other));
          const high =
            head === 'band' ? delta + bandScale * softplus(other) : delta + bandScale * (y[i] + softplus(other));
          holding = held[i] < low ? low : held[i] > high ? high : held[i];
        }
        const trade = holding - held[i];
        trades.push(trade);
        total += holding * (price(t + 1, i) - price(t, i)) - cost(t, i, trade);
        held[i] = holding;
      }
    }
    if (unwinds) for (let i = 0; i < instruments; ++i) total -= cost(steps, i, held[i]);
    pnl.push(total);
  }
  return { loss: lossFloat64(problem, pnl, weights[weights.length - 1]), pnl, trades };
}

function softplus(y: number): number {
  return Math.log1p(Math.exp(y));
}

function lossFloat64({ loss }: PolicyProblem, pnl: readonly number[], threshold: number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const variance = () => mean(pnl.map((x) => (x - mean(pnl)) ** 2));
  switch (loss.kind) {
    case 'entropic':
      return Math.log(mean(pnl.map((x) => Math.exp(-loss.riskAversion * x)))) / loss.riskAversion;
    case 'cvar':
      return threshold + mean(pnl.map((x) => Math.max(-x - threshold, 0))) / (1 - loss.level);
    case 'variance':
      return variance();
    case 'mean-sd':
      return loss.riskAversion * Math.sqrt(variance()) - mean(pnl);
    case 'mean-square':
      return mean(pnl.map((x) => x * x));
    default:
      throw new RangeError(`loss.kind is ${loss.kind}: expected one that float64 knows`);
  }
}
