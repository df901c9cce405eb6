import { Command } from 'commander';
import type { Paths } from '../market/paths.ts';
import type { CreatedMarket } from '../simulate/create-market.ts';
import type { SimulationRequest } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import { type Override, parseAssignment, parseValue } from './apply-overrides.ts';
import { type ConfigOrigin, figureError } from './config-errors.ts';
import { createMarketOf, isRefusal } from './create-market-of.ts';
import type { CliDependencies } from './dependencies.ts';
import { collect, parseThreads, parseWholeNumber, takeValue } from './flags.ts';
import { formatDuration } from './format-duration.ts';
import { withInterruption } from './interruption.ts';
import { createProgressDisplay } from './progress.ts';
import { resolveFile } from './resolve-config.ts';
import { type SimulateConfig, simulateFileKeys, simulateSchema } from './simulate-schema.ts';
import { readSources } from './simulate-sources.ts';
import { writeNotes } from './write-notes.ts';

interface SimulateFlags {
  readonly paths: string;
  readonly out?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly threads?: string;
  readonly quiet?: true;
}

/** Paths of a batch, and of the picture at most. */
const batchPaths = 16_384;

/** `regime-hedge simulate`: draws paths of a market, with their moments, a file and a picture. */
export function createSimulateCommand(dependencies: CliDependencies): Command {
  return new Command('simulate')
    .description('draw price paths of a market, given or fitted: a table of moments, a file and a picture')
    .argument('<market>', 'YAML or JSON file with the market and the paths wanted (docs/markets.md)')
    .option('--paths <n>', 'number of paths', takeValue, '10000')
    .option('--out <file>', 'where the paths go, .csv (10 digits) or .parquet (all); the picture beside it', takeValue)
    .option('--seed <n>', 'whole number that every random stream is split from', takeValue)
    .option('--set <path=value>', 'set one key of the file; may be repeated', collect)
    .option('--threads <n>', 'worker threads (default: by the cores of the machine); changes no result', takeValue)
    .option('--quiet', 'print the table alone; notes still go to standard error')
    .action((file: string, flags: SimulateFlags) => simulate(dependencies, file, flags));
}

async function simulate(dependencies: CliDependencies, file: string, flags: SimulateFlags): Promise<void> {
  const { stdout, stderr, now } = dependencies;
  const startedAt = now();
  const total = parseWholeNumber('--paths', flags.paths);
  const threads = flags.threads === undefined ? undefined : parseThreads(flags.threads);
  const overrides: Override[] = (flags.set ?? []).map(parseAssignment);
  if (flags.seed !== undefined) {
    overrides.push({
      path: ['seed'],
      value: parseValue(flags.seed, `--seed ${flags.seed}`),
      source: `--seed ${flags.seed}`,
    });
  }
  const { config, origin } = await resolveFile(simulateSchema, file, overrides, simulateFileKeys);
  const { notices, ...sources } = await readSources(config, origin);
  const created = await createMarketOf(config, sources, origin);
  await checkWanted(created, config, total, origin);
  const drawn = await withInterruption(dependencies, async (signal) => {
    const progress = createProgressDisplay({ stream: stderr, quiet: flags.quiet === true, now });
    try {
      return await draw(created, config, total, { threads, out: flags.out, signal, onProgress: progress.onProgress });
    } finally {
      progress.stop();
    }
  });
  const { renderFit } = await import('../report/paths/fit-text.ts');
  const { marketWarnings } = await import('../simulate/market-terms.ts');
  const { market, fit } = created;
  if (fit !== undefined && !flags.quiet) stdout.write(`${renderFit({ market, fit })}\n\n`);
  stdout.write(`${drawn.table}\n`);
  const warnings = [...(fit?.warnings ?? []), ...marketWarnings(config.market), ...drawn.warnings];
  writeNotes(dependencies, [...notices, ...warnings]);
  if (flags.quiet) return;
  for (const written of drawn.files) stdout.write(`${written.what}: ${written.path}\n`);
  stdout.write(`time: ${formatDuration((now() - startedAt) / 1000)}\n`);
}

/** Throws an InputError where the market cannot draw what is wanted. */
async function checkWanted(
  { market }: CreatedMarket,
  config: SimulateConfig,
  paths: number,
  origin: ConfigOrigin,
): Promise<void> {
  const { checkRequest } = await import('../simulate/market.ts');
  if (config.antithetic && !market.mirrors) {
    const message = `antithetic is true, but the market ${market.name} resamples what happened, which cannot be mirrored: leave it out`;
    throw figureError(message, { origin, config });
  }
  try {
    checkRequest(requestOf(config, paths), market);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (error.message.startsWith('paths is ')) throw new InputError(error.message.replace('paths is', '--paths'));
    throw figureError(error.message, { origin, config });
  }
}

function requestOf(
  { steps, daysPerStep, moneyness, seed, antithetic, sampling, quote }: SimulateConfig,
  paths: number,
): SimulationRequest {
  return { paths, steps, daysPerStep, moneyness, seed, stream: ['simulate'], antithetic, sampling, quote };
}

interface DrawOptions {
  readonly threads: number | undefined;
  readonly out: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { label: string; done: number; total: number }) => void;
}

/** Draws all paths batch by batch: into the moments, the file and, the first batch, the picture. */
async function draw(
  { market }: CreatedMarket,
  config: SimulateConfig,
  total: number,
  { threads, out, signal, onProgress }: DrawOptions,
) {
  const { createPathPool } = await import('../simulate/path-pool.ts');
  const { createPathMoments } = await import('../report/paths/path-moments.ts');
  const { pathWarnings } = await import('../report/paths/path-warnings.ts');
  const { expectedGrowth } = await import('../simulate/market-terms.ts');
  const { renderMomentTable } = await import('../report/paths/paths-table.ts');
  const { steps, antithetic } = config;
  const shown = [0.25, 0.5, 0.75, 1].map((share) => Math.max(1, Math.round(share * steps)));
  const moments = createPathMoments({ steps: [...new Set(shown)], volUnit: market.volUnit, antithetic });
  const sink = out === undefined ? undefined : await openPaths(out);
  const pool = createPathPool({ threads });
  let picture = '';
  try {
    let first = 0;
    for await (const batch of pool.stream(market, requestOf(config, total), { batchPaths, signal, onProgress })) {
      moments.add(batch);
      if (first === 0 && sink !== undefined) {
        picture = await drawPicture(batch, `${market.name}, ${total.toLocaleString('en')} paths`);
      }
      await sink?.write(batch, first);
      first += batch.paths;
      signal.throwIfAborted();
    }
    await sink?.finish(picture);
  } catch (error) {
    await sink?.discard();
    throw error;
  } finally {
    await pool.close();
  }
  const files =
    sink === undefined || out === undefined
      ? []
      : [
          { what: 'paths', path: out },
          { what: 'picture', path: sink.picturePath },
        ];
  const rows = moments.rows();
  const { volUnit } = market;
  const growth = expectedGrowth(config.market, rows[rows.length - 1].years);
  return {
    table: renderMomentTable(rows, volUnit),
    warnings: pathWarnings(rows, { paths: total, volUnit, expectedGrowth: growth }),
    files,
  };
}

async function openPaths(out: string) {
  const { openPathsFile } = await import('../report/paths/write-paths.ts');
  return openPathsFile(out);
}

async function drawPicture(batch: Paths, title: string): Promise<string> {
  const { renderPathsPicture } = await import('../report/paths/paths-picture.ts');
  return renderPathsPicture(batch, { title });
}
