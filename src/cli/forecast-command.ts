import { join } from 'node:path';
import { Command } from 'commander';
import type { ForecastRun } from '../report/forecast/forecast-run.ts';
import { wrapText } from '../report/wrap-text.ts';
import { type Override, parseAssignment, parseValue } from './apply-overrides.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, parseThreads, takeValue } from './flags.ts';
import { formatDuration } from './format-duration.ts';
import { withInterruption } from './interruption.ts';
import { assertWritableFolder } from './output-folder.ts';
import { createProgressDisplay } from './progress.ts';
import { resolveFile } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { writeNotes } from './write-notes.ts';

interface ForecastFlags {
  readonly data?: string;
  readonly impliedVol?: string;
  readonly horizons?: string;
  readonly from?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly threads?: string;
  readonly out: string;
  readonly quiet?: true;
  readonly json?: true;
}

const fileMeanings: Readonly<Record<string, string>> = {
  'forecast.csv': 'forecasts',
  'comparison.csv': 'scores',
  'forecast.svg': 'picture',
  'forecast.json': 'figures',
};
/** Where a line may be as long as it will. */
const widestTable = 120;

/** `regime-hedge forecast`: volatility ahead, and which forecaster has foretold it best. */
export function createForecastCommand(dependencies: CliDependencies): Command {
  return new Command('forecast')
    .description(
      'forecast the volatility of daily bars and compare forecasters out of sample: tables, a picture, files',
    )
    .argument('[config]', 'configuration file, YAML or JSON (docs/forecast-command.md); every key has a default')
    .option('--data <file>', 'dated OHLCV bars, CSV or Parquet (default: the bundled S&P 500)', takeValue)
    .option(
      '--implied-vol <file>',
      'dated implied volatility in percent: read by forecasters, and hedged at',
      takeValue,
    )
    .option('--horizons <days>', 'trading days ahead, with commas between (default: 1,5,22)', takeValue)
    .option('--from <date>', 'first date that is scored (default: that of the first forecast)', takeValue)
    .option('--seed <n>', 'whole number that every random stream is split from', takeValue)
    .option('--set <path=value>', 'set one key of the configuration; may be repeated', collect)
    .option('--threads <n>', 'worker threads (default: by the cores of the machine); changes no result', takeValue)
    .option('--out <folder>', 'where the files go', takeValue, join('reports', 'forecast'))
    .option('--quiet', 'print the tables alone; notes still go to standard error')
    .option('--json', 'print forecast.json alone on standard output')
    .addHelpText(
      'after',
      '\nEvery forecaster is fitted on the first 1000 days and refitted every 63, a network\nevery 252 (keys walkForward.*); each day is forecast by a model of its past alone.\nFitted models are kept in the folder fits of --out: the same command, stopped and\ngiven again, goes on from them.',
    )
    .action((config: string | undefined, flags: ForecastFlags) => forecast(dependencies, config, flags));
}

async function forecast(dependencies: CliDependencies, path: string | undefined, flags: ForecastFlags): Promise<void> {
  const { stdout, stderr, env, now } = dependencies;
  const startedAt = now();
  const threads = flags.threads === undefined ? undefined : parseThreads(flags.threads);
  const overrides = [...(flags.set ?? []).map(parseAssignment), ...overridesOf(flags)];
  // With the schema come all forecasters: `--help` goes without.
  const { forecastFileKeys, forecastSchema } = await import('./forecast-schema.ts');
  const { config, origin } = await resolveFile(forecastSchema, path, overrides, forecastFileKeys, true);
  await assertWritableFolder(flags.out, Object.keys(fileMeanings));
  const { forecastersOfConfig } = await import('./forecasters-of-config.ts');
  const plan = forecastersOfConfig(config, config.data.impliedVol !== undefined, origin);
  const { readForecastData } = await import('./forecast-data.ts');
  const data = await readForecastData(config, origin);
  const folder = config.cacheFolder ?? join(flags.out, 'fits');
  const outcome = await withInterruption(
    dependencies,
    async (signal) => {
      const progress = createProgressDisplay({ stream: stderr, quiet: flags.quiet === true, now, secondsBefore: 1 });
      try {
        const { forecastVolatility } = await import('./forecast-volatility.ts');
        const call = { threads, folder, signal, onProgress: progress.onProgress };
        const run = await forecastVolatility(config, plan, data, call);
        const done = await rendered(run);
        signal.throwIfAborted();
        const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
        await replaceFiles(flags.out, done.files);
        return done;
      } finally {
        progress.stop();
      }
    },
    `no result was written, the previous files are untouched; models fitted so far are kept in ${folder}, and the same command goes on from them`,
  );
  if (flags.json) {
    stdout.write(outcome.files['forecast.json']);
  } else {
    const width = terminalWidth(stdout);
    if (!flags.quiet) stdout.write(`${wrapText(outcome.title, width)}\n\n`);
    const colour = stdout.isTTY === true && !env.NO_COLOR;
    stdout.write(`${outcome.text({ width: Math.min(width, widestTable), colour })}\n`);
  }
  writeNotes(dependencies, data.notices);
  if (flags.quiet) return;
  // With --json, standard output holds nothing but the results.
  const rest = flags.json ? stderr : stdout;
  rest.write('\n');
  for (const name of Object.keys(outcome.files)) rest.write(`${fileMeanings[name]}: ${join(flags.out, name)}\n`);
  rest.write(`fitted models: ${folder}\n`);
  rest.write(`time: ${formatDuration((now() - startedAt) / 1000)}\n`);
}

/** Everything that is said of a run. */
async function rendered(run: ForecastRun) {
  const { comparisonCsv, forecastCsv, renderForecastJson } = await import('../report/forecast/forecast-files.ts');
  const { renderForecastPicture } = await import('../report/forecast/forecast-picture.ts');
  const { measureForecasts } = await import('../report/forecast/forecast-results.ts');
  const { renderForecastText } = await import('../report/forecast/forecast-text.ts');
  const title = titleOf(run);
  const results = measureForecasts(run);
  return {
    title,
    text: (options: { readonly width: number; readonly colour: boolean }) => renderForecastText(results, options),
    files: {
      'forecast.csv': [...forecastCsv(run)].join(''),
      'comparison.csv': [...comparisonCsv(run)].join(''),
      'forecast.svg': renderForecastPicture(run, title),
      'forecast.json': renderForecastJson(run),
    } as Readonly<Record<string, string>>,
  };
}

function titleOf({ source, table, target }: ForecastRun): string {
  const forecasters = Object.keys(table.forecasts).length;
  const days = table.horizonDays.join(', ');
  return `${source.charAt(0).toUpperCase()}${source.slice(1)}: ${forecasters} forecasts of ${target} variance, ${days} days ahead`;
}

/** The flags that set a key of the configuration, in the order of `--help`. */
function overridesOf({ data, impliedVol, horizons, from, seed }: ForecastFlags): Override[] {
  const overrides: Override[] = [];
  const add = (flag: string, path: readonly string[], text: string | undefined, read: (text: string) => unknown) => {
    if (text !== undefined) overrides.push({ path, value: read(text), source: `${flag} ${text}` });
  };
  const asGiven = (text: string) => text;
  add('--data', ['data', 'file'], data, asGiven);
  add('--implied-vol', ['data', 'impliedVol', 'file'], impliedVol, asGiven);
  add('--horizons', ['horizons'], horizons, (text) =>
    text.split(',').map((days) => parseValue(days.trim(), `--horizons ${text}`)),
  );
  add('--from', ['from'], from, asGiven);
  add('--seed', ['seed'], seed, (text) => parseValue(text, `--seed ${text}`));
  return overrides;
}
