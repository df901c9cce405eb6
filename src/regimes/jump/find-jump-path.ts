import type { Observations } from '../observations.ts';
import { createValueRecursion, type JumpTerms } from './value-recursion.ts';

/** The cheapest path of states through all rows. */
export interface JumpPath {
  /** Point of the grid at each row. */
  readonly points: Uint16Array;
  /** Its losses and penalties in all. */
  readonly objective: number;
}

/** The path of least cost given all rows, by dynamic programming. It looks ahead: for fitting and for pictures only. */
export function findJumpPath(terms: JumpTerms, { rows, dimensions, values, complete }: Observations): JumpPath {
  const size = terms.grid.points;
  const recursion = createValueRecursion(terms);
  const origins = new Uint16Array(rows * size);
  const points = new Uint16Array(rows);
  let objective = 0;
  for (let t = 0; t < rows; t++) {
    objective += recursion.advance(values, t * dimensions, complete[t] === 1);
    origins.set(recursion.origins, t * size);
  }
  let point = recursion.best();
  for (let t = rows - 1; t >= 0; t--) {
    points[t] = point;
    point = origins[t * size + point];
  }
  return { points, objective };
}
