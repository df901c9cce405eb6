import { describe, expect, it } from 'vitest';
import { bandToOutputGradient, createBand, outputsToBand } from '../../../src/hedgers/deep/band-head.ts';
import { type HedgingProblem, rollBand, rollBandBackward } from '../../../src/hedgers/deep/band-rollout.ts';
import { createRandomStream } from '../../../src/math/random.ts';

const paths = 7;
const steps = 6;
const stream = createRandomStream(5, 'band rollout');
const column = (length: number, draw: () => number) => Float64Array.from({ length }, draw);

const problem: HedgingProblem = {
  paths,
  steps,
  price: column((steps + 1) * paths, () => 100 + 4 * stream.normal()),
  unhedged: column(paths, () => stream.normal()),
  costShare: 0.01,
};
const lower = column(steps * paths, () => 0.6 * stream.uniform());
const upper = lower.map((edge) => edge + 0.3 * stream.uniform());
const weights = column(paths, () => stream.normal());

/** Σ w × P&L: a loss whose gradient by the P&L is w. */
function loss(low: Float64Array, high: Float64Array): number {
  const pnl = new Float64Array(paths);
  rollBand(problem, low, high, new Float64Array(steps * paths), pnl);
  return pnl.reduce((sum, value, path) => sum + weights[path] * value, 0);
}

function nudged(edges: Float64Array, cell: number, by: number): Float64Array {
  const copy = edges.slice();
  copy[cell] += by;
  return copy;
}

describe('rollBand', () => {
  it('keeps the accounts of a path traded by hand', () => {
    const pnl = new Float64Array(1);
    const holdings = new Float64Array(3);
    const byHand = {
      paths: 1,
      steps: 3,
      price: Float64Array.of(100, 110, 105, 120),
      unhedged: Float64Array.of(-7),
      costShare: 0.01,
    };
    rollBand(byHand, Float64Array.of(0.4, 0.5, 0.1), Float64Array.of(0.6, 0.8, 0.3), holdings, pnl);
    expect([...holdings]).toEqual([0.4, 0.5, 0.3]);
    const gains = 0.4 * 10 + 0.5 * -5 + 0.3 * 15;
    const costs = 0.01 * (0.4 * 100 + 0.1 * 110 + 0.2 * 105 + 0.3 * 120);
    expect(pnl[0]).toBeCloseTo(-7 + gains - costs, 12);
  });
});

describe('rollBandBackward', () => {
  it('agrees with central differences', () => {
    const holdings = new Float64Array(steps * paths);
    rollBand(problem, lower, upper, holdings, new Float64Array(paths));
    const lowerGradient = new Float64Array(steps * paths);
    const upperGradient = new Float64Array(steps * paths);
    rollBandBackward(problem, holdings, weights, lowerGradient, upperGradient, new Float64Array(paths));
    const step = 1e-6;
    let moved = 0;
    for (let cell = 0; cell < steps * paths; cell++) {
      const byLower = (loss(nudged(lower, cell, step), upper) - loss(nudged(lower, cell, -step), upper)) / (2 * step);
      const byUpper = (loss(lower, nudged(upper, cell, step)) - loss(lower, nudged(upper, cell, -step))) / (2 * step);
      expect(Math.abs(lowerGradient[cell] - byLower)).toBeLessThan(1e-6);
      expect(Math.abs(upperGradient[cell] - byUpper)).toBeLessThan(1e-6);
      if (byLower !== 0 && byUpper !== 0) throw new Error('one trade cannot reach both edges');
      if (byLower !== 0 || byUpper !== 0) moved++;
    }
    expect(moved).toBeGreaterThan(20);
  });
});

describe('outputsToBand', () => {
  const rows = 5;
  const delta = column(rows, () => stream.uniform());
  const outputs = Float32Array.from({ length: 2 * rows }, () => 3 * stream.normal());

  it.each([-1, 1] as const)('has the slopes of central differences at position %i', (position) => {
    const band = createBand(rows);
    outputsToBand(outputs, delta, position, band);
    const ones = new Float64Array(rows).fill(1);
    const gradient = new Float32Array(2 * rows);
    bandToOutputGradient(ones, ones, band, position, gradient);
    for (let i = 0; i < 2 * rows; i++) {
      const difference = (by: number) => {
        const moved = createBand(rows);
        outputsToBand(
          outputs.map((value, j) => (j === i ? value + by : value)),
          delta,
          position,
          moved,
        );
        return moved.lower[i % rows] + moved.upper[i % rows];
      };
      expect(gradient[i]).toBeCloseTo((difference(2 ** -8) - difference(-(2 ** -8))) / 2 ** -7, 4);
    }
  });

  it('mirrors the band of an option owned', () => {
    const short = createBand(rows);
    const long = createBand(rows);
    outputsToBand(outputs, delta, -1, short);
    outputsToBand(outputs, delta, 1, long);
    expect(long.lower).toEqual(short.upper.map((edge) => -edge));
    expect(long.upper).toEqual(short.lower.map((edge) => -edge));
    expect(short.lower.every((edge, row) => edge < delta[row] && short.upper[row] > delta[row])).toBe(true);
  });
});
