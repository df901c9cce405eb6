import type { RegimeRun } from '../report/regimes/regime-run.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import type { RegimesData } from './regimes-data.ts';
import type { RegimesConfig } from './regimes-schema.ts';

/** Walks the configuration's detector forward through the history, and labels its days. */
export async function findRegimes(
  { detector, walkForward, calm, seed }: RegimesConfig,
  { bars, features, returns, source, file }: RegimesData,
  call: LongCallOptions,
): Promise<RegimeRun> {
  const { walkRegimesOnThread } = await import('../regimes/on-thread.ts');
  const { createDetector } = await import('../regimes/create-detector.ts');
  const options = { returns, seed, ...walkRows(walkForward), ...call };
  const terms = { ...detector, features: features.names };
  // Made here once, so that settings which do not go together are not put down to the data.
  createDetector(terms);
  const walked = await walkRegimesOnThread(terms, features, options).catch((error: unknown) => {
    // What a fit refuses lies in the data.
    throw error instanceof InputError ? new InputError(error.message, { file }) : error;
  });
  return {
    source,
    dates: bars.dates,
    close: bars.close,
    settings: { detector, features: features.names, walkForward, calm, seed },
    walked,
    ...(await labelDays(walked.filtered, walked.refits[0].row, calm)),
  };
}

/** The walk of a configuration in rows of the history. */
export function walkRows({ firstFitDays, refitEveryDays, windowDays }: RegimesConfig['walkForward']) {
  return { firstFitRows: firstFitDays, refitEveryRows: refitEveryDays, windowRows: windowDays };
}

/** Labels as known at each close. Rules see the days since the first fit alone. */
async function labelDays(
  { rows, columns }: RegimeRun['walked']['filtered'],
  from: number,
  rules: RegimesConfig['calm'],
): Promise<Pick<RegimeRun, 'labels' | 'calm'>> {
  const { mostProbable } = await import('../regimes/most-probable.ts');
  if (rules.length === 0) return { labels: mostProbable({ rows, columns }), calm: undefined };
  const { calmRegimes } = await import('../regimes/calm/calm-regimes.ts');
  const { createCalmRule } = await import('../regimes/calm/load-calm-rule.ts');
  const known = { rows: rows - from, columns: columns.map((column) => column.subarray(from)) };
  const { labels: calmed, report } = calmRegimes(known, rules.map(createCalmRule));
  const labels = new Int32Array(rows).fill(-1);
  labels.set(calmed, from);
  return { labels, calm: report };
}
