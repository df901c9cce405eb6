import { describe, expect, it } from 'vitest';
import { eachTile, groupCount } from '../../src/engine/row-groups.ts';

const MIB = 2 ** 20;

function tilesOf(
  rows: number,
  partialSize: number,
): readonly (readonly [group: number, first: number, count: number])[] {
  const tiles: [number, number, number][] = [];
  for (let group = 0; group < groupCount(rows, partialSize); ++group) {
    eachTile(rows, partialSize, group, (first, count) => tiles.push([group, first, count]));
  }
  return tiles;
}

describe('groups of rows', () => {
  it.each([
    [1, 1],
    [64, 1],
    [65, 2],
    [64 * 256, 256],
    [64 * 256 + 1, 129],
    [1_000_000, 253],
  ])('of %i rows are %i where sums are few', (rows, groups) => {
    expect(groupCount(rows, 1000)).toBe(groups);
  });

  it.each([10, 32_768, 32_769, 100_000, 600_000, 5_000_000])(
    'keep %i sums each within 64 MiB, but for the fewest groups that are worth sharing out',
    (partialSize) => {
      const groups = groupCount(64 * 256, partialSize);
      const bytes = 8 * groups * partialSize;
      if (groups > 16) expect(bytes).toBeLessThanOrEqual(64 * MIB);
      // As many as there is room for, up to what whole tiles make of it.
      if (groups < 256) expect(2 * bytes).toBeGreaterThan(64 * MIB);
      expect(groups).toBeGreaterThanOrEqual(16);
      expect(groups).toBeLessThanOrEqual(256);
    },
  );

  it.each([
    [1, 10],
    [64, 10],
    [1000, 10],
    [40_000, 10],
    [1000, 5_000_000],
    [16_384, 300_000],
  ])('hold %i rows once, tile after tile', (rows, partialSize) => {
    const tiles = tilesOf(rows, partialSize);
    let next = 0;
    for (const [, first, count] of tiles) {
      expect(first).toBe(next);
      expect(count).toBe(Math.min(64, rows - first));
      next += count;
    }
    expect(next).toBe(rows);
    expect(new Set(tiles.map(([group]) => group)).size).toBe(groupCount(rows, partialSize));
  });
});
