import { describe, expect, it } from 'vitest';
import { createRandomStream } from '../../../src/math/random.ts';
import { findJumpPath } from '../../../src/regimes/jump/find-jump-path.ts';
import { createStateGrid } from '../../../src/regimes/jump/state-grid.ts';
import { createValueRecursion, type JumpTerms } from '../../../src/regimes/jump/value-recursion.ts';
import type { Observations } from '../../../src/regimes/observations.ts';

/** Two features, the third row missing. */
function drawRows(rows: number, seed: number): Observations {
  const stream = createRandomStream(seed, 'jump rows');
  const values = Float64Array.from({ length: 2 * rows }, () => 1.5 * stream.normal());
  const complete = new Uint8Array(rows).fill(1);
  complete[2] = 0;
  values.fill(0, 4, 6);
  return { rows, dimensions: 2, values, complete, completeRows: rows - 1 };
}

/** The objective as the paper writes it, of one sequence of grid points. */
function objectiveOf({ grid, penalty, centres }: JumpTerms, rows: Observations, path: readonly number[]): number {
  const state = (g: number) => Array.from({ length: grid.states }, (_, k) => grid.weights[g * grid.states + k]);
  return path.reduce((sum, point, t) => {
    const loss = state(point).map((weight, k) => {
      const square = [0, 1].reduce((s, d) => s + (rows.values[2 * t + d] - centres[2 * k + d]) ** 2, 0);
      return rows.complete[t] === 1 ? (weight * square) / 2 : 0;
    });
    const before = t === 0 ? state(point) : state(path[t - 1]);
    const apart = state(point).reduce((s, weight, k) => s + Math.abs(weight - before[k]), 0);
    return sum + loss.reduce((a, b) => a + b) + (penalty / 4) * apart ** 2;
  }, 0);
}

/** The best of all sequences, one by one. */
function searchAll(terms: JumpTerms, rows: Observations) {
  const size = terms.grid.points;
  let best = { objective: Number.POSITIVE_INFINITY, path: [] as number[] };
  for (let code = 0; code < size ** rows.rows; code++) {
    const path = Array.from({ length: rows.rows }, (_, t) => Math.floor(code / size ** t) % size);
    const objective = objectiveOf(terms, rows, path);
    if (objective < best.objective) best = { objective, path };
  }
  return best;
}

describe('findJumpPath', () => {
  it.each([
    ['2 regimes', 2, 1, 9],
    ['3 regimes', 3, 1, 6],
    ['2 regimes and what lies between', 2, 4, 5],
    ['3 regimes and what lies between', 3, 2, 4],
  ])('is the best of all sequences of %s, and its last state that of the filter', (_, states, steps, rows) => {
    const centres = Float64Array.of(-1, -0.5, 1, 0.8, 0.2, -2).subarray(0, 2 * states);
    for (const penalty of [0, 0.5, 3]) {
      for (const seed of [1, 2]) {
        const terms = { grid: createStateGrid(states, steps), penalty, centres, dimensions: 2 };
        const observations = drawRows(rows, seed);
        const found = findJumpPath(terms, observations);
        const best = searchAll(terms, observations);
        expect(found.objective).toBeCloseTo(best.objective, 10);
        expect(objectiveOf(terms, observations, [...found.points])).toBeCloseTo(best.objective, 10);
        const recursion = createValueRecursion(terms);
        for (let t = 0; t < rows; t++) recursion.advance(observations.values, 2 * t, observations.complete[t] === 1);
        expect(recursion.best()).toBe(found.points[rows - 1]);
      }
    }
  });
});

describe('createStateGrid', () => {
  it('has the regimes at its corners, one move of cost 1 apart', () => {
    const { points, weights, moves } = createStateGrid(3, 1);
    expect(points).toBe(3);
    expect([...weights]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    expect([...moves]).toEqual([0, 1, 1, 1, 0, 1, 1, 1, 0]);
  });

  it('charges half the way a quarter', () => {
    const { points, weights, moves } = createStateGrid(2, 2);
    expect([...weights]).toEqual([1, 0, 0.5, 0.5, 0, 1]);
    expect([...moves.subarray(0, points)]).toEqual([0, 0.25, 1]);
    expect([2, 3, 4].map((states) => createStateGrid(states, [20, 10, 6][states - 2]).points)).toEqual([21, 66, 84]);
  });
});
