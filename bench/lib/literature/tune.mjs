import { pnlOf } from './evaluate.mjs';
import { seeds } from './settings.mjs';

/**
 * The policy of a grid with the lowest criterion, on paths of a stream of their own.
 *
 * @param make from a parameter to a policy
 */
export async function tuneOn(grid, make, problem, { criterion, paths, signal }) {
  const hedgers = grid.map(make);
  const draw = { paths, seed: seeds.tuning, stream: ['literature', 'tuning'], signal };
  const values = (await pnlOf(hedgers, problem, draw)).map(criterion.value);
  const best = values.indexOf(Math.min(...values));
  return { hedger: hedgers[best], parameter: grid[best] };
}
