import type { StateGrid } from './state-grid.ts';

/** A jump model's terms in standard units. */
export interface JumpTerms {
  readonly grid: StateGrid;
  /** λ, the cost of a move from one regime to another. */
  readonly penalty: number;
  /** Regime k, feature d at `k * dimensions + d`. */
  readonly centres: Float64Array;
  readonly dimensions: number;
}

/** The dynamic programme's forward pass, one row at a time. */
export interface ValueRecursion {
  /** Least cost of the rows so far on a path that ends in each point of the grid, over the least of all points. */
  readonly values: Float64Array;
  /** The point before on the cheapest path to each point. */
  readonly origins: Uint16Array;
  /**
   * Takes the next row, which stands in `rows` from `at` on; a row that is not complete costs nothing in any state.
   *
   * @returns what was taken off the values, so that they stay near 0: the sum over rows is the least cost of all
   */
  advance(rows: Float64Array, at: number, complete: boolean): number;
  /** The point of least cost, the first of equals: the state as known at the latest row. */
  best(): number;
}

/**
 * V_t(s) = Σ_k s_k ½ |x_t − θ_k|² + min_s' (V_{t−1}(s') + λ ¼ |s − s'|₁²): Bellman's recursion for a jump model
 * (Bemporad, Breschi, Piga and Boyd 2018, section 4).
 */
export function createValueRecursion({ grid, penalty, centres, dimensions }: JumpTerms): ValueRecursion {
  const { states, points, weights, moves } = grid;
  const costs = moves.map((move) => penalty * move);
  const values = new Float64Array(points);
  const reached = new Float64Array(points);
  const origins = new Uint16Array(points);
  const losses = new Float64Array(states);
  let begun = false;

  function advance(rows: Float64Array, at: number, complete: boolean): number {
    if (begun) reachCheapest();
    begun = true;
    if (complete) setLosses(rows, at);
    else losses.fill(0);
    let least = Number.POSITIVE_INFINITY;
    for (let g = 0; g < points; g++) {
      let loss = 0;
      for (let k = 0; k < states; k++) loss += weights[g * states + k] * losses[k];
      values[g] = reached[g] + loss;
      if (values[g] < least) least = values[g];
    }
    for (let g = 0; g < points; g++) values[g] -= least;
    return least;
  }

  function reachCheapest(): void {
    for (let g = 0; g < points; g++) {
      let least = Number.POSITIVE_INFINITY;
      let origin = 0;
      for (let h = 0, move = g * points; h < points; h++, move++) {
        const cost = values[h] + costs[move];
        if (cost < least) {
          least = cost;
          origin = h;
        }
      }
      reached[g] = least;
      origins[g] = origin;
    }
  }

  function setLosses(rows: Float64Array, at: number): void {
    for (let k = 0; k < states; k++) {
      let distance = 0;
      for (let d = 0, m = k * dimensions; d < dimensions; d++, m++) {
        const deviation = rows[at + d] - centres[m];
        distance += deviation * deviation;
      }
      losses[k] = distance / 2;
    }
  }

  function best(): number {
    let cheapest = 0;
    for (let g = 1; g < points; g++) if (values[g] < values[cheapest]) cheapest = g;
    return cheapest;
  }

  return { values, origins, advance, best };
}
