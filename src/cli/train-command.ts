import { join } from 'node:path';
import { Command } from 'commander';
import type { CreatedMarket } from '../simulate/create-market.ts';
import type { LongCallOptions, Progress } from '../support/long-call.ts';
import { type Override, parseAssignment, parseValue } from './apply-overrides.ts';
import type { CliDependencies } from './dependencies.ts';
import { describeTraining } from './describe-training.ts';
import { collect, parseThreads, takeValue } from './flags.ts';
import { formatDuration } from './format-duration.ts';
import { withInterruption } from './interruption.ts';
import { assertWritableFolder } from './output-folder.ts';
import { createProgressDisplay } from './progress.ts';
import { type Resolved, resolveFile } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { type PolicyTest, testPolicy } from './test-policy.ts';
import { checkTraining, untrainedFrictions } from './train-checks.ts';
import {
  checkpointOf,
  checkpointsIn,
  defaultFolder,
  memberFileNames,
  memberFolders,
  policyFileNames,
  removeCheckpoints,
  writeTraining,
} from './train-files.ts';
import { givenAgain, type TrainedPolicy, trainPolicy } from './train-policy.ts';
import { type TrainConfig, trainFileKeys, trainSchema } from './train-schema.ts';
import { testSeedOf } from './train-terms.ts';
import { trainingMarket } from './training-market.ts';
import { writeNotes } from './write-notes.ts';

interface TrainFlags {
  readonly out?: string;
  readonly seed?: string;
  readonly set?: readonly string[];
  readonly threads?: string;
  readonly fresh?: true;
  readonly quiet?: true;
}

/** `regime-hedge train`: trains a hedging policy in a market and tests it on paths that it has not seen. */
export function createTrainCommand(dependencies: CliDependencies): Command {
  return new Command('train')
    .description('train a hedging policy in a market, given or fitted, and test it beside delta and the best band')
    .argument(
      '<policy>',
      'YAML or JSON file with market, contract, costs, network and training (docs/configuration.md)',
    )
    .option('--out <folder>', 'where the model goes (default: models/NAME for NAME.yaml)', takeValue)
    .option('--seed <n>', 'whole number that weights, training and validation paths are drawn from', takeValue)
    .option('--set <path=value>', 'set one key of the file; may be repeated', collect)
    .option('--threads <n>', 'worker threads (default: by the cores of the machine); changes no result', takeValue)
    .option('--fresh', 'train from the start where a stopped training could go on')
    .option('--quiet', 'print the table alone; notes still go to standard error')
    .action((file: string, flags: TrainFlags) => train(dependencies, takeValue(file), flags));
}

async function train(dependencies: CliDependencies, file: string, flags: TrainFlags): Promise<void> {
  const { stderr, now } = dependencies;
  const startedAt = now();
  const seconds = () => (now() - startedAt) / 1000;
  const threads = flags.threads === undefined ? undefined : parseThreads(flags.threads);
  const resolved = await resolveFile(trainSchema, file, overridesOf(flags), trainFileKeys);
  const { config, origin } = resolved;
  checkTraining(config, resolved.tree, origin);
  const { notices, created } = await trainingMarket(resolved);
  const initial = config.start === undefined ? undefined : await readModel(config.start);
  const out = flags.out ?? defaultFolder(file);
  const { members } = config.ensemble;
  await assertWritableFolder(out, policyFileNames);
  if (members > 1)
    for (const folder of memberFolders(out, members)) await assertWritableFolder(folder, memberFileNames);
  if (flags.fresh) removeCheckpoints(out);
  const earlier = checkpointsIn(out, members);
  if (earlier.length > 0)
    writeNotes(dependencies, [`going on from ${earlier.join(', ')}; --fresh trains from the start`]);

  const finished = await withInterruption(
    dependencies,
    async (signal) => {
      const progress = createProgressDisplay({ stream: stderr, quiet: flags.quiet === true, now });
      const options: LongCallOptions = { signal, onProgress: (at) => progress.onProgress(inWords(at)) };
      try {
        const before = seconds();
        const trained = await trainPolicy(resolved, created.market, {
          ...options,
          now,
          threads,
          initial,
          checkpoint: checkpointOf(out),
        });
        const trainingSeconds = seconds() - before;
        const tested = await testPolicy(trained.hedger, config, created.market, options);
        signal.throwIfAborted();
        await write(out, resolved, trained, tested, trainingSeconds);
        return { trained, tested };
      } finally {
        progress.stop();
      }
    },
    () => {
      const left = checkpointsIn(out, members);
      if (left.length === 0) return 'nothing was written';
      return `the training so far is in ${left.join(', ')}; the same command goes on from there, with --fresh from the start`;
    },
  );
  removeCheckpoints(out);
  await print(dependencies, { config, out, created, quiet: flags.quiet === true, seconds, ...finished, notices });
}

async function readModel(folder: string) {
  const { readDeepHedger } = await import('../hedgers/deep/deep-hedger-files.ts');
  return readDeepHedger(folder);
}

async function write(
  out: string,
  resolved: Resolved<TrainConfig>,
  trained: TrainedPolicy,
  { outcomes, bandHalfWidth }: PolicyTest,
  trainingSeconds: number,
): Promise<void> {
  const { describeObjective } = await import('../report/describe-run.ts');
  const { renderLearningCurve } = await import('../report/policy/learning-curve.ts');
  const { trainingCsv } = await import('../report/policy/training-csv.ts');
  const { config } = resolved;
  const { name, unit } = describeObjective(config.objective);
  const { validateEvery } = config.training;
  const title = await describeTraining(config);
  const levels = outcomes.map((outcome) => ({ name: `${outcome.name}, test`, value: outcome.objective.value }));
  await writeTraining(out, {
    config: givenAgain(resolved),
    trained,
    curves: trained.members.map((member) => ({
      csv: trainingCsv(member, validateEvery),
      picture: renderLearningCurve(member, { title, criterion: `${name}, ${unit}`, validateEvery, levels }),
    })),
    summary: {
      objective: name,
      unit,
      trainings: trained.members.map(({ steps, bestValidation }) => ({ steps, validation: bestValidation })),
      trainingSeconds,
      bandHalfWidth,
      test: { paths: config.test.paths, seed: testSeedOf(config), policies: outcomes },
    },
  });
}

interface Finished {
  readonly config: TrainConfig;
  readonly out: string;
  readonly created: CreatedMarket;
  readonly trained: TrainedPolicy;
  readonly tested: PolicyTest;
  readonly notices: readonly string[];
  readonly quiet: boolean;
  readonly seconds: () => number;
}

async function print(dependencies: CliDependencies, finished: Finished): Promise<void> {
  const { stdout } = dependencies;
  const { config, out, created, trained, tested, quiet } = finished;
  const { describeCosts, describeObjective } = await import('../report/describe-run.ts');
  const { renderPathTest } = await import('../report/policy/path-test-table.ts');
  const { renderFit } = await import('../report/paths/fit-text.ts');
  const { marketWarnings } = await import('../simulate/market-terms.ts');
  const { wrapText } = await import('../report/wrap-text.ts');
  const width = terminalWidth(stdout);
  const say = (line: string) => stdout.write(`${wrapText(line, width, '  ')}\n`);
  const { market, fit } = created;
  if (!quiet) {
    const costs = describeCosts(config, config.unwinds);
    say(`${await describeTraining(config)}; ${costs}, in the market ${market.name}`);
    if (fit !== undefined) stdout.write(`${renderFit({ market, fit })}\n`);
    stdout.write('\n');
  }
  const { test, training } = config;
  stdout.write(
    `${renderPathTest(tested.outcomes, {
      objective: describeObjective(config.objective),
      width,
      drawn: `${test.paths.toLocaleString('en')} test paths of seed ${testSeedOf(config)}; those of training, validation and the band's tuning are of seed ${training.seed}.`,
    })}\n`,
  );
  writeNotes(dependencies, [
    ...finished.notices,
    ...(fit?.warnings ?? []),
    ...marketWarnings(config.market),
    ...(await untrainedFrictions(config)),
    ...endNotes(trained, config, tested.bandHalfWidth),
  ]);
  if (quiet) return;
  stdout.write('\n');
  const count = (value: number) => value.toLocaleString('en');
  const { keptAt } = await import('../report/policy/training-csv.ts');
  const { members } = trained;
  for (const [place, member] of members.entries()) {
    const kept = keptAt(member, training.validateEvery);
    say(
      `${members.length === 1 ? 'trained' : `member ${place + 1}`}: ${count(member.steps)} steps of ${count(training.paths)} paths; kept are the weights of step ${count(kept.step)}, validation ${kept.value.toPrecision(4)}`,
    );
  }
  const first = members.length === 1 ? out : join(out, 'member-1');
  stdout.write(`model: ${out}\npicture: ${join(first, 'training.svg')}\ntime: ${formatDuration(finished.seconds())}\n`);
}

/** How a training ended that did not take all steps, and what leaves its comparison in doubt. */
function endNotes({ members }: TrainedPolicy, { training, test }: TrainConfig, halfWidth: number): string[] {
  const count = (value: number) => value.toLocaleString('en');
  const why = training.minutes === undefined ? 'its patience' : 'its patience or its minutes';
  const early = members.filter(({ steps }) => steps < training.steps);
  const widest = Math.max(...test.bandWidths);
  return [
    ...early.map(
      ({ steps }) => `training ended at step ${count(steps)} of ${count(training.steps)}, at the end of ${why}`,
    ),
    ...(halfWidth === widest && widest > 0
      ? [`the best constant band is the widest of test.bandWidths, ${widest}: a wider one may be better`]
      : []),
  ];
}

/** 'training: loss 1.31, validation 1.29'; 'training 2 of 3: …' of an ensemble. */
function inWords({ loss, bestValidation, label, ...progress }: Progress): Progress {
  if (loss === undefined) return { ...progress, label };
  const figure = (value: number) => value.toPrecision(4);
  const [member = ''] = / \d+ of \d+$/.exec(label) ?? [];
  const validation = bestValidation === undefined ? '' : `, validation ${figure(bestValidation)}`;
  return {
    ...progress,
    label: `training${member}: loss ${figure(loss)}${validation}`,
  };
}

function overridesOf({ set = [], seed }: TrainFlags): Override[] {
  const overrides = set.map(parseAssignment);
  if (seed === undefined) return overrides;
  const source = `--seed ${seed}`;
  return [...overrides, { path: ['training', 'seed'], value: parseValue(seed, source), source }];
}
