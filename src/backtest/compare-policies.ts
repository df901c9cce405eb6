import { sortedQuantile } from '../math/quantile.ts';
import { createRandomStream } from '../math/random.ts';
import { drawStationaryBootstrap } from '../math/stationary-bootstrap.ts';
import type { Criterion } from '../risk/criterion.ts';
import type { Interval } from './results.ts';

export interface BootstrapOptions {
  readonly draws: number;
  /** Mean block length in episodes. */
  readonly meanBlock: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Objectives of every policy, and their differences, with what the sample leaves uncertain. */
export interface PolicyComparison {
  readonly objective: readonly Interval[];
  /** `versus(a)[b]`: objective of policy b minus that of policy a. */
  versus(reference: number): readonly Interval[];
}

/**
 * Resamples the episodes in blocks of neighbouring writing dates, the same blocks for every policy, and recomputes the
 * criterion of each: a paired comparison that keeps the overlap of the episodes. Intervals are the 2.5 % and 97.5 %
 * points of the bootstrap distribution.
 */
export function comparePolicies(
  pnlByPolicy: readonly Float64Array[],
  criterion: Criterion,
  { draws, meanBlock, seed, signal }: BootstrapOptions,
): PolicyComparison {
  const episodes = pnlByPolicy[0].length;
  const stream = createRandomStream(seed, 'bootstrap of episodes');
  const rows = new Int32Array(episodes);
  const sample = new Float64Array(episodes);
  const resampled = pnlByPolicy.map(() => new Float64Array(draws));
  for (let draw = 0; draw < draws; draw++) {
    signal?.throwIfAborted();
    drawStationaryBootstrap(rows, Math.max(1, Math.min(meanBlock, episodes)), stream);
    pnlByPolicy.forEach((pnl, policy) => {
      for (let i = 0; i < episodes; i++) sample[i] = pnl[rows[i]];
      resampled[policy][draw] = criterion.value(sample);
    });
  }
  const values = pnlByPolicy.map((pnl) => criterion.value(pnl));
  return {
    objective: resampled.map((draws, policy) => interval(values[policy], draws)),
    versus: (reference) =>
      resampled.map((drawn, policy) =>
        interval(
          values[policy] - values[reference],
          drawn.map((value, draw) => value - resampled[reference][draw]),
        ),
      ),
  };
}

function interval(value: number, draws: Float64Array): Interval {
  const sorted = draws.slice().sort();
  const center = sorted.reduce((sum, draw) => sum + draw, 0) / sorted.length;
  const variance = sorted.reduce((sum, draw) => sum + (draw - center) ** 2, 0) / (sorted.length - 1);
  return {
    value,
    stderr: Math.sqrt(variance),
    low: sortedQuantile(sorted, 0.025),
    high: sortedQuantile(sorted, 0.975),
  };
}
