import { pnlOf } from './evaluate.mjs';

/**
 * The policy of a grid with the lowest figure, on paths of a stream of their own, and what it reached there.
 *
 * @param make from a parameter to a policy
 */
export function tuneOn(grid, make, problem, { figure, paths, seed }) {
  const hedgers = grid.map(make);
  const values = pnlOf(hedgers, problem, { paths, seed, stream: ['literature', 'tuning'] }).map(figure);
  const best = values.indexOf(Math.min(...values));
  return { hedger: hedgers[best], parameter: grid[best], value: values[best] };
}
