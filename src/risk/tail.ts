/** The worst outcomes of a sample, each with the share of it that counts. */
export interface Tail {
  /** Number of values averaged, with fractions. */
  readonly mass: number;
  /** Share in [0, 1] with which an outcome counts; those of a sample add up to `mass`. */
  shareOf(gain: number): number;
  readonly loss: number;
}

/** The tail whose mean loss is CVaR. */
export function exactTail(pnl: Float64Array, level: number): Tail {
  const sorted = pnl.slice().sort();
  const { mass, threshold, below } = tailThreshold(sorted, level);
  let sum = 0;
  for (let i = 0; i < below; i++) sum += sorted[i];
  let ties = 0;
  while (below + ties < sorted.length && sorted[below + ties] === threshold) ties++;
  const left = mass - below;
  // Those that tie at the threshold share what is left alike.
  const shareOf = (gain: number) => (gain < threshold ? 1 : gain === threshold ? left / ties : 0);
  return { mass, shareOf, loss: -(sum + left * threshold) / mass };
}

/** The number of outcomes in the tail of a sorted sample, its best outcome, and how many are worse than that one. */
export function tailThreshold(sorted: Float64Array, level: number) {
  const mass = sorted.length * (1 - level);
  const threshold = sorted[Math.min(Math.ceil(mass), sorted.length) - 1];
  return { mass, threshold, below: sorted.indexOf(threshold) };
}
