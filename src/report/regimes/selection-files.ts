import type { DetectorComparison } from '../../regimes/selection/detector-comparison.ts';
import { csvChunks, csvField, csvNumber } from '../csv-text.ts';
import { finiteOrNull } from '../results-json.ts';

/** The text of selection.json: the comparison without its daily scores. A figure that does not exist is null. */
export function renderSelectionJson({ dailyScores: _, ...comparison }: DetectorComparison): string {
  return `${JSON.stringify({ schema: 1, ...comparison }, finiteOrNull, 2)}\n`;
}

/**
 * The text of selection.csv in chunks: a row for each day that was scored, with the log predictive density of its return under
 * each candidate, for tests of one's own.
 *
 * @param dates one for each row of the comparison's features
 */
export function selectionCsv({ rows, dailyScores }: DetectorComparison, dates: readonly string[]): Generator<string> {
  const taken = rows.flatMap(({ refused }, index) => (refused === undefined ? [index] : []));
  const names = taken.map((index) => csvField(`${rows[index].detector} ${rows[index].states}`));
  const days = dates.flatMap((_, row) =>
    taken.some((index) => Number.isFinite(dailyScores[index][row])) ? [row] : [],
  );
  return csvChunks(['date', ...names].join(), days.length, (day) => {
    const scores = taken.map((index) => csvNumber(dailyScores[index][days[day]]));
    return `${[dates[days[day]], ...scores].join()}\n`;
  });
}
