import { csvChunks, csvNumber } from '../csv-text.ts';
import { probabilitiesTomorrow } from './regime-results.ts';
import type { RegimeRun } from './regime-run.ts';

/**
 * The text of regimes.csv in chunks: a row for each day from the first fit on, with its close, the regime as known at that
 * close, P(regime) then (`filtered0`, …), P(regime) for the day after (`tomorrow0`, …) and the date of the refit whose model
 * said so. Days before the first fit are left out. Row t depends on the days up to t alone.
 */
export function regimesCsv(run: RegimeRun): Generator<string> {
  const { dates, close, labels, walked } = run;
  const { filtered, refits } = walked;
  const from = refits[0].row;
  const columns = [...filtered.columns, ...probabilitiesTomorrow(run)];
  const numbered = (name: string) => filtered.columns.map((_, regime) => `${name}${regime}`);
  const header = ['date', 'close', 'regime', ...numbered('filtered'), ...numbered('tomorrow'), 'fittedOn'];
  let refit = 0;
  return csvChunks(header.join(), dates.length - from, (index) => {
    const row = from + index;
    while (refits[refit + 1]?.row <= row) refit++;
    const probabilities = columns.map((column) => csvNumber(column[row]));
    return `${[dates[row], csvNumber(close[row]), labels[row], ...probabilities, dates[refits[refit].row]].join()}\n`;
  });
}
