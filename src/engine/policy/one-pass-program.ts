import type { OnePassProgram } from '../program.ts';
import type { OnePassLoss, TileSums } from './policy-losses.ts';
import type { PolicyBatch } from './policy-problem.ts';
import type { PolicyTiles } from './policy-tiles.ts';

/** Loss sums at the head of a partial: shift, loss, threshold (`TileSums`). The gradient by the network's weights follows. */
const HEADER = 3;

/** The program of a policy whose loss needs one pass. */
export function createOnePassProgram(tiles: PolicyTiles, loss: OnePassLoss): OnePassProgram<PolicyBatch> {
  const { size, networkSize, rollout, threshold } = tiles;
  const partialSize = HEADER + networkSize;

  return {
    size,
    partialSize,
    isOnePass: true,
    resultsPerRow: 1,
    check: tiles.check,
    rowsOf: tiles.rowsOf,
    begin: tiles.begin,
    results(group, all) {
      tiles.eachTile(group, partialSize, (first, count) => {
        tiles.forward(first, count);
        tiles.copyPnl(all, first, count);
      });
    },
    evaluate(group, partial) {
      beginSums(partial);
      const gradient = partial.subarray(HEADER);
      tiles.eachTile(group, partialSize, (first, count) => {
        tiles.forward(first, count);
        const sums = loss.addTile(rollout.pnl(), rollout.pnlGradient(), count, threshold());
        tiles.backward(gradient, addSums(partial, sums));
      });
    },
    newTotal: () => beginSums(new Float64Array(partialSize)),
    add(total, partial) {
      const factor = addSums(total, sumsOf(partial));
      for (let k = HEADER; k < partialSize; ++k) total[k] += factor * partial[k];
    },
    finish(total, rows) {
      const finished = loss.finish(sumsOf(total), rows, threshold());
      const gradient = new Float32Array(size);
      for (let k = 0; k < networkSize; ++k) gradient[k] = finished.gradientFactor * total[HEADER + k];
      if (size > networkSize) gradient[networkSize] = finished.thresholdGradient;
      return { loss: finished.loss, gradient };
    },
    lossOfResults: (pnl) => loss.value(pnl, threshold()),
  };
}

function beginSums(sums: Float64Array): Float64Array {
  sums.fill(0);
  sums[0] = Number.NEGATIVE_INFINITY;
  return sums;
}

function sumsOf([shift, loss, threshold]: Float64Array): TileSums {
  return { shift, loss, threshold };
}

/**
 * Adds a tile's or a group's sums to a total, whose parts so far are scaled down where the new ones have a larger shift.
 * Gives the factor of the new gradient.
 */
function addSums(total: Float64Array, { shift, loss, threshold }: TileSums): number {
  const common = Math.max(total[0], shift);
  const factorOf = (x: number) => (x === common ? 1 : Math.exp(x - common));
  const [before, factor] = [factorOf(total[0]), factorOf(shift)];
  if (before !== 1) for (let k = 1; k < total.length; ++k) total[k] *= before;
  total[0] = common;
  total[1] += factor * loss;
  total[2] += threshold;
  return factor;
}
