import { pnlOf } from './evaluate.mjs';

/**
 * The policy of a grid with the lowest criterion, on paths of a stream of their own.
 *
 * @param make from a parameter to a policy
 */
export function tuneOn(grid, make, problem, { criterion, paths, seed }) {
  const hedgers = grid.map(make);
  const values = pnlOf(hedgers, problem, { paths, seed, stream: ['literature', 'tuning'] }).map(criterion.value);
  const best = values.indexOf(Math.min(...values));
  return { hedger: hedgers[best], parameter: grid[best] };
}
