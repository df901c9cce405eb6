import { finiteOrNull } from '../results-json.ts';
import { measureRegimes } from './regime-results.ts';
import type { RegimeRun } from './regime-run.ts';

/**
 * The text of regimes.json: the figures of `measureRegimes` and the last model as its `toJSON()` gives it, from which a script
 * goes on day by day. A figure that does not exist is null; the same run gives the same text.
 *
 * @example
 * const { model } = JSON.parse(readFileSync('regimes.json', 'utf8'));
 * loadRegimeModel(model).online();
 */
export function renderRegimesJson(run: RegimeRun): string {
  const { refits } = run.walked;
  const model = refits[refits.length - 1].model.toJSON();
  return `${JSON.stringify({ ...measureRegimes(run), model }, finiteOrNull, 2)}\n`;
}
