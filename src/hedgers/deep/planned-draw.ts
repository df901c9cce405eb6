import type { BatchDraw } from './training-contracts.ts';

/** What a batch of a training is drawn from. */
export interface PlannedDraw {
  readonly draw: BatchDraw;
  /** Whether the training comes back to it. */
  readonly isKept: boolean;
}

/** Draws batches, now or in time, and gives those that are kept again. */
export function keepingBatches<Batch>(drawBatch: (planned: PlannedDraw) => Batch): (planned: PlannedDraw) => Batch {
  const kept = new Map<string, Batch>();
  return (planned) => {
    if (!planned.isKept) return drawBatch(planned);
    const place = planned.draw.stream.join('/');
    const batch = kept.get(place) ?? drawBatch(planned);
    kept.set(place, batch);
    return batch;
  };
}
