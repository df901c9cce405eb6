import { join } from 'node:path';
import { Command } from 'commander';
import type { RegimeRun } from '../report/regimes/regime-run.ts';
import { InputError } from '../support/input-error.ts';
import type { Progress } from '../support/long-call.ts';
import { type Override, parseAssignment, parseValue } from './apply-overrides.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, takeValue } from './flags.ts';
import { formatDuration } from './format-duration.ts';
import { withInterruption } from './interruption.ts';
import { assertWritableFolder } from './output-folder.ts';
import { createProgressDisplay } from './progress.ts';
import { type RegimesData, readRegimesData } from './regimes-data.ts';
import { type RegimesConfig, regimesFileKeys, regimesSchema } from './regimes-schema.ts';
import { resolveFile } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { writeNotes } from './write-notes.ts';

interface RegimesFlags {
  readonly data?: string;
  readonly detector?: string;
  readonly states?: string;
  readonly features?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly out: string;
  readonly quiet?: true;
  readonly json?: true;
}

const fileNames = ['regimes.csv', 'regimes.svg', 'regimes.json'] as const;

/** `regime-hedge regimes`: the regimes of a history as each day could know them. */
export function createRegimesCommand(dependencies: CliDependencies): Command {
  return new Command('regimes')
    .description('find the regimes of daily bars as each day could know them: a table, a picture and a file of days')
    .argument('[config]', 'configuration file, YAML or JSON (docs/regimes.md); every key has a default')
    .option('--data <file>', 'dated OHLCV bars, CSV or Parquet (default: the bundled S&P 500)', takeValue)
    .option('--detector <name>', 'what finds the regimes: hmm, kmeans (default: hmm)', takeValue)
    .option('--states <n>', 'number of regimes (default: 3)', takeValue)
    .option('--features <names>', 'what it reads, with commas between (default: those usual for it)', takeValue)
    .option('--seed <n>', 'whole number that every random stream is split from', takeValue)
    .option('--set <path=value>', 'set one key of the configuration; may be repeated', collect)
    .option('--out <folder>', 'where the files go', takeValue, join('reports', 'regimes'))
    .option('--quiet', 'print the tables alone; notes still go to standard error')
    .option('--json', 'print regimes.json alone on standard output')
    .addHelpText(
      'after',
      '\nThe detector is fitted on the first 1000 days and refitted every 252 (walkForward); each day is labelled by a\nmodel of its past alone. Smoothed labels, which know what came later, are never shown.',
    )
    .action((config: string | undefined, flags: RegimesFlags) => regimes(dependencies, config, flags));
}

async function regimes(dependencies: CliDependencies, path: string | undefined, flags: RegimesFlags): Promise<void> {
  const { stdout, stderr, now } = dependencies;
  const startedAt = now();
  const overrides = [...(flags.set ?? []).map(parseAssignment), ...overridesOf(flags)];
  const { config, origin } = await resolveFile(regimesSchema, path, overrides, regimesFileKeys, true);
  await assertWritableFolder(flags.out, fileNames);
  const { usualFeaturesOf } = await import('../regimes/create-detector.ts');
  const names = config.features ?? usualFeaturesOf(config.detector.name);
  const data = await readRegimesData(config, names, origin);
  const run = await withInterruption(
    dependencies,
    async (signal) => {
      const progress = createProgressDisplay({ stream: stderr, quiet: flags.quiet === true, now, secondsBefore: 1 });
      try {
        const walked = await walk(config, names, data, { signal, onProgress: progress.onProgress });
        await writeFiles(flags.out, walked);
        return walked;
      } finally {
        progress.stop();
      }
    },
    'nothing was written, the previous files are untouched',
  );
  if (flags.json) {
    const { renderRegimesJson } = await import('../report/regimes/regimes-json.ts');
    stdout.write(renderRegimesJson(run));
  } else {
    const { measureRegimes } = await import('../report/regimes/regime-results.ts');
    const { renderRegimesTable } = await import('../report/regimes/regimes-table.ts');
    if (!flags.quiet) stdout.write(`${titleOf(run)}\n\n`);
    stdout.write(`${renderRegimesTable(measureRegimes(run), { width: terminalWidth(stdout) })}\n`);
  }
  writeNotes(dependencies, data.notices);
  if (flags.quiet) return;
  // With --json, standard output holds nothing but the results.
  const rest = flags.json ? stderr : stdout;
  rest.write('\n');
  for (const [what, name] of [
    ['days', 'regimes.csv'],
    ['picture', 'regimes.svg'],
    ['model', 'regimes.json'],
  ]) {
    rest.write(`${what}: ${join(flags.out, name)}\n`);
  }
  rest.write(`time: ${formatDuration((now() - startedAt) / 1000)}\n`);
}

async function walk(
  { detector, walkForward, seed }: RegimesConfig,
  names: readonly string[],
  { bars, features, returns, source, file }: RegimesData,
  call: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
): Promise<RegimeRun> {
  const { walkRegimesOnThread } = await import('../regimes/walk-on-thread.ts');
  const { mostProbable } = await import('../regimes/most-probable.ts');
  const { firstFitDays, refitEveryDays, windowDays } = walkForward;
  const rows = { firstFitRows: firstFitDays, refitEveryRows: refitEveryDays, windowRows: windowDays };
  const options = { returns, seed, ...rows, ...call };
  const walked = await walkRegimesOnThread({ ...detector, features: names }, features, options).catch((error) => {
    // What a fit refuses lies in the data.
    throw error instanceof InputError ? new InputError(error.message, { file }) : error;
  });
  return {
    source,
    dates: bars.dates,
    close: bars.close,
    settings: { detector, features: names, walkForward, seed },
    walked,
    labels: mostProbable(walked.filtered),
  };
}

async function writeFiles(out: string, run: RegimeRun): Promise<void> {
  const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
  const { regimesCsv } = await import('../report/regimes/regimes-csv.ts');
  const { renderRegimesJson } = await import('../report/regimes/regimes-json.ts');
  const { renderRegimesPicture } = await import('../report/regimes/regimes-picture.ts');
  await replaceFiles(out, {
    'regimes.csv': [...regimesCsv(run)].join(''),
    'regimes.svg': renderRegimesPicture(run, titleOf(run)),
    'regimes.json': renderRegimesJson(run),
  });
}

function titleOf({ source, settings: { detector, features } }: RegimeRun): string {
  const { name, states } = detector;
  return `${source}: ${name}, ${states === 1 ? '1 regime' : `${states} regimes`}, on ${features.join(', ')}`;
}

/** The flags that set a key of the configuration, in the order of `--help`. */
function overridesOf({ data, detector, states, features, seed }: RegimesFlags): Override[] {
  const overrides: Override[] = [];
  const add = (flag: string, path: readonly string[], text: string | undefined, read: (text: string) => unknown) => {
    if (text !== undefined) overrides.push({ path, value: read(text), source: `${flag} ${text}` });
  };
  const asGiven = (text: string) => text;
  add('--data', ['data', 'file'], data, asGiven);
  add('--detector', ['detector', 'name'], detector, asGiven);
  add('--states', ['detector', 'states'], states, (text) => parseValue(text, `--states ${text}`));
  add('--features', ['features'], features, (text) => text.split(',').map((name) => name.trim()));
  add('--seed', ['seed'], seed, (text) => parseValue(text, `--seed ${text}`));
  return overrides;
}
