/** Of floating-point gains, a reduced gain below this share of the largest counts as none. */
const rounding = 1e-12;

/** One column for each row, each column once. */
export interface Assignment {
  /** Row i gets column `order[i]`. */
  readonly order: readonly number[];
  /** Sum of the gains of these pairs. */
  readonly total: number;
}

/**
 * The one-to-one assignment of columns to rows with the largest total gain, by the Hungarian method (Kuhn 1955) as shortest
 * augmenting paths (Jonker and Volgenant 1987): size³ steps. Of equally good assignments the first in dictionary order, found
 * among the pairs that have no reduced gain; exact where the gains are whole numbers.
 *
 * @param gains of row i and column j at `i * size + j`
 * @throws RangeError on another number of gains than size × size and on one that is not finite
 * @example
 * assign(Float64Array.of(5, 4, 4, 0), 2); // { order: [1, 0], total: 8 }
 */
export function assign(gains: Float64Array, size: number): Assignment {
  checkGains(gains, size);
  const { columnOf, reduced } = solve(gains, size);
  const largest = gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), 0);
  takeFirst(columnOf, (i, j) => reduced(i, j) <= rounding * largest);
  return { order: columnOf, total: totalOf(gains, columnOf) };
}

/**
 * The largest total gain of any assignment but the given one, which is the best (the first step of Murty 1968): some row must
 * have another column, so each row's is forbidden in turn. size⁴ steps.
 *
 * @returns −Infinity when size is 1: there is no other
 */
export function bestOtherTotal(gains: Float64Array, { order }: Assignment): number {
  const size = order.length;
  let best = Number.NEGATIVE_INFINITY;
  if (size < 2) return best;
  const largest = gains.reduce((most, gain) => Math.max(most, Math.abs(gain)), 1);
  for (let row = 0; row < size; row++) {
    const without = gains.slice();
    // Worse than any assignment can be that avoids this pair, which one always can.
    without[row * size + order[row]] = -3 * size * largest;
    best = Math.max(best, totalOf(gains, solve(without, size).columnOf));
  }
  return best;
}

/**
 * Rows join one by one, each along the shortest path of reduced costs to a free column; potentials keep every reduced cost at
 * 0 or more, and at 0 for the pairs chosen.
 */
function solve(gains: Float64Array, size: number) {
  const rowPotential = new Float64Array(size);
  const columnPotential = new Float64Array(size);
  const rowOf = new Int32Array(size).fill(-1);
  const reduced = (i: number, j: number) => -gains[i * size + j] - rowPotential[i] - columnPotential[j];
  const distance = new Float64Array(size);
  const before = new Int32Array(size);
  const done = new Uint8Array(size);

  for (let joining = 0; joining < size; joining++) {
    distance.fill(Number.POSITIVE_INFINITY);
    done.fill(0);
    let row = joining;
    let column = -1;
    let reached = 0;
    do {
      let nearest = -1;
      for (let j = 0; j < size; j++) {
        if (done[j] === 1) continue;
        const through = reached + reduced(row, j);
        if (through < distance[j]) {
          distance[j] = through;
          before[j] = column;
        }
        if (nearest < 0 || distance[j] < distance[nearest]) nearest = j;
      }
      column = nearest;
      reached = distance[column];
      done[column] = 1;
      row = rowOf[column];
    } while (row >= 0);

    for (let j = 0; j < size; j++) {
      if (done[j] === 0 || j === column) continue;
      rowPotential[rowOf[j]] += reached - distance[j];
      columnPotential[j] -= reached - distance[j];
    }
    rowPotential[joining] += reached;
    for (let j = column; j >= 0; j = before[j]) rowOf[j] = before[j] < 0 ? joining : rowOf[before[j]];
  }

  const columnOf: number[] = Array(size).fill(-1);
  for (let j = 0; j < size; j++) columnOf[rowOf[j]] = j;
  return { columnOf, reduced };
}

/**
 * Turns an assignment of tight pairs into the first of them in dictionary order: row by row the lowest column that leaves each
 * later row one.
 */
function takeFirst(columnOf: number[], isTight: (row: number, column: number) => boolean): void {
  for (let row = 0; row < columnOf.length; row++) {
    for (let column = 0; column < columnOf[row]; column++) {
      const owner = columnOf.indexOf(column);
      if (owner < row || !isTight(row, column)) continue;
      if (!moveOn(columnOf, isTight, owner, { free: columnOf[row], above: row, seen: new Set() })) continue;
      columnOf[row] = column;
      break;
    }
  }
}

/**
 * Gives a row another column along a chain of tight pairs that ends at the free one.
 *
 * @param chain the free column; only rows after `above` may move; those in `seen` were tried
 * @returns whether there is such a chain
 */
function moveOn(
  columnOf: number[],
  isTight: (row: number, column: number) => boolean,
  mover: number,
  chain: { readonly free: number; readonly above: number; readonly seen: Set<number> },
): boolean {
  const { free, above, seen } = chain;
  seen.add(mover);
  if (isTight(mover, free)) {
    columnOf[mover] = free;
    return true;
  }
  for (let next = above + 1; next < columnOf.length; next++) {
    const wanted = columnOf[next];
    if (seen.has(next) || !isTight(mover, wanted) || !moveOn(columnOf, isTight, next, chain)) continue;
    columnOf[mover] = wanted;
    return true;
  }
  return false;
}

function totalOf(gains: Float64Array, columnOf: readonly number[]): number {
  return columnOf.reduce((sum, column, row) => sum + gains[row * columnOf.length + column], 0);
}

function checkGains(gains: Float64Array, size: number): void {
  if (gains.length !== size * size) {
    throw new RangeError(`gains has ${gains.length} values: expected ${size * size}, one for each pair`);
  }
  const wrong = gains.findIndex((gain) => !Number.isFinite(gain));
  if (wrong >= 0) throw new RangeError(`gains[${wrong}] is ${gains[wrong]}: expected a finite number`);
}
