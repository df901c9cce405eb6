import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { binColumns } from '../../../src/math/trees/binned-columns.ts';
import { boostTrees } from '../../../src/math/trees/boost-trees.ts';
import { growTree } from '../../../src/math/trees/grow-tree.ts';
import { isRegressionTree, predictTree, type RegressionTree } from '../../../src/math/trees/regression-tree.ts';

const options = { depth: 2, leafRows: 1, shrinkage: 1, subsample: 1 };
const rowsOf = (count: number) => Int32Array.from({ length: count }, (_, i) => i);

describe('binColumns', () => {
  it('cuts halfway between neighbouring values, missing ones with the lowest', () => {
    const { thresholds, bins } = binColumns([Float64Array.of(3, 1, Number.NaN, 2, 2)]);
    expect([...thresholds[0]]).toEqual([1.5, 2.5]);
    expect([...bins[0]]).toEqual([2, 0, 0, 1, 1]);
  });

  it('has a bin for each of a few values, however unevenly they come', () => {
    const rare = Float64Array.from({ length: 1000 }, (_, i) => (i === 500 ? 3 : i % 3 === 0 ? 1 : 2));
    expect([...binColumns([rare]).thresholds[0]]).toEqual([1.5, 2.5]);
  });

  it('has no threshold where values are all the same, and 63 at most', () => {
    const many = Float64Array.from({ length: 5000 }, (_, i) => (i * 7919) % 5000);
    const { thresholds, bins } = binColumns([new Float64Array(10).fill(1), many]);
    expect(thresholds[0]).toHaveLength(0);
    expect(thresholds[1]).toHaveLength(63);
    expect(bins[1].filter((bin) => bin === 20).length).toBeGreaterThan(70);
  });
});

describe('growTree', () => {
  it('splits where the sum of squares falls most, and predicts means', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5, 6);
    const noise = Float64Array.of(2, 1, 2, 1, 2, 1);
    const y = Float64Array.of(0, 0, 1, 1, 10, 12);
    const tree = growTree(binColumns([noise, x]), y, rowsOf(6), { ...options, depth: 1 });
    expect(Array.from(tree.feature)).toEqual([1, -1, -1]);
    expect(tree.threshold[0]).toBe(4.5);
    expect(Array.from(tree.value)).toEqual([0, 0.5, 11]);
    expect(predictTree(tree, [noise, x], 4)).toBe(11);
    expect(predictTree(tree, [noise, Float64Array.of(Number.NaN)], 0)).toBe(0.5);
  });

  it('keeps so many rows in a leaf, and stays whole where nothing varies', () => {
    const x = Float64Array.of(1, 2, 3, 4, 5, 6);
    const y = Float64Array.of(0, 0, 0, 0, 0, 10);
    const tree = growTree(binColumns([x]), y, rowsOf(6), { ...options, depth: 3, leafRows: 3 });
    expect(tree.threshold[0]).toBe(3.5);
    expect(Array.from(tree.feature).filter((f) => f >= 0)).toHaveLength(1);
    const flat = growTree(binColumns([x]), new Float64Array(6).fill(2), rowsOf(6), options);
    expect(flat.feature[0]).toBe(-1);
    expect(flat.value[0]).toBe(2);
  });
});

describe('boostTrees', () => {
  const stream = createRandomStream(2, 'boost');
  const x = Float64Array.from({ length: 600 }, () => stream.uniform());
  const z = Float64Array.from({ length: 600 }, () => stream.uniform());
  const y = x.map((value, i) => Math.sin(6 * value) * (z[i] > 0.5 ? 1 : -1));

  function sumOf(count: number, seed: number, subsample: number): Float64Array {
    const settings = { depth: 3, leafRows: 5, shrinkage: 0.1, subsample };
    const boosting = boostTrees([x, z], y, { ...settings, stream: createRandomStream(seed, 'trees') });
    const trees = Array.from({ length: count }, (): RegressionTree => boosting.next().value);
    return x.map((_, row) => trees.reduce((sum, tree) => sum + predictTree(tree, [x, z], row), 0));
  }

  function unexplained(prediction: Float64Array): number {
    const rest = y.reduce((sum, value, i) => sum + (value - prediction[i]) ** 2, 0);
    return rest / y.reduce((sum, value) => sum + value ** 2, 0);
  }

  it('comes near a function of two features that interact', () => {
    expect(unexplained(sumOf(10, 1, 1))).toBeGreaterThan(0.05);
    expect(unexplained(sumOf(100, 1, 1))).toBeLessThan(0.015);
    expect(unexplained(sumOf(100, 1, 0.5))).toBeLessThan(0.02);
  });

  it('is determined by the stream, which a whole sample does not read', () => {
    expect(sumOf(20, 1, 0.5)).toEqual(sumOf(20, 1, 0.5));
    expect(sumOf(20, 1, 0.5)).not.toEqual(sumOf(20, 2, 0.5));
    expect(sumOf(20, 1, 1)).toEqual(sumOf(20, 2, 1));
  });
});

describe('isRegressionTree', () => {
  it('tells trees from what leads nowhere', () => {
    const tree = { feature: [0, -1, -1], threshold: [1, 0, 0], value: [0, 1, 2] };
    expect(isRegressionTree(tree, 1)).toBe(true);
    expect(isRegressionTree({ ...tree, feature: [1, -1, -1] }, 1)).toBe(false);
    expect(isRegressionTree({ ...tree, feature: [0, 0, -1] }, 1)).toBe(false);
    expect(isRegressionTree({ ...tree, feature: [0.5, -1, -1] }, 1)).toBe(false);
    expect(isRegressionTree({ ...tree, value: [0] }, 1)).toBe(false);
    expect(isRegressionTree({ feature: [], threshold: [], value: [] }, 1)).toBe(false);
  });
});
