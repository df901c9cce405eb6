/** Mean and spread of values that come one by one (Welford 1962): no sum of squares, so nothing is lost to size. */
export interface RunningMean {
  readonly count: number;
  readonly mean: number;
  /** Standard error of the mean; NaN with fewer than two values. */
  readonly standardError: number;
  add(value: number): void;
}

export function createRunningMean(): RunningMean {
  let count = 0;
  let mean = 0;
  let squares = 0;
  return {
    get count() {
      return count;
    },
    get mean() {
      return count === 0 ? Number.NaN : mean;
    },
    get standardError() {
      return count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1) / count);
    },
    add(value) {
      count++;
      const step = value - mean;
      mean += step / count;
      squares += step * (value - mean);
    },
  };
}
