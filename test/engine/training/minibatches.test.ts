import { describe, expect, it } from 'vitest';
import { pathRanges, shuffledRows, stepsPerEpoch } from '../../../src/engine/training/minibatches.ts';

const stream = ['test', 'minibatches'];
const steps = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);

describe('shuffledRows', () => {
  const options = { from: 10, to: 45, batch: 8, seed: 3, stream };

  it('goes through distinct rows in every epoch, in another order each time', () => {
    const rowsOf = shuffledRows(options);
    const epochs = [0, 1, 2].map((epoch) => steps(4 * epoch, 4 * epoch + 4).map(rowsOf));
    for (const epoch of epochs) {
      const rows = epoch.flatMap((batch) => [...batch]);
      expect(epoch.every((batch) => batch.length === 8)).toBe(true);
      expect(new Set(rows).size).toBe(32);
      expect(Math.min(...rows)).toBeGreaterThanOrEqual(10);
      expect(Math.max(...rows)).toBeLessThan(45);
      expect(rows).not.toEqual(rows.toSorted((a, b) => a - b));
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
    const leftOut = epochs.map((epoch) => steps(10, 45).filter((row) => !epoch.some((batch) => batch.includes(row))));
    expect(new Set(leftOut.map(String)).size).toBe(3);
  });

  it('depends on the step alone, whatever was asked before', () => {
    const rowsOf = shuffledRows(options);
    const inOrder = steps(0, 20).map(rowsOf);
    const backwards = steps(0, 20).toReversed().map(rowsOf).toReversed();
    expect(backwards).toEqual(inOrder);
    expect(shuffledRows(options)(13)).toEqual(inOrder[13]);
    expect(shuffledRows({ ...options, seed: 4 })(13)).not.toEqual(inOrder[13]);
    expect(shuffledRows({ ...options, stream: ['other'] })(13)).not.toEqual(inOrder[13]);
  });

  it('gives arrays that are fresh', () => {
    const rowsOf = shuffledRows(options);
    const kept = [...rowsOf(0)];
    rowsOf(0).fill(0);
    expect([...rowsOf(0)]).toEqual(kept);
  });

  it('shuffles without a favourite place', () => {
    const rowsOf = shuffledRows({ from: 0, to: 4, batch: 4, seed: 1, stream });
    const counts = new Map<string, number>();
    for (const step of steps(0, 2400)) {
      const order = [...rowsOf(step)].join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    // 24 orders, each 100 times expected: χ² with 23 degrees of freedom is below 49.7 with probability 0.999.
    expect(counts.size).toBe(24);
    expect([...counts.values()].reduce((sum, count) => sum + (count - 100) ** 2 / 100, 0)).toBeLessThan(49.7);
  });

  it('takes all rows where there are fewer than a minibatch', () => {
    const rowsOf = shuffledRows({ ...options, batch: 100 });
    for (const step of [0, 1]) expect([...rowsOf(step)].sort((a, b) => a - b)).toEqual(steps(10, 45));
    expect(rowsOf(0)).not.toEqual(rowsOf(1));
  });

  it.each([
    [{ from: 5, to: 5 }, 'rows [5, 5)'],
    [{ from: -1, to: 5 }, 'rows [-1, 5)'],
    [{ to: 20.5 }, 'rows [10, 20.5)'],
    [{ batch: 0 }, 'batch is 0'],
  ])('refuses %j', (change, message) => {
    expect(() => shuffledRows({ ...options, ...change })).toThrow(message);
  });

  it.each([-1, 0.5, Number.NaN])('refuses step %d', (step) => {
    expect(() => shuffledRows(options)(step)).toThrow(`step is ${step}`);
    expect(() => pathRanges({ paths: 10, batch: 2, seed: 1, stream })(step)).toThrow(`step is ${step}`);
  });
});

describe('pathRanges', () => {
  it('covers the paths in each epoch but a remainder, at the end and at the start in turn', () => {
    const rangeOf = pathRanges({ paths: 1000, batch: 96, seed: 2, stream });
    expect(stepsPerEpoch(1000, 96)).toBe(10);
    const orders: string[] = [];
    for (const epoch of [0, 1, 2, 3]) {
      const ranges = steps(10 * epoch, 10 * epoch + 10).map(rangeOf);
      const first = epoch % 2 === 0 ? 0 : 40;
      orders.push(String(ranges.map(([from]) => (from - first) / 96)));
      expect(ranges.toSorted(([a], [b]) => a - b)).toEqual(
        steps(0, 10).map((block) => [first + 96 * block, first + 96 * (block + 1)]),
      );
    }
    expect(new Set(orders).size).toBe(4);
  });

  it('depends on the step alone, whatever was asked before', () => {
    const options = { paths: 1000, batch: 96, seed: 2, stream };
    const rangeOf = pathRanges(options);
    const inOrder = steps(0, 25).map(rangeOf);
    expect(steps(0, 25).toReversed().map(rangeOf).toReversed()).toEqual(inOrder);
    expect(pathRanges(options)(17)).toEqual(inOrder[17]);
    expect(steps(0, 25).map(pathRanges({ ...options, seed: 3 }))).not.toEqual(inOrder);
  });

  it('is all paths where there are fewer than a minibatch', () => {
    const rangeOf = pathRanges({ paths: 10, batch: 64, seed: 2, stream });
    expect(steps(0, 3).map(rangeOf)).toEqual([
      [0, 10],
      [0, 10],
      [0, 10],
    ]);
  });

  it('refuses no paths and no batch', () => {
    expect(() => pathRanges({ paths: 0, batch: 1, seed: 1, stream })).toThrow('paths is 0');
    expect(() => pathRanges({ paths: 5, batch: -1, seed: 1, stream })).toThrow('batch is -1');
  });
});
