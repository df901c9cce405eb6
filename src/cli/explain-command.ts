import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { frictionsOf } from '../backtest/terms-of-config.ts';
import type { InputAttribution } from '../hedgers/deep/attribute-inputs.ts';
import { pnlName } from '../hedgers/deep/input-names.ts';
import type { PolicyMap } from '../hedgers/explain-policy.ts';
import type { Hedger } from '../hedgers/hedger.ts';
import { createFrictions } from '../market/frictions/create-frictions.ts';
import type { Market } from '../simulate/market.ts';
import { InputError } from '../support/input-error.ts';
import { type Override, parseAssignment } from './apply-overrides.ts';
import { figureError } from './config-errors.ts';
import { isRefusal } from './create-market-of.ts';
import type { CliDependencies } from './dependencies.ts';
import { describeTraining } from './describe-training.ts';
import { formOf, type LearnedForm, mapGrid, parseSignals, signalValues } from './explained-states.ts';
import { collect, takeValue } from './flags.ts';
import { assertWritableFolder } from './output-folder.ts';
import { readPolicy } from './read-policy.ts';
import { type Resolved, resolveFile } from './resolve-config.ts';
import { terminalWidth } from './terminal-width.ts';
import { checkTraining } from './train-checks.ts';
import { type TrainConfig, trainFileKeys, trainSchema } from './train-schema.ts';
import { trainedTerms, trainingTermsOf } from './train-terms.ts';
import { trainingMarket } from './training-market.ts';
import { writeNotes } from './write-notes.ts';

interface ExplainFlags {
  readonly config?: string;
  readonly vol?: string;
  readonly signal?: readonly string[];
  readonly set?: readonly string[];
  readonly out: string;
  readonly quiet?: true;
}

const fileNames = ['map.csv', 'band.svg', 'width.svg', 'attributions.csv'] as const;

/** Where nothing says otherwise. */
const usualVol = 0.2;

/** `regime-hedge explain`: what a saved policy does, as a map of its band, and what its inputs do to it. */
export function createExplainCommand(dependencies: CliDependencies): Command {
  return new Command('explain')
    .description('show what a saved policy does: its band over price and time left, and what its inputs do to it')
    .argument('<model>', "folder of a trained model, or any policy's JSON file")
    .option(
      '--config <file>',
      'contract, costs and market as of train (default: those that the model was trained by)',
      takeValue,
    )
    .option('--vol <vol>', 'implied volatility, a decimal (default: the mean of the training, else 0.2)', takeValue)
    .option(
      '--signal <name=value>',
      'value of a signal that the policy reads (default: its mean); may be repeated',
      collect,
    )
    .option('--set <path=value>', 'set one key of the configuration; may be repeated', collect)
    .option('--out <folder>', 'where the map and the pictures go', takeValue, join('reports', 'policy'))
    .option('--quiet', 'print the tables alone; notes still go to standard error')
    .action((path: string, flags: ExplainFlags) => explain(dependencies, takeValue(path), flags));
}

async function explain(dependencies: CliDependencies, path: string, flags: ExplainFlags): Promise<void> {
  const { stdout } = dependencies;
  const given = parseSignals(flags.signal ?? []);
  const asked = flags.vol === undefined ? undefined : parseVol(flags.vol);
  const { hedger, configFile } = await readPolicy(path);
  const form = formOf(hedger);
  const vol = asked ?? (form.scales === undefined ? usualVol : Math.exp(form.scales.logVolMean));
  const file = flags.config ?? configFile;
  const resolved = await configOf(file, (flags.set ?? []).map(parseAssignment), vol);
  await assertWritableFolder(flags.out, fileNames);
  refuseInstruments(hedger, form);
  const { created, notices } = await trainingMarket(resolved);
  const { market } = created;
  const { config } = resolved;
  const costBps = createFrictions(frictionsOf(config)).costBps;
  const title = await describeTraining(config);
  const signals = await signalValues(hedger, given, market, config, vol);
  const map = await mapOf(hedger, resolved, market, { vol, signals, costBps });
  const attributions = form.isOneNetwork ? await attributionsOf(hedger, resolved, market) : undefined;
  await write(flags.out, map, attributions, `${hedger.name}, ${title}`);

  const { renderAttributions, renderPolicyMapTable } = await import('../report/policy/policy-map-table.ts');
  const { wrapText } = await import('../report/wrap-text.ts');
  const width = terminalWidth(stdout);
  const say = (line: string) => stdout.write(`${wrapText(line, width, '  ')}\n`);
  if (!flags.quiet) {
    const at = [
      `implied volatility ${digits(vol)}`,
      ...Object.entries(signals).map(([name, value]) => `${name} ${digits(value)}`),
    ];
    say(`policy '${hedger.name}': ${title}; ${at.join(', ')}`);
    stdout.write('\n');
  }
  stdout.write(`${renderPolicyMapTable(map)}\n\n`);
  say(
    'price over strike; lower and upper edge of the band – what a holding far below or far above is traded to – and the delta hedge, in units of the underlying per contract',
  );
  if (attributions !== undefined) {
    stdout.write(`\n${renderAttributions(attributions)}\n\n`);
    say('mean absolute change of the band’s centre and width when one input moves by one standard deviation');
  }
  writeNotes(dependencies, [
    ...notices,
    ...(await stateNotes(hedger, form, config)),
    ...(file === undefined
      ? [
          `no configuration lies beside the policy: it is shown for a contract of the defaults, ${title}, at ${costBps} bps; --set and --config give another`,
        ]
      : []),
  ]);
  if (flags.quiet) return;
  stdout.write('\n');
  const written = ['map.csv', 'band.svg', 'width.svg', ...(attributions === undefined ? [] : ['attributions.csv'])];
  for (const name of written) stdout.write(`${name.replace(/\..*/, '')}: ${join(flags.out, name)}\n`);
}

function parseVol(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && Number.isFinite(value)) return value;
  throw new InputError(`--vol ${text}: expected a volatility above 0, such as 0.2`);
}

/** The configuration of a policy; without a file the usual contract in a market of the volatility. */
async function configOf(
  file: string | undefined,
  overrides: readonly Override[],
  vol: number,
): Promise<Resolved<TrainConfig>> {
  const market: Override = { path: ['market'], value: { name: 'gbm', volAnnual: vol }, source: `--vol ${vol}` };
  const all = file === undefined ? [market, ...overrides] : overrides;
  const resolved = await resolveFile(trainSchema, file, all, trainFileKeys);
  checkTraining(resolved.config, resolved.tree, resolved.origin);
  return resolved;
}

async function mapOf(
  hedger: Hedger,
  { config, origin }: Resolved<TrainConfig>,
  market: Market,
  at: { readonly vol: number; readonly signals: Readonly<Record<string, number>>; readonly costBps: number },
): Promise<PolicyMap> {
  const { mapPolicy } = await import('../hedgers/explain-policy.ts');
  const { contract, position, underlying } = trainedTerms(config);
  const { steps } = trainingTermsOf(config).contract;
  const yearsAtWriting = config.contract.tenorDays / market.daysPerYear;
  const grid = mapGrid(at.vol, yearsAtWriting, steps, underlying.model === 'bachelier');
  try {
    return mapPolicy(hedger, { contract, position, underlying, steps, yearsAtWriting, ...at, ...grid });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw figureError(error.message, { origin, config, group: ['contract'] });
  }
}

/** What the inputs do, on paths of the training's market. */
async function attributionsOf(
  hedger: Hedger,
  { config, origin }: Resolved<TrainConfig>,
  market: Market,
): Promise<readonly InputAttribution[]> {
  const { attributeDeepHedger } = await import('../hedgers/deep/attribute-deep-hedger.ts');
  try {
    return attributeDeepHedger(hedger, { market, ...trainingTermsOf(config), seed: config.training.seed });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw figureError(error.message, { origin, config, group: ['market'] });
  }
}

async function write(
  out: string,
  map: PolicyMap,
  attributions: readonly InputAttribution[] | undefined,
  title: string,
): Promise<void> {
  const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
  const { policyMapCsv } = await import('../report/policy/policy-map-csv.ts');
  const { renderPolicyMap } = await import('../report/policy/policy-map-picture.ts');
  const { renderBandWidth } = await import('../report/policy/band-width-picture.ts');
  const { attributionsCsv } = await import('../report/policy/attributions-csv.ts');
  await replaceFiles(out, {
    'map.csv': policyMapCsv(map),
    'band.svg': renderPolicyMap(map, title),
    'width.svg': renderBandWidth(map, title),
    ...(attributions !== undefined && { 'attributions.csv': attributionsCsv(attributions) }),
  });
  // Those of a policy that was explained here before.
  if (attributions === undefined) await rm(join(out, 'attributions.csv'), { force: true });
}

/** A map has two axes; with further instruments their prices would be more. */
function refuseInstruments({ name }: Hedger, { references = [] }: LearnedForm): void {
  if (references.length === 0) return;
  throw new InputError(
    `the policy '${name}' trades ${references.length + 1} instruments: expected one that trades the underlying alone`,
  );
}

/** What a reader must know of the states: the past of contract and policy, and holdings that no training met. */
async function stateNotes(hedger: Hedger, { inputs = [] }: LearnedForm, config: TrainConfig): Promise<string[]> {
  const { createContract } = await import('../contracts/create-contract.ts');
  const { memoryOf } = await import('../hedgers/deep/training-contracts.ts');
  const { contract } = trainedTerms(config);
  return [
    ...(memoryOf(createContract(contract)) === 0
      ? []
      : [`the ${contract.type} is shown as if the price had stood at that of writing until the step of the map`]),
    ...(hedger.reset === undefined ? [] : ['the policy has a memory: it is shown as it answers at its first question']),
    ...(inputs.includes(pnlName)
      ? ['the policy reads P&L so far: it is shown as if nothing had been gained or lost']
      : []),
    ...(inputs.includes('holding')
      ? ['the policy reads what it holds: edges are its answers to holdings far from those that it was trained with']
      : []),
  ];
}

function digits(value: number): string {
  return String(Number(value.toPrecision(4)));
}
