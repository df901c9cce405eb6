import type { Criterion } from '../../risk/criterion.ts';
import type { TwoPassProgram } from '../program.ts';
import type { PolicyBatch } from './policy-problem.ts';
import type { PolicyTiles } from './policy-tiles.ts';

/**
 * The program of a policy whose loss needs all results first. Activations of the first pass are kept for the second one
 * as far as `keptBytes` go; tiles beyond are gone through again.
 *
 * @param criterion what gives the loss and its gradient by the results; for the thread that asks for these alone
 */
export function createTwoPassProgram(
  tiles: PolicyTiles,
  criterion: Criterion | undefined,
  keptBytes: number,
): TwoPassProgram<PolicyBatch> {
  const { size, rollout, memory } = tiles;
  const mostKept = Math.floor(keptBytes / memory.slotBytes());
  /** Slot that holds a tile's activations, by the tile's first row. */
  const kept = new Map<number, number>();

  function turnTo(slot: number): void {
    memory.reserve(slot + 1);
    memory.select(slot);
  }

  function requireCriterion(): Criterion {
    if (criterion === undefined) throw new Error('the loss is asked for in a thread without its criterion');
    return criterion;
  }

  return {
    size,
    partialSize: size,
    isOnePass: false,
    resultsPerRow: 1,
    check: tiles.check,
    rowsOf: tiles.rowsOf,
    begin(weights, batch, dropoutKey) {
      kept.clear();
      tiles.begin(weights, batch, dropoutKey);
    },
    results(group, all) {
      turnTo(0);
      tiles.eachTile(group, size, (first, count) => {
        tiles.forward(first, count);
        tiles.copyPnl(all, first, count);
      });
    },
    forward(group, all) {
      tiles.eachTile(group, size, (first, count) => {
        // The slot after those kept is free.
        turnTo(kept.size);
        if (kept.size < mostKept) kept.set(first, kept.size);
        tiles.forward(first, count);
        tiles.copyPnl(all, first, count);
      });
    },
    backward(group, resultGradient, partial) {
      partial.fill(0);
      tiles.eachTile(group, size, (first, count) => {
        // Single precision has numbers around 1 at their best: the scale goes to the sums in double precision.
        let scale = 0;
        for (let r = 0; r < count; ++r) scale = Math.max(scale, Math.abs(resultGradient[first + r]));
        if (scale === 0) return;
        const slot = kept.get(first);
        turnTo(slot ?? kept.size);
        if (slot === undefined) tiles.forward(first, count);
        else tiles.remember(first);
        const weights = rollout.pnlGradient();
        weights.fill(0);
        for (let r = 0; r < count; ++r) weights[r] = resultGradient[first + r] / scale;
        tiles.backward(partial, scale);
      });
    },
    newTotal: () => new Float64Array(size),
    add(total, partial) {
      for (let k = 0; k < size; ++k) total[k] += partial[k];
    },
    finish: (total) => new Float32Array(total),
    lossOfResults: (pnl) => requireCriterion().value(pnl),
    lossGradient: (pnl, resultGradient) => requireCriterion().gradient(pnl, resultGradient),
  };
}
