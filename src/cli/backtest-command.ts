import { join } from 'node:path';
import { Command } from 'commander';
import type { BacktestRun } from '../backtest/results.ts';
import { type Override, parseAssignment, parseValue } from './apply-overrides.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, parseThreads, takeValue } from './flags.ts';
import { formatDuration } from './format-duration.ts';
import { withInterruption } from './interruption.ts';
import { assertWritableFolder } from './output-folder.ts';
import { createProgressDisplay } from './progress.ts';
import { resolveConfig } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { writeNotes } from './write-notes.ts';

interface BacktestFlags {
  readonly data?: string;
  readonly impliedVol?: string;
  readonly from?: string;
  readonly to?: string;
  readonly seed?: string;
  readonly out: string;
  readonly set?: readonly string[];
  readonly threads?: string;
  readonly quiet?: true;
  readonly json?: true;
}

/** `regime-hedge backtest`: every policy on the same market, compared, with a report. */
export function createBacktestCommand(dependencies: CliDependencies): Command {
  return new Command('backtest')
    .description('compare hedging policies on daily bars, walking forward, and write a report')
    .argument('[config]', 'configuration file, YAML or JSON (docs/configuration.md); every key has a default')
    .option('--data <file>', 'dated OHLCV bars, CSV or Parquet (default: the bundled S&P 500)', takeValue)
    .option('--implied-vol <file>', 'dated implied volatility, CSV or Parquet (default: modelled)', takeValue)
    .option('--from <date>', 'first writing date evaluated; earlier rows still train', takeValue)
    .option('--to <date>', 'last writing date evaluated', takeValue)
    .option('--seed <n>', 'whole number that every random stream is split from', takeValue)
    .option('--out <folder>', 'where the report goes', takeValue, join('reports', 'latest'))
    .option('--set <path=value>', 'set one key of the configuration; may be repeated', collect)
    .option('--threads <n>', 'worker threads (default: by the cores of the machine); changes no result', takeValue)
    .option('--quiet', 'print the comparison table alone; notes still go to standard error')
    .option('--json', 'print results.json alone on standard output')
    .action((config: string | undefined, flags: BacktestFlags) => backtest(dependencies, config, flags));
}

async function backtest(dependencies: CliDependencies, path: string | undefined, flags: BacktestFlags): Promise<void> {
  const { stderr, now, runBacktest, writeReport } = dependencies;
  const startedAt = now();
  const threads = flags.threads === undefined ? undefined : parseThreads(flags.threads);
  const config = await resolveConfig(path, [...(flags.set ?? []).map(parseAssignment), ...overridesOf(flags)]);
  await assertWritableFolder(flags.out);

  const run = await withInterruption(
    dependencies,
    async (signal) => {
      const progress = createProgressDisplay({ stream: stderr, quiet: flags.quiet === true, now });
      try {
        const finished = await runBacktest(config, { signal, onProgress: progress.onProgress, threads });
        await writeReport(finished, flags.out, { signal });
        return finished;
      } finally {
        progress.stop();
      }
    },
    'nothing was written, the previous report is untouched',
  );
  await printRun(dependencies, run, flags, () => (now() - startedAt) / 1000);
}

async function printRun(
  dependencies: CliDependencies,
  run: BacktestRun,
  flags: BacktestFlags,
  seconds: () => number,
): Promise<void> {
  const { stdout, stderr, env, renderComparisonTable, renderResultsJson } = dependencies;
  if (flags.json) {
    stdout.write(withNewline(await renderResultsJson(run)));
  } else {
    const colour = stdout.isTTY === true && !env.NO_COLOR;
    stdout.write(
      withNewline(
        await renderComparisonTable(run.results, {
          colour,
          width: terminalWidth(stdout),
        }),
      ),
    );
  }
  writeNotes(dependencies, run.results.manifest.notices);
  if (flags.quiet) return;
  // With --json, standard output holds nothing but the results.
  const rest = flags.json ? stderr : stdout;
  rest.write(`report: ${join(flags.out, 'report.html')}\n`);
  rest.write(`time: ${formatDuration(seconds())}\n`);
}

/** The flags that set a key of the configuration, in the order of `--help`. */
function overridesOf({ data, impliedVol, from, to, seed }: BacktestFlags): Override[] {
  const overrides: Override[] = [];
  const add = (flag: string, path: readonly string[], text: string | undefined, value: unknown = text) => {
    if (text !== undefined) overrides.push({ path, value, source: `${flag} ${text}` });
  };
  add('--data', ['data', 'file'], data);
  add('--implied-vol', ['data', 'impliedVol', 'file'], impliedVol);
  add('--from', ['data', 'from'], from);
  add('--to', ['data', 'to'], to);
  if (seed !== undefined) add('--seed', ['seed'], seed, parseValue(seed, `--seed ${seed}`));
  return overrides;
}

function withNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
