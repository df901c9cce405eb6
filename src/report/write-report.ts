import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BacktestRun } from '../backtest/results.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { type MadeFolders, makeFolder } from '../support/make-folder.ts';
import { decisionsCsv } from './decisions-csv.ts';
import { episodesCsv } from './episodes-csv.ts';
import { type ReportFileName, reportFileNames } from './report-file-names.ts';
import { renderReportHtml } from './report-html.ts';
import { renderReportMarkdown } from './report-markdown.ts';
import { renderResultsJson } from './results-json.ts';

export interface WrittenReport {
  /** Paths of the files written, report.html first. */
  readonly files: readonly string[];
}

/** The text of each file in chunks, made when it is written. */
const reportTexts: Readonly<Record<ReportFileName, (run: BacktestRun) => Iterable<string>>> = {
  'report.html': (run) => [renderReportHtml(run)],
  'report.md': (run) => [renderReportMarkdown(run)],
  'results.json': (run) => [renderResultsJson(run)],
  'episodes.csv': episodesCsv,
  'decisions.csv': decisionsCsv,
};

/**
 * Writes a run's report into a folder, made when it is missing. Every file is first written whole under a temporary
 * name; only then are all renamed. A call that fails or is stopped leaves the previous report as it was and no
 * temporary file.
 *
 * @throws InputError when the folder cannot be made or written; the signal's reason when stopped
 * @example
 * const { files } = await writeReport(run, 'reports/latest');
 */
export async function writeReport(
  run: BacktestRun,
  outDir: string,
  { signal }: Pick<LongCallOptions, 'signal'> = {},
): Promise<WrittenReport> {
  signal?.throwIfAborted();
  const suffix = randomUUID().slice(0, 8);
  const files = reportFileNames.map((name) => ({
    text: reportTexts[name],
    path: join(outDir, name),
    temporary: join(outDir, `.${name}.${suffix}.tmp`),
  }));
  let folders: MadeFolders | undefined;
  try {
    folders = await makeFolder(outDir);
    for (const { text, path, temporary } of files) {
      await refuseFolder(path);
      await writeChunks(temporary, text(run), signal);
    }
    signal?.throwIfAborted();
    for (const { path, temporary } of files) await rename(temporary, path);
  } catch (error) {
    await Promise.all(files.map(({ temporary }) => rm(temporary, { force: true }).catch(() => undefined)));
    await folders?.undo();
    throw asInputError(error, outDir);
  }
  return { files: files.map(({ path }) => path) };
}

async function writeChunks(path: string, chunks: Iterable<string>, signal: AbortSignal | undefined): Promise<void> {
  const file = await open(path, 'wx');
  try {
    for (const chunk of chunks) {
      signal?.throwIfAborted();
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
}

/** A folder where a file is to go would fail the renaming half-way. */
async function refuseFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) {
    throw new InputError(
      `'${path}' is a folder: expected a file or nothing there; move it away or choose another --out`,
    );
  }
}

const causes: Readonly<Record<string, string>> = {
  EACCES: 'may not be written',
  EPERM: 'may not be written',
  EROFS: 'is on a read-only file system',
  EEXIST: 'is a file, not a folder',
  ENOTDIR: 'lies under a file, not a folder',
  ENAMETOOLONG: 'has too long a name',
  ENOSPC: 'has no space left',
};

/** Errors of the file system that the caller can mend, in words; any other error as it is. */
function asInputError(error: unknown, outDir: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const cause = causes[code];
  if (cause === undefined) return error;
  return new InputError(`output folder '${outDir}' ${cause}: expected a writable folder; choose another with --out`);
}
