import { existsSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { PathOutcome } from '../backtest/compare-on-paths.ts';
import type { TrainedPolicy } from './train-policy.ts';
import { trainFileKeys } from './train-schema.ts';

/** Files of one training beside its model. */
const trainingFileNames = ['training.csv', 'training.svg'] as const;
const modelFileNames = ['model.json', 'weights.bin', 'regime-hedge.json'] as const;
/** Files of a member of an ensemble, in a folder of its own. */
export const memberFileNames = [...modelFileNames, ...trainingFileNames] as const;
/** An ensemble as a whole; its members have folders of their own. */
export const ensembleFileName = 'policy.json';

/** All files of a trained policy, in its own folder. */
export const policyFileNames = [...memberFileNames, ensembleFileName, 'summary.json', 'config.json'] as const;

const checkpointName = 'training.checkpoint';

/** Where a stopped training goes on; each member of an ensemble has its number after it. */
export function checkpointOf(folder: string): string {
  return join(folder, checkpointName);
}

/** The checkpoints of a training of so many members that lie in a folder. */
export function checkpointsIn(folder: string, members: number): readonly string[] {
  const path = checkpointOf(folder);
  const all = members === 1 ? [path] : Array.from({ length: members }, (_, member) => `${path}.${member}`);
  return all.filter((file) => existsSync(file));
}

/** Removes all checkpoints from a folder, half-written ones and those of trainings with other members too. */
export function removeCheckpoints(folder: string): void {
  const isCheckpoint = (name: string) => new RegExp(`^${checkpointName}(\\.\\d+)?(\\.tmp)?$`).test(name);
  for (const name of filesIn(folder).filter(isCheckpoint)) rmSync(join(folder, name), { force: true });
}

/** Folders of the members of an ensemble, within its own; one policy alone has the folder itself. */
export function memberFolders(folder: string, members: number): readonly string[] {
  if (members === 1) return [folder];
  return Array.from({ length: members }, (_, member) => join(folder, `member-${member + 1}`));
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** The folder that a policy goes to unless another is named: models/NAME for NAME.yaml. */
export function defaultFolder(file: string): string {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '');
  return join('models', name);
}

/** What a training came to, as summary.json holds it. */
export interface TrainingSummary {
  readonly objective: string;
  /** Of the objective. */
  readonly unit: string;
  /** Of each training: its steps, and the criterion on validation paths that chose the weights. */
  readonly trainings: readonly { readonly steps: number; readonly validation: number }[];
  /** Of the last run: of a training that was resumed, what came after. */
  readonly trainingSeconds: number;
  /** Half-width of the constant band, tuned on paths of the training's seed. */
  readonly bandHalfWidth: number;
  readonly test: { readonly paths: number; readonly seed: number; readonly policies: readonly PathOutcome[] };
}

export interface TrainingWritten {
  /** The configuration as it can be given again. */
  readonly config: object;
  readonly trained: TrainedPolicy;
  readonly summary: TrainingSummary;
  /** Text of the table and the picture of each training. */
  readonly curves: readonly { readonly csv: string; readonly picture: string }[];
}

/**
 * Writes a trained policy into its folder: the model with its training, or an ensemble with a folder for each member. What
 * an earlier training left there of the other form is removed.
 */
export async function writeTraining(folder: string, written: TrainingWritten): Promise<void> {
  const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
  const { config, trained, summary } = written;
  const isEnsemble = trained.members.length > 1;
  const folders = memberFolders(folder, trained.members.length);
  for (const [member, place] of folders.entries()) await writeMember(place, written, member);
  const isStale = (name: string) => /^member-\d+$/.test(name) && !folders.includes(join(folder, name));
  const stale = [...(isEnsemble ? memberFileNames : [ensembleFileName]), ...filesIn(folder).filter(isStale)];
  for (const name of stale) await rm(join(folder, name), { force: true, recursive: true });
  await replaceFiles(folder, {
    'summary.json': json(summary),
    'config.json': json(withPathsFor(folder, config)),
    ...(isEnsemble && { [ensembleFileName]: json(trained.hedger.toJSON()) }),
  });
}

async function writeMember(folder: string, { trained, curves }: TrainingWritten, member: number): Promise<void> {
  const { saveDeepHedger } = await import('../hedgers/deep/deep-hedger-files.ts');
  const { replaceFiles } = await import('../engine/tensorflow/model-files/replace-files.ts');
  const { hedger, problem, seed, steps, losses, bestValidation } = trained.members[member];
  const training = { seed, steps, losses, validation: bestValidation };
  await saveDeepHedger(folder, hedger, { problem, training });
  await replaceFiles(folder, { 'training.csv': curves[member].csv, 'training.svg': curves[member].picture });
}

/** The configuration as a file of the folder holds it: files that it names are seen from there. */
function withPathsFor(folder: string, config: object): unknown {
  const moved = (path: string) => (isAbsolute(path) ? path : relative(resolve(folder), resolve(path)) || '.');
  return trainFileKeys.reduce<unknown>((tree, keys) => changeText(tree, keys, moved), config);
}

function changeText(tree: unknown, [key, ...rest]: readonly string[], change: (text: string) => string): unknown {
  const group = tree as Readonly<Record<string, unknown>>;
  const value = group[key];
  if (value === undefined) return tree;
  return { ...group, [key]: rest.length === 0 ? change(String(value)) : changeText(value, rest, change) };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
