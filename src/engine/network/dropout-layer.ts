import type { Port, TileLayer } from './tile-layer.ts';
import { type TileSpace, tileFloats } from './tile-space.ts';

/** A layer with random masks. */
export interface DropoutLayer extends TileLayer {
  /**
   * Says, before `begin`, which masks the tile at hand gets: the key of all of them, a whole number in [0, 2^53), or
   * undefined when nothing is dropped; and the row of the batch that the tile begins with. Throws a RangeError for
   * another key.
   */
  setMask(key: number | undefined, firstRow: number): void;
}

/**
 * y = x∘m/(1 − rate), with m drawn 0 with probability `rate` and else 1 (Srivastava, Hinton, Krizhevsky, Sutskever and
 * Salakhutdinov, 2014). Without a key the layer passes on the numbers below, uncopied.
 *
 * The masks are hashes of the key, the layer, the step, the unit and the row of the batch: a counter-based generator, so
 * that the masks of a row depend on nothing else, and none is kept for the way back.
 *
 * @param layer its place in the network, from 0
 */
export function createDropoutLayer(space: TileSpace, layer: number, rate: number, below: Port): DropoutLayer {
  const { kernels } = space;
  const { units, gradientFrom } = below;
  const valuesAt = space.perTile(tileFloats(units), space.steps);
  const ownGradientAt = space.shared(tileFloats(units - gradientFrom));
  let key: number | undefined;
  let firstRow = 0;

  /** Runs the kernel over units from `unit` on. Hashes are compared as signed numbers. */
  function drop(step: number, source: number, target: number, unit: number, adds: boolean): void {
    const share = key === undefined ? 0 : rate;
    const threshold = Math.min(Math.round(share * 2 ** 32) - 2 ** 31, 2 ** 31 - 1);
    const seed = maskSeed(key ?? 0, layer, step);
    kernels.dropout(source, target, units - unit, unit, firstRow, seed, threshold, 1 / (1 - share), adds);
  }

  return {
    units,
    at: (step) => (key === undefined ? below.at(step) : valuesAt(step)),
    gradientAt: () => (below.gradientAt() === 0 ? 0 : ownGradientAt),
    gradientFrom,
    adds: false,
    setMask(nextKey, row) {
      if (nextKey !== undefined && !(Number.isSafeInteger(nextKey) && nextKey >= 0)) {
        throw new RangeError(`dropoutKey is ${nextKey}: expected a whole number in [0, 2^53)`);
      }
      key = nextKey;
      firstRow = row;
    },
    prepare() {},
    begin() {},
    forward(step) {
      if (key !== undefined) drop(step, below.at(step), valuesAt(step), 0, false);
    },
    beginBackward() {},
    backward(step) {
      if (below.gradientAt() !== 0) drop(step, ownGradientAt, below.gradientAt(), gradientFrom, below.adds);
    },
    weightGradient() {},
  };
}

/** 32 bits from the key, the layer and the step, each mixed in turn as MurmurHash3 finishes. */
function maskSeed(key: number, layer: number, step: number): number {
  let hash = 0x9e3779b9;
  for (const part of [key % 2 ** 32, Math.floor(key / 2 ** 32), layer, step]) {
    hash = Math.imul(hash ^ part, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash;
}
