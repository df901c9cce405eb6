import { join } from 'node:path';
import { Command } from 'commander';
import type { RegimeRun } from '../report/regimes/regime-run.ts';
import { wrapText } from '../report/wrap-text.ts';
import { InputError } from '../support/input-error.ts';
import type { LongCallOptions } from '../support/long-call.ts';
import { type Override, parseAssignment, parseValue } from './apply-overrides.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, takeValue } from './flags.ts';
import { formatDuration } from './format-duration.ts';
import { withInterruption } from './interruption.ts';
import { assertWritableFolder } from './output-folder.ts';
import { createProgressDisplay } from './progress.ts';
import { type RegimesData, readRegimesData } from './regimes-data.ts';
import type { RegimesConfig } from './regimes-schema.ts';
import { resolveFile } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { writeNotes } from './write-notes.ts';

interface RegimesFlags {
  readonly data?: string;
  readonly detector?: string;
  readonly states?: string;
  readonly features?: string;
  readonly impliedVol?: string;
  readonly select?: true;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly out: string;
  readonly quiet?: true;
  readonly json?: true;
}

const fileMeanings: Readonly<Record<string, string>> = {
  'regimes.csv': 'days',
  'regimes.svg': 'picture',
  'regimes.json': 'model',
  'selection.csv': 'scores by day',
  'selection.json': 'comparison',
};
const regimesNames = ['regimes.csv', 'regimes.svg', 'regimes.json'];
const selectionNames = ['selection.csv', 'selection.json'];
/** Where a line may be as long as it will. */
const widestTable = 140;

/** `regime-hedge regimes`: the regimes of a history as each day could know them. */
export function createRegimesCommand(dependencies: CliDependencies): Command {
  return new Command('regimes')
    .description('find the regimes of daily bars as each day could know them: a table, a picture and a file of days')
    .argument('[config]', 'configuration file, YAML or JSON (docs/regimes-command.md); every key has a default')
    .option('--data <file>', 'dated OHLCV bars, CSV or Parquet (default: the bundled S&P 500)', takeValue)
    .option('--detector <name>', 'what finds the regimes, such as hmm or kmeans (default: hmm)', takeValue)
    .option('--states <n>', 'number of regimes (default: 3)', takeValue)
    .option('--features <names>', 'what it reads, with commas between (default: those usual for it)', takeValue)
    .option('--implied-vol <file>', 'dated implied volatility in percent, for features of it', takeValue)
    .option('--select', 'compare detectors and numbers of regimes out of sample instead (keys select.*)')
    .option('--seed <n>', 'whole number that every random stream is split from', takeValue)
    .option('--set <path=value>', 'set one key of the configuration; may be repeated', collect)
    .option('--out <folder>', 'where the files go', takeValue, join('reports', 'regimes'))
    .option('--quiet', 'print the tables alone; notes still go to standard error')
    .option('--json', 'print regimes.json (or selection.json) alone on standard output')
    .addHelpText(
      'after',
      '\nThe detector is fitted on the first 1000 days and refitted every 252 (keys\nwalkForward.*); each day is labelled by a model of its past alone.\nSmoothed labels, which know what came later, are never shown.',
    )
    .action((config: string | undefined, flags: RegimesFlags) => regimes(dependencies, config, flags));
}

async function regimes(dependencies: CliDependencies, path: string | undefined, flags: RegimesFlags): Promise<void> {
  const { stdout, stderr, now } = dependencies;
  const startedAt = now();
  if (flags.select) refuseBesideSelect(flags);
  const overrides = [...(flags.set ?? []).map(parseAssignment), ...overridesOf(flags)];
  // With the schema come all detectors: `--help` goes without.
  const { regimesFileKeys, regimesSchema } = await import('./regimes-schema.ts');
  const { config, origin } = await resolveFile(regimesSchema, path, overrides, regimesFileKeys, true);
  await assertWritableFolder(flags.out, flags.select ? selectionNames : regimesNames);
  const job = flags.select ? await selectionOf(config) : await walkOf(config);
  const data = await readRegimesData(config, job.features, origin);
  const outcome = await withInterruption(
    dependencies,
    async (signal) => {
      const progress = createProgressDisplay({ stream: stderr, quiet: flags.quiet === true, now, secondsBefore: 1 });
      try {
        const done = await job.run(data, { signal, onProgress: progress.onProgress });
        const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
        await replaceFiles(flags.out, done.files);
        return done;
      } finally {
        progress.stop();
      }
    },
    'nothing was written, the previous files are untouched',
  );
  if (flags.json) {
    stdout.write(outcome.json);
  } else {
    const width = terminalWidth(stdout);
    if (!flags.quiet) stdout.write(`${wrapText(outcome.title, width)}\n\n`);
    stdout.write(`${outcome.table(width)}\n`);
  }
  writeNotes(dependencies, data.notices);
  if (flags.quiet) return;
  // With --json, standard output holds nothing but the results.
  const rest = flags.json ? stderr : stdout;
  rest.write('\n');
  for (const name of Object.keys(outcome.files)) rest.write(`${fileMeanings[name]}: ${join(flags.out, name)}\n`);
  rest.write(`time: ${formatDuration((now() - startedAt) / 1000)}\n`);
}

/** A comparison has several of what these flags give one of. */
function refuseBesideSelect({ detector, states }: RegimesFlags): void {
  const given = detector === undefined ? states : detector;
  if (given === undefined) return;
  const [flag, key] = detector === undefined ? ['--states', 'states'] : ['--detector', 'detectors'];
  throw new InputError(
    `${flag} ${given}: --select compares several; give --set select.${key}=[${given}] for those to compare`,
  );
}

/** What the command does with the history, and the features that it needs. */
interface Job {
  readonly features: readonly string[];
  readonly run: (data: RegimesData, call: LongCallOptions) => Promise<Outcome>;
}

interface Outcome {
  readonly title: string;
  readonly table: (width: number) => string;
  readonly json: string;
  /** Texts by the names of the files. */
  readonly files: Readonly<Record<string, string>>;
}

/** Walks one detector forward. */
async function walkOf(config: RegimesConfig): Promise<Job> {
  const { usualFeaturesOf } = await import('../regimes/create-detector.ts');
  return {
    features: config.features ?? usualFeaturesOf(config.detector.name),
    run: async (data, call) => {
      const { findRegimes } = await import('./find-regimes.ts');
      const { measureRegimes } = await import('../report/regimes/regime-results.ts');
      const { regimesCsv } = await import('../report/regimes/regimes-csv.ts');
      const { renderRegimesJson } = await import('../report/regimes/regimes-json.ts');
      const { renderRegimesPicture } = await import('../report/regimes/regimes-picture.ts');
      const { renderRegimesTable } = await import('../report/regimes/regimes-table.ts');
      const run = await findRegimes(config, data, call);
      const json = renderRegimesJson(run);
      return {
        title: titleOf(run),
        table: (width) => renderRegimesTable(measureRegimes(run), { width }),
        json,
        files: {
          'regimes.csv': [...regimesCsv(run)].join(''),
          'regimes.svg': renderRegimesPicture(run, titleOf(run)),
          'regimes.json': json,
        },
      };
    },
  };
}

/** Compares detectors and numbers of regimes. */
async function selectionOf(config: RegimesConfig): Promise<Job> {
  const { candidatesOf, compareCandidates } = await import('./select-detector.ts');
  const candidates = await candidatesOf(config);
  return {
    features: [...new Set(candidates.flatMap(({ features }) => features))],
    run: async (data, call) => {
      const { renderDetectorComparison } = await import('../report/regimes/comparison-table.ts');
      const { renderSelectionJson, selectionCsv } = await import('../report/regimes/selection-files.ts');
      const comparison = await compareCandidates(config, data, call);
      const json = renderSelectionJson(comparison);
      return {
        title: `${capitalised(data.source)}: ${candidates.length} candidates, ${comparison.days.toLocaleString('en')} days out of sample`,
        table: (width) => renderDetectorComparison(comparison, { width: Math.min(width, widestTable) }),
        json,
        files: { 'selection.csv': [...selectionCsv(comparison, data.bars.dates)].join(''), 'selection.json': json },
      };
    },
  };
}

function titleOf({ source, settings: { detector, features } }: RegimeRun): string {
  const { name, states } = detector;
  return `${capitalised(source)}: ${name}, ${states === 1 ? '1 regime' : `${states} regimes`}, on ${features.join(', ')}`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The flags that set a key of the configuration, in the order of `--help`. */
function overridesOf({ data, detector, states, features, impliedVol, seed }: RegimesFlags): Override[] {
  const overrides: Override[] = [];
  const add = (flag: string, path: readonly string[], text: string | undefined, read: (text: string) => unknown) => {
    if (text !== undefined) overrides.push({ path, value: read(text), source: `${flag} ${text}` });
  };
  const asGiven = (text: string) => text;
  add('--data', ['data', 'file'], data, asGiven);
  add('--detector', ['detector', 'name'], detector, asGiven);
  add('--states', ['detector', 'states'], states, (text) => parseValue(text, `--states ${text}`));
  add('--features', ['features'], features, (text) => text.split(',').map((name) => name.trim()));
  add('--implied-vol', ['data', 'impliedVol', 'file'], impliedVol, asGiven);
  add('--seed', ['seed'], seed, (text) => parseValue(text, `--seed ${text}`));
  return overrides;
}
