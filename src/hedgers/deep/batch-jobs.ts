import type { JobFunction } from '../../engine/jobs/executor.ts';
import type { PolicyBatch } from '../../engine/policy/policy-problem.ts';
import { loadMarket } from '../../simulate/load-market.ts';
import type { Market } from '../../simulate/market.ts';
import type { SentMarket } from '../../simulate/sent-market.ts';
import type { PolicyInputs } from './policy-inputs.ts';
import { drawTrainingBatch } from './training-batch.ts';
import type { BatchDraw, TrainingTerms } from './training-contracts.ts';

/** Some neighbouring paths of a batch, to be drawn into their places in shared memory. */
export interface BatchTask extends SentMarket {
  readonly terms: TrainingTerms;
  readonly inputs: PolicyInputs;
  readonly draw: BatchDraw;
  /** The whole batch, and the place of the first path drawn in it. */
  readonly batch: PolicyBatch;
  readonly offset: number;
}

/** The jobs of a batch worker. It keeps the market that it drew from last. */
export function createBatchJobs(): Readonly<Record<string, JobFunction>> {
  let kept: { readonly key: string; readonly market: Market } | undefined;
  return {
    drawBatch(payload) {
      const { key, market, terms, inputs, draw, batch, offset } = payload as BatchTask;
      if (kept?.key !== key) kept = { key, market: loadMarket(market) };
      copyInto(batch, drawTrainingBatch(kept.market, terms, inputs, draw), offset);
    },
  };
}

/** Puts the paths of a part in their places: every column is rows of paths. */
function copyInto(batch: PolicyBatch, part: PolicyBatch, offset: number): void {
  const copy = (to: Float32Array | undefined, from: Float32Array | undefined) => {
    if (to === undefined || from === undefined) return;
    for (let row = 0; row * part.paths < from.length; row++) {
      to.set(from.subarray(row * part.paths, (row + 1) * part.paths), row * batch.paths + offset);
    }
  };
  copy(batch.signals, part.signals);
  copy(batch.prices, part.prices);
  copy(batch.reference, part.reference);
  copy(batch.unhedged, part.unhedged);
}
